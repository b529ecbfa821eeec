-- One row per cell that can be put on the table, with its tier and priority as in the list of shortfalls. Tier 1: mandatory
-- needs that fail; 2: mandatory needs not fully met; 3: gains (once, at the best stage) and pains; 4: not assessed, with
-- the value of finding out, which a cell that cannot be met has beside its tier; 0: the rest. Reads the relations of one answer. Method 3.1 to 3.3, 3.5.
WITH weighed AS (
    SELECT persona_id, persona_weight_of(size_share, value_share, $size_weight) AS persona_weight FROM persona_weight
),
final AS (
    SELECT c.need_id, c.stage_id, c.persona_id, c.kind, c.kind_position, c.position, c.state, c.fulfilment, c.target, c.adequate, c.upper, c.flags, c.evidence,
           c.assumed, c.n, coalesce(g.at_least, false) AS at_least,
           CASE WHEN g.need_id IS NOT NULL THEN g.tier WHEN c.state = 'not_assessed' THEN 4 ELSE 0 END AS tier,
           100 * g.base * w.persona_weight AS priority,
           CASE WHEN c.state = 'not_assessed' THEN 100 * c.importance * w.persona_weight * c.reach
               * (short_by(c.lower, c.target) - short_by(c.upper, c.target)) END AS info_value
    FROM cell c
    JOIN weighed w ON w.persona_id = c.persona_id
    LEFT JOIN gap g ON g.need_id = c.need_id AND g.stage_id = c.stage_id
)
SELECT * FROM final
ORDER BY tier = 0, tier, rounded(priority) DESC NULLS LAST, rounded(info_value) DESC NULLS LAST, position, need_id, stage_id
