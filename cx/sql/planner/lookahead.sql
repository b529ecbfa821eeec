-- One row per state of a test (`n` people asked, `k` of them in support) that is not decided: how many more people had best be asked,
-- and how likely they decide it, by what those before said (uniform prior). Of one to `$most_people` more that number is taken which
-- decides most per person. Reads verdict by its rule, statement and need_heard. Method 4.3.
WITH test AS (
    SELECT n, k FROM statement WHERE status IN ('untested', 'open')
    UNION
    SELECT n, k FROM need_heard WHERE provisional AND status IN ('untested', 'open')
),
further AS (
    -- The next `people` answers hold `more` in support: beta-binomial.
    SELECT n, k, people, more, n + people AS n_then, k + more AS k_then,
           exp(lgamma(people + 1.0) - lgamma(more + 1.0) - lgamma(people - more + 1.0)
               + lgamma(k + 1.0 + more) + lgamma(n - k + 1.0 + people - more) - lgamma(n + 2.0 + people)
               + lgamma(n + 2.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0)) AS likely
    FROM test CROSS JOIN range(1, $most_people + 1) p(people) CROSS JOIN range(0, $most_people + 1) m(more) WHERE more <= people
),
decided AS (
    SELECT n, k, people, sum(likely) AS chance FROM further
    WHERE n_then >= $fewest_probed
      AND (reaches(chance_at_least(k_then, n_then, 0.5), $sure) OR at_most(chance_at_least(k_then, n_then, 0.5), 1 - $sure))
    GROUP BY n, k, people
),
final AS (
    SELECT n, k, people, chance FROM decided
    QUALIFY row_number() OVER (PARTITION BY n, k ORDER BY rounded(chance / people) DESC, people) = 1
)
SELECT * FROM final
