-- One row per need and stage: what stands behind the value that decides it (evidence, answers, interval).
-- Several links decide where they tie, or where usage weighs them; the weakest evidence speaks. A direct rating in
-- force decides alone. Method 2.1 "Flags", 2.2 (5), 4.4.
WITH candidates AS (
    SELECT l.cell_no, l.touchpoint_id, l.kind, l.weighted, l.usage_share, l.score, l.source, l.n, l.met_n, l.is_share, l.mean, l.spread,
           l.evidence_level, l.stale, c.known, c.best, c.worst, g.known AS group_known, g.used AS group_used
    FROM link_rating l
    JOIN cell_value c ON c.cell_no = l.cell_no AND NOT c.direct
    LEFT JOIN group_value g ON g.cell_no = l.cell_no AND g.group_id = l.group_id
    WHERE l.live AND l.score IS NOT NULL
),
deciders AS (
    SELECT * FROM candidates
    WHERE CASE kind
        WHEN 'mandatory' THEN at_most(group_known, known)
             AND (CASE WHEN weighted AND group_used THEN usage_share > 0 ELSE reaches(score, group_known) END)
        WHEN 'gain' THEN reaches(score, best)
        -- The best reliever and the worst aggravator; where neither relieves nor harms, all.
        ELSE (best > 0 AND reaches(score, best)) OR (worst < 0 AND at_most(score, worst)) OR (best <= 0 AND worst >= 0)
    END
),
by_links AS (
    SELECT cell_no, min(evidence_level) AS evidence_level, bool_and(coalesce(stale, false)) AS stale, sum(n)::BIGINT AS n,
           list(touchpoint_id ORDER BY touchpoint_id) AS touchpoints,
           -- One sample decides: it has an interval. With several that tie, the smallest is the least sure.
           arg_min(source, (coalesce(n, 0), touchpoint_id)) AS source,
           CASE WHEN count(*) = 1 OR NOT bool_or(weighted AND kind = 'mandatory') THEN
               arg_min(CASE WHEN source IN ('survey', 'interview') AND is_share THEN met_n END,
                       (coalesce(n, 0), touchpoint_id)) END AS share_k,
           CASE WHEN count(*) = 1 OR NOT bool_or(weighted AND kind = 'mandatory') THEN
               arg_min(CASE WHEN source IN ('survey', 'interview') THEN n END, (coalesce(n, 0), touchpoint_id)) END AS sample_n,
           CASE WHEN count(*) = 1 AND NOT bool_or(coalesce(is_share, false)) THEN any_value(mean) END AS sample_mean,
           CASE WHEN count(*) = 1 AND NOT bool_or(coalesce(is_share, false)) THEN any_value(spread) END AS sample_spread
    FROM deciders GROUP BY cell_no
),
final AS (
    SELECT * FROM by_links
    UNION ALL BY NAME
    SELECT d.cell_no, d.evidence_level, coalesce(d.stale, false) AS stale, d.n, []::VARCHAR[] AS touchpoints, d.source,
           CASE WHEN d.source IN ('survey', 'interview') AND d.is_share THEN d.met_n END AS share_k,
           CASE WHEN d.source IN ('survey', 'interview') THEN d.n END AS sample_n,
           CASE WHEN NOT coalesce(d.is_share, false) THEN d.mean END AS sample_mean,
           CASE WHEN NOT coalesce(d.is_share, false) THEN d.spread END AS sample_spread
    FROM subject_rating d JOIN cell_value c ON c.cell_no = d.cell_no AND c.direct
    WHERE d.touchpoint_id IS NULL
)
SELECT * FROM final
