-- One row per statement or need that somebody spoke to: people, never mentions, and what follows from them. Probed (`n`) is who
-- supports or contradicts it; a mere mention tests nothing. Who does both is probed and on neither side: a status holds only
-- where it would on whichever side those people are put. `estimate` and `chance` (that more than half of such people would
-- agree, from a uniform prior) put them with those who do not support it. Reads probe. Method 4.3.
WITH counted AS (
    SELECT what, id,
           count(*) FILTER (WHERE own AND (supports OR contradicts)) AS n,
           count(*) FILTER (WHERE own AND supports AND NOT contradicts) AS k,
           count(*) FILTER (WHERE own AND supports AND contradicts) AS divided,
           count(*) FILTER (WHERE own AND NOT supports AND NOT contradicts) AS mentioned,
           count(*) FILTER (WHERE NOT own) AS outside,
           max(last_held) FILTER (WHERE own) AS last_held,
           coalesce(list_sort(list_distinct(flatten(list(interviews) FILTER (WHERE own AND (supports OR contradicts))))), []) AS interviews
    FROM probe GROUP BY what, id
),
judged AS (
    SELECT *, n - k - divided AS against, (k + 1) / (n + 2) AS estimate, chance_at_least(k, n, 0.5) AS chance,
           chance_at_least(k + divided, n, 0.5) AS highest_chance
    FROM counted
),
final AS (
    SELECT j.*,
           CASE WHEN n = 0 THEN 'untested'
                WHEN n >= $fewest_probed AND reaches(chance, $sure) THEN 'supported'
                WHEN n >= $fewest_probed AND at_most(highest_chance, 1 - $sure) THEN 'contradicted'
                ELSE 'open' END AS status,
           is_stale(last_held, s.reference_date, s.max_age) AS stale
    FROM judged j CROSS JOIN scope s
)
SELECT * FROM final
