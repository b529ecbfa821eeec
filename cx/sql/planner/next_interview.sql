-- One row per segment and question that an hour with somebody of it would hold: the `$per_interview` of its personas that settle most
-- an hour; `place` is that of the question, `rank` that of the segment. An hour settles `settles` of the doubt, since each question
-- settles its part with every person asked. Where two segments settle as much, the one of which more people are missing comes first,
-- then the larger one. Reads recruitment, open_question. Method 9.1.
WITH held AS (
    SELECT g.segment_id, g.segment, g.market, g.size, g.missing, g.personas, q.*,
           row_number() OVER (PARTITION BY g.segment_id ORDER BY rounded(q.per_hour) DESC, q.what, q.persona_id, q.position, q.need_id,
                              q.stage_id, q.touchpoint_id, q.hypothesis_id) AS place
    FROM recruitment g JOIN open_question q ON list_contains(g.personas, q.persona_id) WHERE q.per_hour > 0
),
hour AS (
    SELECT *, sum(per_hour) OVER (PARTITION BY segment_id) / $per_interview AS settles, max(people) OVER (PARTITION BY segment_id) AS interviews
    FROM held WHERE place <= $per_interview
),
final AS (
    SELECT *, dense_rank() OVER (ORDER BY rounded(settles) DESC, missing DESC, size DESC, segment_id) AS rank FROM hour
)
SELECT * FROM final ORDER BY rank, place
