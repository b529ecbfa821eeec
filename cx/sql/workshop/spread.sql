-- One row per part and item: how the scores are spread, without names. `near` are the raters within one step of the median (whole and half steps are exact);
-- where they are `$close_share` of all the item is close. Disagreement: at least a third of the raters in the two lowest and at least a
-- third in the two highest of the five values, or somebody at either end. Method 6.2.
WITH middle AS (
    SELECT part, item_id, median(value) AS median FROM panel GROUP BY part, item_id
),
counted AS (
    SELECT part, item_id, count(value)::BIGINT AS n, count(*) FILTER (value IS NULL)::BIGINT AS cannot_judge,
           any_value(m.median) AS median, min(value) AS lowest, max(value) AS highest,
           [count(*) FILTER (value = low)::BIGINT, count(*) FILTER (value = low + 1)::BIGINT, count(*) FILTER (value = low + 2)::BIGINT,
            count(*) FILTER (value = low + 3)::BIGINT, count(*) FILTER (value = low + 4)::BIGINT] AS counts,
           count(*) FILTER (abs(value - m.median) <= 1)::BIGINT AS near,
           count(*) FILTER (NOT blind)::BIGINT AS not_blind
    FROM panel JOIN middle m USING (part, item_id) GROUP BY part, item_id
),
final AS (
    SELECT *, n > 1 AND near >= $close_share * n - $tolerance AS close,
           n > 1 AND ((3 * (counts[1] + counts[2]) >= n AND 3 * (counts[4] + counts[5]) >= n) OR highest - lowest >= 4) AS disagreement
    FROM counted
)
SELECT * FROM final
