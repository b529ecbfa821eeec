-- One row per link of the offer with its one rating: the best source there is, never an average across
-- sources. Without assumptions, ratings at E0 or E1 count as absent. Method 2.1, 2.2.
WITH usable AS (
    SELECT p.* FROM sample p CROSS JOIN scope s
    WHERE NOT p.suppressed AND NOT (s.without_assumptions AND p.evidence_level <= 1)
),
best AS (
    SELECT * FROM usable
    QUALIFY row_number() OVER (PARTITION BY touchpoint_id, stage_id, need_id ORDER BY rank) = 1
),
customer AS (
    SELECT touchpoint_id, stage_id, need_id, arg_min(score, rank) AS score FROM usable WHERE source <> 'expert'
    GROUP BY ALL
),
expert AS (
    SELECT touchpoint_id, stage_id, need_id, score FROM usable WHERE source = 'expert'
),
too_few AS (
    SELECT DISTINCT touchpoint_id, stage_id, need_id FROM sample WHERE suppressed
),
final AS (
    SELECT o.*, b.source, b.score, b.mean, b.spread, b.lowest, b.highest, b.n, b.met_n, b.is_share,
           b.evidence_level, b.stale,
           coalesce(b.mean_only, false) AS mean_only,
           t.touchpoint_id IS NOT NULL AS suppressed,
           e.score - c.score AS perception_difference,
           -- Pains are rated on a scale twice as long, so one step is twice as wide.
           CASE WHEN abs(e.score - c.score) >= s.perception_gap * (CASE WHEN o.kind = 'pain' THEN 2 ELSE 1 END) - 1e-9
                THEN CASE WHEN e.score > c.score THEN '+' ELSE '-' END END AS perception_gap
    FROM offer o
    CROSS JOIN scope s
    LEFT JOIN best b USING (touchpoint_id, stage_id, need_id)
    LEFT JOIN customer c USING (touchpoint_id, stage_id, need_id)
    LEFT JOIN expert e USING (touchpoint_id, stage_id, need_id)
    LEFT JOIN too_few t USING (touchpoint_id, stage_id, need_id)
)
SELECT * FROM final
