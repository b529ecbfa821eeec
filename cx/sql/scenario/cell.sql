-- One row per variant, side of its range, and cell, as `need` reads it: what the variant touches as it would be, the rest as it is. A
-- need of a variant bears variant and side in its id. What a journey shows of the present only is left empty. Reads `side`, `judged`.
-- Method 7.1.
WITH told AS (
    SELECT s.variant, s.cautious, 0 AS closeness, c.persona_id, c.need_id, c.stage_id, c.position, c.kind, c.adequate, c.target,
           c.fulfilment, c.lower, c.upper, c.state, c.exposure, c.live_links, c.direct
    FROM cell c CROSS JOIN side s
    UNION ALL
    -- Where nobody is less than sure there is no cautious world: the whole effect stands for both sides.
    SELECT s.variant, s.cautious, 1 + j.cautious::INTEGER, j.persona_id, j.need_id, j.stage_id, j.position, j.kind, j.adequate, j.target,
           j.fulfilment, j.lower, j.upper, j.state, j.exposure, j.live_links, j.direct
    FROM judged j JOIN side s ON s.variant = j.variant AND (s.cautious OR NOT j.cautious)
),
final AS (
    SELECT * FROM told QUALIFY row_number() OVER (PARTITION BY variant, cautious, need_id, stage_id ORDER BY closeness DESC) = 1
)
SELECT * EXCLUDE (variant, cautious, closeness)
         REPLACE ({'variant': variant, 'cautious': cautious, 'id': need_id} AS need_id,
                  {'variant': variant, 'cautious': cautious, 'id': persona_id} AS persona_id),
       CASE WHEN direct THEN ['direct'] ELSE []::VARCHAR[] END AS flags,
       NULL::DOUBLE AS p_met, NULL::DOUBLE AS p_fail, false AS assumed, NULL::BIGINT AS n
FROM final
