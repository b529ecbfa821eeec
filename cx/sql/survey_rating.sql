-- One row per rated link (touchpoint, stage, need; the touchpoint NULL where the need itself is rated) and segment: raw answers rolled up to what a rating row holds.
-- Reads `answer`: one row per link, segment and value with scale, times (how many gave it), weight and squares (the sums
-- of their weights and of the squares); value NULL is "no answer" and is counted, not averaged. Method 5.1, 5.2, 5.4.
WITH scored AS (
    SELECT a.* REPLACE (a.weight::DOUBLE AS weight, a.squares::DOUBLE AS squares), (a.value - c.zero) / c.span AS score,
           abs(c.span) AS width
    FROM answer a JOIN scales c ON c.word = a.scale
),
summed AS (
    SELECT touchpoint_id, stage_id, need_id, segment_id, any_value(scale) AS scale, any_value(width) AS width,
           coalesce(sum(times) FILTER (value IS NOT NULL), 0)::BIGINT AS n,
           coalesce(sum(times) FILTER (value IS NULL), 0)::BIGINT AS n_na,
           coalesce(sum(times) FILTER (reaches(score, s.met_cut)), 0)::BIGINT AS met_n,
           -- In the order of the values, so that the same answers give the same digits.
           sum(weight ORDER BY value) FILTER (value IS NOT NULL) AS total,
           total ^ 2 / sum(squares ORDER BY value) FILTER (value IS NOT NULL) AS n_eff,
           sum(weight * value ORDER BY value) / total AS value,
           sum(weight * score ORDER BY value) / total AS mean,
           coalesce(sum(weight ORDER BY value) FILTER (reaches(score, s.met_cut)), 0) / total AS met_share
    FROM scored CROSS JOIN scope s
    GROUP BY touchpoint_id, stage_id, need_id, segment_id
),
spread AS (
    -- The sample standard deviation; with weights, n_eff stands for n in its correction.
    SELECT t.touchpoint_id, t.stage_id, t.need_id, t.segment_id,
           sqrt(sum(a.weight * (a.value - t.value) ^ 2 ORDER BY a.value) / any_value(t.total)
                * any_value(t.n_eff) / (any_value(t.n_eff) - 1)) AS stdev
    FROM summed t JOIN scored a
        ON a.touchpoint_id IS NOT DISTINCT FROM t.touchpoint_id AND a.stage_id = t.stage_id AND a.need_id = t.need_id
        AND a.segment_id IS NOT DISTINCT FROM t.segment_id
    WHERE above(t.n_eff, 1)
    GROUP BY ALL
),
final AS (
    SELECT t.* EXCLUDE (total, width), p.stdev, p.stdev / t.width AS spread,
           -- What ratings.csv stores, in whole people: a weighted sample counts as its effective size.
           whole(t.n_eff)::BIGINT AS rated_n, round(t.met_share * rated_n)::BIGINT AS rated_met_n
    FROM summed t LEFT JOIN spread p
        ON p.touchpoint_id IS NOT DISTINCT FROM t.touchpoint_id AND p.stage_id = t.stage_id AND p.need_id = t.need_id
        AND p.segment_id IS NOT DISTINCT FROM t.segment_id
)
SELECT f.*,
       wilson_low(met_share * n_eff, n_eff) AS met_low, wilson_high(met_share * n_eff, n_eff) AS met_high,
       -- One answer has no interval; greatest and least would make one from its missing spread.
       CASE WHEN spread IS NOT NULL THEN greatest(0.0, mean - t.quantile * spread / sqrt(n_eff)) END AS mean_low,
       CASE WHEN spread IS NOT NULL THEN least(1.0, mean + t.quantile * spread / sqrt(n_eff)) END AS mean_high
FROM final f
LEFT JOIN student_t t ON t.df = freedom(whole(n_eff))
ORDER BY touchpoint_id, stage_id, need_id, segment_id
