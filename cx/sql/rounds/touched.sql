-- One row per way in which cells were chosen (`chosen`: 'acted', a decision to fix or an improvement that is done; 'worst', the lowest fifth before):
-- how those that were chosen moved, and how untouched cells of the same kind did whose baseline lay within `$near` of theirs. What is picked for
-- being low tends to rise when it is measured again; so the baseline is the shrunken one where a share of people was asked (`raw` counts those
-- chosen that have none), and `net` is the change beyond that of the untouched. What was carried over is not measured
-- again, and left out. Reads `cell_pair`, `acted`, `shrunken`, `subject_after`. Method 4.6, 8.4.
WITH known AS (
    SELECT c.need_id, c.stage_id, c.kind, c.fulfilment - c.fulfilment_before AS change, coalesce(s.estimate, c.fulfilment_before) AS baseline,
           s.estimate IS NULL AS raw, d.need_id IS NOT NULL AS acted,
           at_most(c.fulfilment_before, quantile_cont(c.fulfilment_before, 0.2) OVER (PARTITION BY c.kind)) AS worst
    FROM cell_pair c
    LEFT JOIN shrunken s ON s.need_id = c.need_id AND s.stage_id = c.stage_id
    LEFT JOIN acted d ON d.need_id = c.need_id AND d.stage_id = c.stage_id
    ANTI JOIN (FROM subject_after WHERE carried) o ON o.need_id = c.need_id AND o.stage_id = c.stage_id
    WHERE c.differs = '' AND c.state_before <> 'not_assessed' AND c.state <> 'not_assessed'
      AND c.fulfilment_before IS NOT NULL AND c.fulfilment IS NOT NULL
),
picked AS (
    SELECT 'acted' AS chosen, * FROM known WHERE acted
    UNION ALL SELECT 'worst', * FROM known WHERE worst AND NOT acted
),
matched AS (
    SELECT p.chosen, p.need_id, p.stage_id, any_value(p.change) AS change, any_value(p.raw) AS raw,
           avg(u.change) AS beside, count(u.need_id) AS untouched
    FROM picked p
    LEFT JOIN known u ON u.kind = p.kind AND NOT u.acted AND (p.chosen = 'acted' OR NOT u.worst) AND at_most(abs(u.baseline - p.baseline), $near)
    GROUP BY p.chosen, p.need_id, p.stage_id
),
final AS (
    SELECT chosen, count(*) AS cells, count(*) FILTER (raw) AS raw, count(*) FILTER (untouched > 0) AS compared, max(untouched) AS most_untouched,
           avg(change) AS change_of_all, avg(change) FILTER (untouched > 0) AS change, avg(beside) AS untouched_change, avg(change - beside) AS net
    FROM matched GROUP BY chosen
)
SELECT * FROM final ORDER BY chosen
