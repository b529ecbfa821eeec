-- One row per thing that a rating can judge: a link of the offer, or (`touchpoint_id` NULL) a need at a stage as
-- a whole, where the round has such a direct rating. `subject_no` names it in joins: the link's number, below zero
-- for a whole. Method 2.2 (5).
WITH wholes AS (
    SELECT DISTINCT subject_no FROM rated WHERE subject_no < 0
),
final AS (
    SELECT subject_no, cell_no, touchpoint_id, stage_id, need_id, persona_id, kind, adequate, target, intensity, usage_share,
           reachable, status, group_id, live, planned, weighted
    FROM offer
    UNION ALL
    SELECT w.subject_no, f.cell_no, NULL, f.stage_id, f.need_id, f.persona_id, f.kind, f.adequate, f.target, f.intensity, NULL,
           true, 'live', NULL, true, false, false
    FROM wholes w JOIN frame f ON f.cell_no = -1 - w.subject_no
)
SELECT * FROM final
