-- How many cells and mandatory needs change their state when the adequate level or the target moves by
-- `$step`: results near a cut are sensitive, and this says how many. Method 3.6 (5).
WITH moves AS (
    SELECT unnest([1, 2, 3, 4]) AS move, unnest(['adequate', 'adequate', 'target', 'target']) AS moved,
           unnest([-1, 1, -1, 1]) * $step::DOUBLE AS step
),
cuts AS (
    SELECT m.*, c.need_id, c.kind, c.persona_id, c.live_links, c.direct, c.fulfilment, c.lower, c.upper, c.state, true AS is_cell, c.adequate, c.target
    FROM moves m CROSS JOIN cell c
    UNION ALL
    SELECT m.*, n.need_id, n.kind, n.persona_id, 1, false, n.fulfilment, n.lower, n.upper, n.state, false, n.adequate, n.target
    FROM moves m CROSS JOIN need n WHERE n.kind = 'mandatory' AND n.stages_needed > 0
),
shifted AS (
    SELECT *, CASE WHEN moved = 'adequate' THEN greatest(1e-6, least(target, adequate + step)) ELSE adequate END AS new_adequate,
           CASE WHEN moved = 'target' THEN greatest(adequate, least(1.0, target + step)) ELSE target END AS new_target
    FROM cuts
),
judged AS (
    SELECT *, state_of(live_links, direct, fulfilment, lower, upper, adequate, target) AS was,
           state_of(live_links, direct, fulfilment, lower, upper, new_adequate, new_target) AS becomes
    FROM shifted
),
final AS (
    SELECT move, moved, step, count(*) FILTER (WHERE is_cell AND was <> becomes) AS cells, count(*) FILTER (WHERE is_cell) AS all_cells,
           count(*) FILTER (WHERE NOT is_cell AND was <> becomes) AS needs, count(*) FILTER (WHERE NOT is_cell) AS all_needs
    FROM judged GROUP BY move, moved, step
)
SELECT * FROM final ORDER BY move
