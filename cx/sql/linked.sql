-- One row per link into the frame: where it stands, and the status of its touchpoint. `subject_no` stands for the three ids of
-- the link in joins. Method 2.1, 2.3.
SELECT l.rowid AS subject_no, l.touchpoint_id, l.stage_id, l.need_id, f.cell_no, f.persona_id, f.kind, f.adequate, f.target, f.intensity, l.usage_share,
       t.visibility = 'frontstage' AND (s.market IS NULL OR t.market IS NULL OR t.market = s.market) AS reachable,
       t.status,
       -- A touchpoint without a group is a group of its own; the prefix keeps names and ids apart.
       CASE WHEN l.alternative_group IS NULL THEN 'only ' || l.touchpoint_id
            ELSE 'group ' || l.alternative_group END AS group_id
FROM links l
JOIN frame f ON f.need_id = l.need_id AND f.stage_id = l.stage_id
JOIN stg_touchpoint t ON t.touchpoint_id = l.touchpoint_id
CROSS JOIN scope s
