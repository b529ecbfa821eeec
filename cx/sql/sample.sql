-- One row per subject and source: all that this source says about it, and what that is worth: its place among the sources (`rank`, 1 the
-- best), its evidence, and whether it is too small to show. Experts who agree are more than one opinion; where panels judged too few
-- units to compute how far they do, those who are close agree. Method 2.2, 2.6, 4.1, 5.2.
WITH valued AS (
    SELECT p.subject_no, p.source, o.kind, p.n, p.met_n, p.mean, p.spread, is_stale(p.oldest, s.reference_date, s.max_age) AS stale,
           p.source IN ('survey', 'interview') AND o.kind <> 'pain'
               AND (s.survey_stat = 'met_share' OR (s.survey_stat = 'by_type' AND o.kind = 'mandatory')) AS wants_share,
           p.source <> 'expert' AND p.n_complete AND coalesce(p.n < s.n_suppress, false) AS suppressed,
           p.source = 'survey' AND coalesce(p.n >= s.n_report, false) AS reported,
           coalesce(p.one_scale AND CASE WHEN p.enough THEN coalesce(reaches(p.alpha, s.alpha_tentative), false) ELSE p.close END, false) AS agreed
    FROM source_pool p JOIN subject o ON o.subject_no = p.subject_no CROSS JOIN scope s
),
ranked AS (
    SELECT *, CASE WHEN reported THEN 1 WHEN source = 'behavioural' THEN 2 WHEN source = 'survey' THEN 3 WHEN source = 'interview' THEN 4
                   WHEN n >= 2 THEN 5 ELSE 6 END AS rank,
           CASE WHEN reported OR source = 'behavioural' THEN 4 WHEN source <> 'expert' THEN 3
                WHEN n >= 2 AND agreed THEN 2 ELSE 1 END AS level
    FROM valued
),
final AS (
    SELECT * EXCLUDE (level, wants_share, reported, agreed),
           -- The oldest rating speaks for the age of all.
           greatest(0, level - stale::INTEGER) AS evidence_level,
           wants_share AND met_n IS NOT NULL AS is_share,
           wants_share AND met_n IS NULL AS mean_only,
           CASE WHEN wants_share AND met_n IS NOT NULL THEN met_n / nullif(n, 0)::DOUBLE ELSE mean END AS score
    FROM ranked
)
SELECT * FROM final
