-- One row per subject with its one rating: the best source there is, never an average across
-- sources; `source_rank` is its place among sources, 1 the best. Without assumptions, ratings at E0 or E1 count as
-- absent. Method 2.1, 2.2.
WITH usable AS (
    SELECT p.* FROM sample p CROSS JOIN scope s
    WHERE NOT p.suppressed AND NOT (s.without_assumptions AND is_assumed(p.evidence_level))
),
heard AS (
    -- Each source has one row per subject and a rank of its own, so the best rank names one row.
    SELECT subject_no, min(rank) AS rank,
           arg_min(score, rank) FILTER (WHERE source <> 'expert') AS customer,
           any_value(score) FILTER (WHERE source = 'expert') AS expert
    FROM usable GROUP BY subject_no
),
too_few AS (
    SELECT DISTINCT subject_no FROM sample WHERE suppressed
),
final AS (
    SELECT o.*, b.source, b.rank AS source_rank, b.score, b.mean, b.spread, b.n, b.met_n, b.is_share,
           b.evidence_level, b.stale,
           coalesce(b.mean_only, false) AS mean_only,
           t.subject_no IS NOT NULL AS suppressed,
           h.expert - h.customer AS perception_difference,
           -- Pains are rated on a scale twice as long, so one step is twice as wide.
           CASE WHEN reaches(abs(h.expert - h.customer), s.perception_gap * CASE WHEN o.kind = 'pain' THEN 2 ELSE 1 END)
                THEN CASE WHEN h.expert > h.customer THEN '+' ELSE '-' END END AS perception_gap
    FROM subject o
    CROSS JOIN scope s
    LEFT JOIN heard h ON h.subject_no = o.subject_no
    LEFT JOIN usable b ON b.subject_no = h.subject_no AND b.rank = h.rank
    LEFT JOIN too_few t ON t.subject_no = o.subject_no
)
SELECT * FROM final
