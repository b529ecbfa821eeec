-- One row per finding on segments and personas (method 9.1): `finding`, whom it names (`persona_id`, `other_id`, `segment_id`), its number,
-- the limit it passes, people and value behind it, and whether it keeps a persona out of the priorities (`blocks`). Most serious kinds first.
-- Reads `merge_price`, `silhouette`, `stg_persona`, `stg_persona_segment`.
WITH held AS (
    SELECT g.segment_id, count(i.interview_id)::BIGINT AS held FROM segments g LEFT JOIN interviews i ON i.segment_id = g.segment_id AND i.method IS DISTINCT FROM 'synthetic' GROUP BY g.segment_id
),
shares AS (
    -- Those of all personas: what a draft or an archived one holds is given to nobody, and not missing.
    SELECT segment_id, sum(share) AS total FROM stg_persona_segment GROUP BY segment_id
),
mandatory AS (
    SELECT persona_id, count(n.need_id) FILTER (WHERE n.kind = 'mandatory')::BIGINT AS mandatory
    FROM stg_persona LEFT JOIN needs n USING (persona_id) GROUP BY persona_id
),
standing AS (
    SELECT * FROM silhouette WHERE variant = '' AND silhouette IS NOT NULL
),
most_alike AS (
    SELECT one, other, similarity, jaccard FROM merge_price ORDER BY similarity DESC NULLS LAST, jaccard DESC NULLS LAST, one, other LIMIT 1
),
found AS (
    SELECT 1 AS place, 'nobodys_segment' AS finding, NULL AS persona_id, NULL AS other_id, g.segment_id, NULL::DOUBLE AS number, NULL::DOUBLE AS cut,
           g.size AS people, g.size * g.value_per_customer AS value, false AS blocks
    FROM segments g ANTI JOIN (SELECT segment_id FROM stg_persona_segment JOIN stg_persona USING (persona_id)) s USING (segment_id)
    UNION ALL
    -- Where no segment has people, all personas weigh alike.
    SELECT 2, 'no_segment', p.persona_id, NULL, NULL, NULL, NULL, NULL, NULL, (SELECT coalesce(sum(size), 0) > 0 FROM segments)
    FROM stg_persona p ANTI JOIN stg_persona_segment s USING (persona_id)
    UNION ALL
    SELECT 3, 'shares', NULL, NULL, s.segment_id, s.total, 1, g.size, g.size * g.value_per_customer, true
    FROM shares s JOIN segments g USING (segment_id) WHERE abs(s.total - 1) > 1e-6
    UNION ALL
    SELECT 4, 'too_many_personas', m.one, m.other, NULL, n.personas, $max_personas, NULL, NULL, false
    FROM (SELECT count(*) AS personas FROM stg_persona) n LEFT JOIN most_alike m ON true WHERE n.personas > $max_personas
    UNION ALL
    SELECT 5, 'no_mandatory', persona_id, NULL, NULL, 0, NULL, NULL, NULL, false FROM mandatory WHERE mandatory = 0
    UNION ALL
    SELECT 6, 'many_mandatory', persona_id, NULL, NULL, mandatory, $most_mandatory, NULL, NULL, false FROM mandatory WHERE mandatory > $most_mandatory
    UNION ALL
    SELECT 7, 'alike_attitudes', one, other, NULL, similarity, $similarity, NULL, NULL, false FROM merge_price WHERE reaches(similarity, $similarity)
    UNION ALL
    SELECT 8, 'alike_needs', one, other, NULL, jaccard, $jaccard, NULL, NULL, false FROM merge_price WHERE reaches(jaccard, $jaccard)
    UNION ALL
    SELECT 9, 'nearer_to_another', team, nearest, segment_id, silhouette, 0, NULL, NULL, false FROM standing WHERE below(silhouette, 0)
    UNION ALL
    SELECT 10, 'spans_attitudes', team, NULL, NULL, avg(silhouette), $least_silhouette, NULL, NULL, false
    FROM standing GROUP BY team HAVING below(avg(silhouette), $least_silhouette) AND count(*) > 1
    UNION ALL
    SELECT 11, 'few_interviews', NULL, NULL, h.segment_id, h.held, $interviews_per_segment, g.size, g.size * g.value_per_customer, false
    FROM held h JOIN segments g USING (segment_id) WHERE h.held < $interviews_per_segment
),
final AS (SELECT * FROM found)
SELECT * EXCLUDE (place) FROM final ORDER BY place, people DESC NULLS LAST, number DESC NULLS LAST, persona_id, other_id, segment_id
