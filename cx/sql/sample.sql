-- One row per subject and source: all that this source says about it, pooled. Customers are pooled
-- by n ("k of n answers"), experts by the median; `$fewest_raters` who are close agree. Method 2.2, 2.6, 4.1, 5.2.
WITH customers AS (
    SELECT subject_no, source, any_value(kind) AS kind,
           sum(n)::BIGINT AS n,
           count(n) = count(*) AS n_complete,
           CASE WHEN source <> 'behavioural' AND count(met_n) = count(*) THEN sum(met_n)::BIGINT END AS met_n,
           CASE WHEN count(n) = count(*) AND sum(n) > 0 THEN sum(n * score) / sum(n) ELSE avg(score) END AS mean,
           -- Spread of all answers: within the rows and between their means.
           CASE WHEN count(spread) = count(*) AND count(n) = count(*) AND sum(n) > 1 THEN
               sqrt(greatest(0.0, (sum((n - 1) * spread ^ 2) + sum(n * score ^ 2) - sum(n * score) ^ 2 / sum(n))
                                  / (sum(n) - 1))) END AS spread,
           min(score) AS lowest, max(score) AS highest,
           bool_or(stale) AS stale
    FROM rating_row WHERE left_out IS NULL AND source <> 'expert'
    GROUP BY subject_no, source
),
raters AS (
    SELECT subject_no, any_value(kind) AS kind, rater, median(score) AS score, max(step) AS step,
           bool_or(stale) AS stale, min(scale_used) AS scale, max(scale_used) AS other_scale
    FROM rating_row WHERE left_out IS NULL AND source = 'expert'
    GROUP BY subject_no, rater
),
panels AS (
    SELECT *, median(score) OVER panel AS middle FROM raters WINDOW panel AS (PARTITION BY subject_no)
),
experts AS (
    SELECT subject_no, 'expert' AS source, any_value(kind) AS kind,
           count(*)::BIGINT AS n, median(score) AS mean, min(score) AS lowest, max(score) AS highest,
           bool_or(stale) AS stale,
           min(scale) = max(other_scale)
               AND CASE WHEN bool_and(a.enough) THEN coalesce(reaches(min(a.alpha), min(s.alpha_tentative)), false)
                        -- On few units alpha says little; what the panel says about this one subject is looked at instead.
                        ELSE count(*) >= $fewest_raters AND reaches(avg(at_most(abs(score - middle), step)::INTEGER), $close_share) END AS agreed
    FROM panels r CROSS JOIN scope s LEFT JOIN agreement a USING (scale)
    GROUP BY subject_no
),
valued AS (
    SELECT subject_no, source, c.kind, n, met_n, mean, spread, lowest, highest, stale,
           source IN ('survey', 'interview') AND c.kind <> 'pain'
               AND (s.survey_stat = 'met_share' OR (s.survey_stat = 'by_type' AND c.kind = 'mandatory')) AS wants_share,
           n_complete AND coalesce(n < s.n_suppress, false) AS suppressed,
           CASE WHEN source = 'survey' AND n >= s.n_report THEN 1 WHEN source = 'behavioural' THEN 2
                WHEN source = 'survey' THEN 3 ELSE 4 END AS rank,
           CASE WHEN source = 'behavioural' OR (source = 'survey' AND n >= s.n_report) THEN 4 ELSE 3 END AS level
    FROM customers c CROSS JOIN scope s
    UNION ALL
    SELECT subject_no, source, kind, n, NULL, mean, NULL, lowest, highest, stale,
           false, false, CASE WHEN n >= 2 THEN 5 ELSE 6 END, CASE WHEN n >= 2 AND agreed THEN 2 ELSE 1 END
    FROM experts
),
final AS (
    SELECT v.* EXCLUDE (level, wants_share),
           greatest(0, v.level - v.stale::INTEGER) AS evidence_level,
           wants_share AND met_n IS NOT NULL AS is_share,
           wants_share AND met_n IS NULL AS mean_only,
           CASE WHEN wants_share AND met_n IS NOT NULL THEN met_n / nullif(n, 0)::DOUBLE ELSE mean END AS score
    FROM valued v
)
SELECT * FROM final
