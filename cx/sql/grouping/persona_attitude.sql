-- One row per active persona and attitude item. What those interviewed in its segments answered (their median) goes before what was
-- only stated of the persona: it is then that no interview has answered any item (method 4.1, 9.2).
WITH asked AS (
    SELECT g.persona_id, a.item, median(a.value)::DOUBLE AS value
    FROM stg_persona_segment g JOIN attitude a ON a.holder = 'interview' AND a.segment_id = g.segment_id
    GROUP BY g.persona_id, a.item
),
final AS (
    SELECT persona_id, item, value, true AS asked FROM asked
    UNION ALL
    SELECT holder_id, item, value, false FROM attitude
    WHERE holder = 'persona' AND holder_id NOT IN (SELECT persona_id FROM asked)
)
SELECT f.* FROM final f JOIN stg_persona USING (persona_id)
