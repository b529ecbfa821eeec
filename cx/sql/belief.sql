-- One row per link, or need at a stage as a whole (`touchpoint_id` empty), that experts and customers rated in this round: what either says,
-- on how much, and how far apart they are; `far` from the perception gap on. The largest differences first. A pain is rated on a scale twice as
-- long, so its difference counts half. Samples that are too small to show are no evidence. Method 2.2, 10.
WITH said AS (
    SELECT subject_no, any_value(score) FILTER (WHERE source = 'expert') AS expert, any_value(n) FILTER (WHERE source = 'expert') AS raters,
           arg_min(score, rank) FILTER (WHERE source <> 'expert') AS customer, arg_min(n, rank) FILTER (WHERE source <> 'expert') AS answers,
           arg_min(source, rank) FILTER (WHERE source <> 'expert') AS source
    FROM sample WHERE NOT suppressed GROUP BY subject_no
),
final AS (
    SELECT o.need_id, o.persona_id, o.kind, o.stage_id, o.touchpoint_id, s.expert, s.raters, s.customer, s.answers, s.source,
           s.expert - s.customer AS difference, abs(s.expert - s.customer) / CASE WHEN o.kind = 'pain' THEN 2 ELSE 1 END AS distance
    FROM said s JOIN subject o ON o.subject_no = s.subject_no
    WHERE s.expert IS NOT NULL AND s.customer IS NOT NULL
)
SELECT f.*, reaches(f.distance, c.perception_gap) AS far
FROM final f CROSS JOIN scope c ORDER BY distance DESC, need_id, stage_id, touchpoint_id
