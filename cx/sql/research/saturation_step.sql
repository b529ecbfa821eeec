-- One row per interview, in the order in which they were held, of every part of the interviews: how many themes are new in it,
-- how many were heard so far, and the sample coverage up to it (Good–Turing: 1 - themes of one interview / pairs of theme and
-- interview). Interviews without a finding are not combed yet and would look like silence: they are left out.
-- Reads interview_part and coded (interview_id, theme). Method 4.8.
WITH ordered AS (
    SELECT split, part, interview_id, held_on,
           row_number() OVER (PARTITION BY split, part ORDER BY held_on NULLS LAST, interview_id) AS place
    FROM interview_part SEMI JOIN coded USING (interview_id)
),
heard AS (
    SELECT o.*, c.theme, row_number() OVER (PARTITION BY o.split, o.part, c.theme ORDER BY o.place) AS time
    FROM ordered o JOIN (SELECT DISTINCT interview_id, theme FROM coded) c ON c.interview_id = o.interview_id
),
counted AS (
    SELECT split, part, place, interview_id, held_on, count(*) AS themes, count(*) FILTER (WHERE time = 1) AS new,
           count(*) FILTER (WHERE time = 2) AS again
    FROM heard GROUP BY ALL
),
summed AS (
    SELECT * EXCLUDE (again), sum(themes) OVER so_far AS pairs, sum(new) OVER so_far AS heard, sum(new - again) OVER so_far AS once
    FROM counted WINDOW so_far AS (PARTITION BY split, part ORDER BY place)
),
final AS (
    SELECT * REPLACE (pairs::BIGINT AS pairs, heard::BIGINT AS heard, once::BIGINT AS once), 1 - once / pairs AS coverage FROM summed
)
SELECT * FROM final ORDER BY split, part, place
