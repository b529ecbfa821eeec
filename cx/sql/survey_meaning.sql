-- One row per mapped question and text that stands in its column: the score it means (`value`), or why there is none.
-- `reads` is score, nothing (a blank, a word for nothing, a code declared as no answer) or off (not on the scale).
-- `shift` is added to answers that are stored on another scale than they were given on.
-- Reads `given` (texts by column), `survey_item`, `survey_nothing` (question, code) and `survey_yes_no` (code, value).
WITH coded AS (
    SELECT i.item, i.scale, i.low, i.high, i.shift, g.column_, g.text, code_of(g.text) AS code
    FROM (SELECT DISTINCT column_, text FROM given) g JOIN survey_item i USING (column_)
),
read AS (
    SELECT c.*, n.code IS NOT NULL AS declared,
           CASE WHEN c.scale = 'yes-no' AND y.value IS NOT NULL THEN y.value
                WHEN c.scale = 'percent' THEN try_cast(code_of(rtrim(c.code, '% ')) AS DOUBLE)
                ELSE try_cast(c.code AS DOUBLE) + c.shift END AS number
    FROM coded c
    LEFT JOIN survey_yes_no y USING (code)
    -- Question 0 stands for all questions: words that never are an answer.
    LEFT JOIN (SELECT DISTINCT i.item, n.code FROM survey_nothing n JOIN survey_item i ON n.item IN (0, i.item)) n
        ON n.item = c.item AND n.code = c.code
),
final AS (
    SELECT *, CASE WHEN declared THEN 'nothing'
                   WHEN number IS NULL OR number NOT BETWEEN low AND high OR scale = 'yes-no' AND number NOT IN (0, 1) THEN 'off'
                   ELSE 'score' END AS reads
    FROM read
)
SELECT item, column_, text, reads, CASE WHEN reads = 'score' THEN number END AS value FROM final
