-- One row per part of the interviews: how many were combed, and whether they are saturated: themes new in the last `$run` of them
-- per theme of the first `$base`, which takes as many as both together. Reads saturation_step. Method 4.8.
WITH counted AS (
    SELECT *, max(place) OVER (PARTITION BY split, part) AS last FROM saturation_step
),
summed AS (
    SELECT split, part, any_value(last) AS interviews, sum(new)::BIGINT AS themes,
           arg_max(pairs, place) AS pairs, arg_max(once, place) AS once, arg_max(coverage, place) AS coverage,
           coalesce(sum(new) FILTER (WHERE place <= $base), 0)::BIGINT AS base_themes,
           coalesce(sum(new) FILTER (WHERE place > last - $run), 0)::BIGINT AS run_new
    FROM counted GROUP BY split, part
),
final AS (
    SELECT *, interviews >= $base + $run AND base_themes > 0 AS testable,
           CASE WHEN testable THEN run_new / base_themes END AS ratio,
           CASE WHEN testable THEN at_most(ratio, $limit) END AS saturated
    FROM summed
)
SELECT * FROM final ORDER BY split, part
