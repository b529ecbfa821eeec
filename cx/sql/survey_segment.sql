-- One row per respondent of a survey: the segment whose rules all match, and how many segments do.
-- With none, or more than one, the segment is NULL. The code `*` of a rule means any answer, also none. Reads `said` (respondent, rule column, text) and `survey_rule` (rule, segment, column, code).
WITH meant AS (
    -- Texts repeat: what they mean is worked out once for each.
    SELECT column_, text, code_of(text) AS code FROM (SELECT DISTINCT column_, text FROM said)
),
fitting AS (
    SELECT DISTINCT m.column_, m.text, r.rule, r.segment_id FROM meant m JOIN survey_rule r USING (column_, code)
    UNION
    SELECT m.column_, m.text, r.rule, r.segment_id FROM meant m JOIN survey_rule r USING (column_) WHERE r.code = '*'
),
needed AS (
    SELECT segment_id, count(DISTINCT rule) AS rules FROM survey_rule GROUP BY segment_id
),
matched AS (
    SELECT s.row_, f.segment_id FROM said s JOIN fitting f USING (column_, text) JOIN needed n USING (segment_id)
    GROUP BY s.row_, f.segment_id, n.rules HAVING count(*) = n.rules
),
final AS (
    SELECT row_, CASE WHEN count(*) = 1 THEN min(segment_id) END AS segment_id, count(*) AS segments, string_agg(segment_id, ' and ' ORDER BY segment_id) AS names
    FROM matched GROUP BY row_
)
SELECT r.row_, f.segment_id, coalesce(f.segments, 0) AS segments, f.names
FROM response r LEFT JOIN final f USING (row_)
