-- One row per segment and active persona that it flows into, and per segment, or share of one, that flows into none (`persona_id` empty): the share of the
-- segment, people and value. What nobody is designed for stands first. Method 9.1.
WITH used AS (
    SELECT persona_id, segment_id, share FROM stg_persona_segment JOIN stg_persona USING (persona_id)
),
rest AS (
    SELECT g.segment_id, 1 - coalesce(sum(u.share), 0) AS share FROM segments g LEFT JOIN used u USING (segment_id) GROUP BY g.segment_id
),
final AS (
    SELECT * FROM used
    UNION ALL
    SELECT NULL, segment_id, share FROM rest WHERE above(share, 0)
)
SELECT f.persona_id, f.segment_id, g.name, g.market, f.share, g.size * f.share AS people, g.size * f.share * g.value_per_customer AS value,
       g.value_basis
FROM final f JOIN segments g USING (segment_id) ORDER BY f.persona_id NULLS FIRST, people DESC, f.segment_id
