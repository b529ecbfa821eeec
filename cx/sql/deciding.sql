-- One row per need and stage: what stands behind the value that decides it (evidence, answers, interval).
-- Several links decide where they tie, or where usage weighs them; the weakest evidence speaks. A direct rating in
-- force decides alone. Method 2.1 "Flags", 2.2 (5), 4.4.
WITH ends AS (
    SELECT need_id, stage_id, max(score) AS best, min(score) AS worst FROM link_rating WHERE live GROUP BY need_id, stage_id
),
candidates AS (
    SELECT l.*, c.known, c.relief, g.known AS group_known, g.used AS group_used, e.best, e.worst
    FROM link_rating l
    JOIN ends e ON e.need_id = l.need_id AND e.stage_id = l.stage_id
    JOIN cell_value c ON c.need_id = l.need_id AND c.stage_id = l.stage_id AND NOT c.direct
    LEFT JOIN group_value g ON g.need_id = l.need_id AND g.stage_id = l.stage_id AND g.group_id = l.group_id
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
    SELECT need_id, stage_id, min(evidence_level) AS evidence_level, bool_and(coalesce(stale, false)) AS stale, sum(n)::BIGINT AS n,
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
    FROM deciders GROUP BY need_id, stage_id
),
final AS (
    SELECT * FROM by_links
    UNION ALL BY NAME
    SELECT d.need_id, d.stage_id, d.evidence_level, coalesce(d.stale, false) AS stale, d.n, []::VARCHAR[] AS touchpoints, d.source,
           CASE WHEN d.source IN ('survey', 'interview') AND d.is_share THEN d.met_n END AS share_k,
           CASE WHEN d.source IN ('survey', 'interview') THEN d.n END AS sample_n,
           CASE WHEN NOT coalesce(d.is_share, false) THEN d.mean END AS sample_mean,
           CASE WHEN NOT coalesce(d.is_share, false) THEN d.spread END AS sample_spread
    FROM subject_rating d JOIN cell_value c ON c.need_id = d.need_id AND c.stage_id = d.stage_id AND c.direct
    WHERE d.touchpoint_id IS NULL
)
SELECT * FROM final
