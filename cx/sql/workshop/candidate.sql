-- One row per cell that can be put on the table, with its tier and priority. It reads the relations of one answer (`cell`,
-- `need`, `scope`) beside the stored tables. Tier 1: mandatory needs missed or without touchpoint; 2: other gaps (a gain
-- once, at its best stage); 3: not assessed, with the value of finding out; 0: the rest. Method 3.1 to 3.3, 3.5.
WITH counted AS (
    SELECT ps.persona_id, sum(g.size * coalesce(ps.share, 1.0)) AS size,
           sum(g.size * coalesce(ps.share, 1.0) * g.value_per_customer) AS worth,
           bool_and(g.value_per_customer IS NOT NULL) AS valued
    FROM persona_segments ps JOIN segments g USING (segment_id) GROUP BY ps.persona_id
),
everybody AS (
    SELECT sum(size) AS size, sum(worth) AS worth, bool_and(valued) AS valued FROM counted
),
weighted AS (
    -- Without the value of every segment, size alone counts (method 3.2).
    SELECT c.persona_id,
           CASE WHEN e.valued AND e.worth > 0 THEN $lambda * c.size / nullif(e.size, 0) + (1 - $lambda) * c.worth / e.worth
                ELSE c.size / nullif(e.size, 0) END AS persona_weight
    FROM counted c CROSS JOIN everybody e
),
placed AS (
    SELECT c.*, n.state AS need_state, n.weakest_stage, coalesce(w.persona_weight, 0.0) AS persona_weight,
           CASE WHEN c.state = 'not_assessed' THEN 3
                WHEN c.state = 'met' THEN 0
                WHEN c.kind = 'mandatory' AND c.state IN ('missed', 'no_touchpoint') THEN 1
                WHEN c.kind = 'gain' AND (n.state IN ('met', 'not_assessed') OR c.stage_id <> n.weakest_stage) THEN 0
                ELSE 2 END AS tier
    FROM cell c JOIN need n USING (need_id) LEFT JOIN weighted w ON w.persona_id = c.persona_id
),
final AS (
    SELECT need_id, stage_id, persona_id, kind, kind_position, position, state, fulfilment, target, evidence, assumed, n, tier,
           CASE WHEN tier IN (1, 2) THEN 100 * importance * shortfall * persona_weight * reach END AS priority,
           CASE WHEN tier = 3 THEN 100 * importance * persona_weight * reach
               * (greatest(0.0, target - lower) - greatest(0.0, target - upper)) / target END AS info_value
    FROM placed
)
SELECT * FROM final
ORDER BY tier = 0, tier, priority DESC NULLS LAST, info_value DESC NULLS LAST, position, need_id, stage_id
