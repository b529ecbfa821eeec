-- One row per question of a survey: how its answers go with the mean of those to the questions that it is compared with (`r`, Pearson's
-- correlation, NULL where they do not differ), and of how many people (`n`). Each question is turned as it is proposed and brought to
-- one spread, as some have five steps and others ten. Nothing is compared with itself.
-- Reads `battery_step` (battery, item, row_, step; battery 0 holds what the others are compared with) and `battery_sign` (item, sign).
WITH spread AS (
    SELECT item, avg(step) AS middle, stddev_pop(step) AS width FROM battery_step GROUP BY item
),
standard AS (
    SELECT battery = 0 AS is_compared_with, item, row_, sign * (step - middle) / width AS step
    FROM battery_step JOIN spread USING (item) JOIN battery_sign USING (item) WHERE width > 0
),
rest AS (
    SELECT row_, sum(step) AS total, count(*) AS answers FROM standard WHERE is_compared_with GROUP BY row_
)
SELECT s.item, corr(s.step, (r.total - CASE WHEN is_compared_with THEN s.step ELSE 0 END) / (r.answers - is_compared_with::INTEGER)) AS r,
       count(*)::BIGINT AS n
FROM standard s JOIN rest r USING (row_)
WHERE r.answers > is_compared_with::INTEGER
GROUP BY s.item ORDER BY s.item
