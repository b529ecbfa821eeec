-- One row per battery: in how many rows anything was answered (`answered`), in how many the answers add up to the most frequent
-- total (`same`, of `total`), in how many at least two were given (`several`), in how many of these they are different places
-- from 1 to the number of questions (`ordered`), and in how many the most frequent set of answers stands (`alike`).
-- Reads `battery_step`: battery, item, row_, step; no row where there is no answer.
WITH rows_of AS (
    SELECT battery, row_, sum(step) AS total, count(*) AS answers, count(DISTINCT step) AS different, min(step) AS lowest, max(step) AS highest,
           list(step ORDER BY item) AS pattern
    FROM battery_step GROUP BY battery, row_
),
size AS (
    SELECT battery, count(DISTINCT item) AS items FROM battery_step GROUP BY battery
),
usual AS (
    SELECT battery, mode(total) AS total, mode(pattern) AS pattern FROM rows_of GROUP BY battery
)
SELECT r.battery, any_value(u.total) AS total, count(*)::BIGINT AS answered,
       count(*) FILTER (abs(r.total - u.total) <= 0.5)::BIGINT AS same,
       count(*) FILTER (answers > 1)::BIGINT AS several,
       count(*) FILTER (answers > 1 AND different = answers AND lowest = 1 AND highest <= items)::BIGINT AS ordered,
       count(*) FILTER (r.pattern = u.pattern)::BIGINT AS alike
FROM rows_of r JOIN size USING (battery) JOIN usual u USING (battery)
GROUP BY r.battery ORDER BY r.battery
