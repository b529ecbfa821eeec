-- One row per part and item: how the scores are spread, without names. Disagreement: at least a third of the raters in the
-- two lowest and at least a third in the two highest of the five values. Method 6.2.
WITH counted AS (
    SELECT part, item_id, count(value)::BIGINT AS n, count(*) FILTER (value IS NULL)::BIGINT AS cannot_judge,
           median(value) AS median, min(value) AS lowest, max(value) AS highest,
           [count(*) FILTER (value = low)::BIGINT, count(*) FILTER (value = low + 1)::BIGINT, count(*) FILTER (value = low + 2)::BIGINT,
            count(*) FILTER (value = low + 3)::BIGINT, count(*) FILTER (value = low + 4)::BIGINT] AS counts,
           count(*) FILTER (NOT blind)::BIGINT AS not_blind
    FROM panel GROUP BY part, item_id
),
final AS (
    SELECT *, n > 1 AND 3 * (counts[1] + counts[2]) >= n AND 3 * (counts[4] + counts[5]) >= n AS disagreement
    FROM counted
)
SELECT * FROM final
