-- One row per question of a battery: how its answers go with the mean of the others that the same people gave (`r`, Pearson's
-- correlation, NULL where they do not differ), and of how many people (`n`). Each question is turned as it is proposed.
-- Reads `battery_step` (battery, item, row_, step) and `battery_sign` (item, sign: −1 where lower is better).
WITH turned AS (
    SELECT battery, item, row_, step * sign AS step FROM battery_step JOIN battery_sign USING (item)
),
rows_of AS (
    SELECT battery, row_, sum(step) AS total, count(*) AS answers FROM turned GROUP BY battery, row_ HAVING count(*) > 1
)
SELECT t.item, corr(t.step, (r.total - t.step) / (r.answers - 1)) AS r, count(*)::BIGINT AS n
FROM turned t JOIN rows_of r USING (battery, row_)
GROUP BY t.item ORDER BY t.item
