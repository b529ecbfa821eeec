-- One row per mapped question and text that stands in its column: the score it means (`value`), or why there is none.
-- `reads` is score, nothing (a blank, a word for nothing, a code declared as no answer) or off (not on the scale).
-- Where a question reads any text as none, no text that is no step of it is off the scale; numbers are.
-- A word of the question means the step that its mapping says, also where it means nothing elsewhere (a blank that is a no).
-- `shift` is added to answers that are stored on another scale than they were given on.
-- Reads `given` (texts by column), `survey_item`, `survey_nothing` and `survey_word` (question, code) and `survey_yes_no` (code, value).
WITH coded AS (
    SELECT i.item, i.scale, i.low, i.high, i.shift, g.column_, g.text, code_of(g.text) AS code
    FROM (SELECT DISTINCT column_, text FROM given) g JOIN survey_item i USING (column_)
),
read AS (
    SELECT c.*, own.code IS NOT NULL OR usual.code IS NOT NULL AND w.code IS NULL AS declared,
           CASE WHEN w.code IS NOT NULL THEN w.value + c.shift
                WHEN c.scale = 'yes-no' AND y.value IS NOT NULL THEN y.value
                WHEN c.scale = 'percent' THEN try_cast(code_of_plain(rtrim(c.code, '% ')) AS DOUBLE)
                ELSE try_cast(c.code AS DOUBLE) + c.shift END AS number,
           texts.code IS NOT NULL AS texts_are_none
    FROM coded c
    LEFT JOIN survey_word w ON w.item = c.item AND w.code = c.code
    LEFT JOIN survey_yes_no y ON y.code = c.code
    LEFT JOIN survey_nothing own ON own.item = c.item AND own.code = c.code
    -- Question 0 stands for all questions: words that never are an answer.
    LEFT JOIN survey_nothing usual ON usual.item = 0 AND usual.code = c.code
    LEFT JOIN survey_nothing texts ON texts.item = c.item AND texts.code = '(any text)'
),
final AS (
    SELECT *, CASE WHEN declared OR texts_are_none AND number IS NULL THEN 'nothing'
                   WHEN number IS NULL OR number NOT BETWEEN low AND high OR scale = 'yes-no' AND number NOT IN (0, 1) THEN 'off'
                   ELSE 'score' END AS reads
    FROM read
)
SELECT item, column_, text, reads, CASE WHEN reads = 'score' THEN number END AS value FROM final
