-- One row per series and round: its value, and from `$fewest` values on the limits within which a process that does not change stays: mean ±
-- 2.66 × mean moving range. A value that was carried over whole is no new observation: beside the one it repeats it would make the range too
-- small. So it makes no limits, and is not held against them. Reads `series` (key, place, value, carried). Method 8.4.
WITH moving AS (
    SELECT *, abs(value - lag(value) OVER (PARTITION BY key ORDER BY place)) AS range FROM series WHERE value IS NOT NULL AND NOT carried
),
limits AS (
    SELECT key, count(*) AS points, avg(value) AS middle, avg(range) AS mean_range FROM moving GROUP BY key HAVING count(*) >= $fewest
)
SELECT s.key, s.place, s.value, s.carried, l.points, l.middle, l.middle - 2.66 * l.mean_range AS lowest, l.middle + 2.66 * l.mean_range AS highest,
       l.key IS NOT NULL AND s.value IS NOT NULL AND NOT s.carried AND (below(s.value, lowest) OR above(s.value, highest)) AS outside
FROM series s LEFT JOIN limits l ON l.key = s.key
ORDER BY s.key, s.place
