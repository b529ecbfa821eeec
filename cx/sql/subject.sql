-- One row per thing that a rating can judge: a link of the offer, or (`touchpoint_id` NULL) a need at a stage as
-- a whole, where the round has such a direct rating. `subject_no` names it in joins: the link's number, below zero
-- for a whole. Method 2.2 (5).
WITH wholes AS (
    SELECT DISTINCT r.need_id, r.stage_id FROM ratings r CROSS JOIN scope s
    WHERE r.touchpoint_id IS NULL AND r.round_id = s.round_id
),
final AS (
    SELECT subject_no, touchpoint_id, stage_id, need_id, persona_id, kind, adequate, target, intensity, usage_share,
           reachable, status, group_id, live, planned, weighted
    FROM offer
    UNION ALL
    SELECT -1 - f.cell_no, NULL, f.stage_id, f.need_id, f.persona_id, f.kind, f.adequate, f.target, f.intensity, NULL,
           true, 'live', NULL, true, false, false
    FROM wholes w JOIN frame f ON f.need_id = w.need_id AND f.stage_id = w.stage_id
)
SELECT * FROM final
