-- One row per question place (touchpoint, stage, need) and segment: raw answers rolled up to what a rating
-- row holds. Reads `answer`: one row per respondent and question with value, scale, weight (NULL = 1);
-- value NULL is "no answer" and is counted, not averaged. Method 5.1, 5.2, 5.4.
WITH trimmed AS (
    -- Weights above five times the median would let one person speak for many.
    SELECT a.*, least(coalesce(a.weight, 1.0), 5 * median(coalesce(a.weight, 1.0)) OVER ()) AS w,
           (a.value - c.zero) / c.span AS score, abs(c.span) AS width
    FROM answer a JOIN scales c ON c.word = a.scale
),
final AS (
    SELECT touchpoint_id, stage_id, need_id, segment_id, any_value(scale) AS scale,
           count(value)::BIGINT AS n,
           (count(*) - count(value))::BIGINT AS n_na,
           sum(w) FILTER (WHERE value IS NOT NULL) ^ 2 / sum(w ^ 2) FILTER (WHERE value IS NOT NULL) AS n_eff,
           sum(w * value) / sum(w) FILTER (WHERE value IS NOT NULL) AS value,
           sum(w * score) / sum(w) FILTER (WHERE value IS NOT NULL) AS mean,
           count(*) FILTER (WHERE score >= s.met_cut - 1e-9)::BIGINT AS met_n,
           coalesce(sum(w) FILTER (WHERE score >= s.met_cut - 1e-9), 0)
               / sum(w) FILTER (WHERE value IS NOT NULL) AS met_share,
           stddev_samp(value) AS stdev,
           stddev_samp(score) AS spread
    FROM trimmed CROSS JOIN scope s
    GROUP BY touchpoint_id, stage_id, need_id, segment_id
)
SELECT f.*,
       wilson_low(met_share * n_eff, n_eff) AS met_low, wilson_high(met_share * n_eff, n_eff) AS met_high,
       greatest(0.0, mean - t.quantile * spread / sqrt(n)) AS mean_low,
       least(1.0, mean + t.quantile * spread / sqrt(n)) AS mean_high
FROM final f
LEFT JOIN student_t t ON t.df = least(n - 1, (SELECT max(df) FROM student_t))
ORDER BY touchpoint_id, stage_id, need_id, segment_id
