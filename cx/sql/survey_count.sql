-- One row per mapped question: the answers of respondents with a segment, by what became of them. They add up:
-- each is a score that rates a link (used), a score of a segment that the question rates nothing for (beside),
-- no answer (nothing, of which `asked` where it would have rated a link), or not on the scale (off).
-- Reads `given`, `meaning`, `item_need`, `survey_item`.
WITH rates AS (
    SELECT DISTINCT n.item, s.segment_id FROM item_need n JOIN persona_segments s USING (persona_id) WHERE n.linked
),
answers AS (
    SELECT m.item, m.reads, g.times, r.item IS NOT NULL AS rated
    FROM given g JOIN meaning m USING (column_, text)
    LEFT JOIN rates r ON r.item = m.item AND r.segment_id = g.segment_id
    WHERE g.segment_id IS NOT NULL
)
SELECT i.item, any_value(i.column_) AS column_, any_value(i.heading) AS heading, any_value(i.line) AS line,
       coalesce(sum(times) FILTER (reads = 'score' AND rated), 0)::BIGINT AS used,
       coalesce(sum(times) FILTER (reads = 'score' AND NOT rated), 0)::BIGINT AS beside,
       coalesce(sum(times) FILTER (reads = 'nothing'), 0)::BIGINT AS nothing,
       coalesce(sum(times) FILTER (reads = 'nothing' AND rated), 0)::BIGINT AS asked,
       coalesce(sum(times) FILTER (reads = 'off'), 0)::BIGINT AS off
FROM survey_item i LEFT JOIN answers a USING (item)
GROUP BY i.item ORDER BY i.item
