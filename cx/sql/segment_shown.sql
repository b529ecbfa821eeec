-- One row per surveyed subject and segment that may be shown, as it stands beside a cell. Method 2.6, 4.5.
SELECT g.*, o.touchpoint_id, o.stage_id, o.need_id, s.name AS segment_name
FROM subject_segment g
JOIN subject o ON o.subject_no = g.subject_no
JOIN segments s ON s.segment_id = g.segment_id
WHERE g.shown
