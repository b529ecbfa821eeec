-- One row per variant and cell that it touches: whether the cell is then met, and how much of the priority it takes away (less than
-- nothing where it gets worse). A gain has its priority over the journey: what is taken away if this stage were its best one, never
-- less than nothing, since a better stage remains. What is not known, before or then, takes nothing away: it has no priority.
-- Personas without a weight have none. Reads `projected_cell`; takes `$size_weight` (lambda). Method 3.3, 7.2.
WITH before AS (
    SELECT c.need_id, c.stage_id, c.kind, c.importance, c.target, c.reach,
           CASE WHEN c.kind <> 'gain' THEN c.shortfall END AS short, persona_weight_of(w.size_share, w.value_share, $size_weight::DOUBLE) AS weight
    FROM cell c JOIN persona_weight w ON w.persona_id = c.persona_id AND w.blocked IS NULL
),
-- A gain counts at the reach of its best stage, as in the list.
gains AS (
    SELECT b.need_id, n.shortfall AS short, b.reach
    FROM before b JOIN need n ON n.need_id = b.need_id AND n.weakest_stage = b.stage_id WHERE b.kind = 'gain' AND n.state <> 'not_assessed'
),
final AS (
    SELECT p.variant, p.need_id, p.stage_id, p.kind, p.state = 'met' AS met, 100 * b.importance * b.weight *
           CASE WHEN p.state = 'not_assessed' THEN 0.0
                WHEN p.kind = 'gain' THEN g.reach * greatest(0.0, g.short - short_by(p.fulfilment, b.target))
                ELSE b.reach * (b.short - CASE WHEN p.state = 'met' THEN 0.0 ELSE short_by(p.fulfilment, b.target) END) END AS taken
    FROM projected_cell p
    JOIN before b ON b.need_id = p.need_id AND b.stage_id = p.stage_id
    LEFT JOIN gains g ON g.need_id = p.need_id
)
SELECT variant, need_id, stage_id, kind, met, coalesce(taken, 0.0) AS taken FROM final
