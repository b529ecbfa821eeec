-- The links of every world, each with its rating: lifted, where an effect reaches it. What was never rated is at most 1, also where
-- `set_to` says what it is at least. Method 7.1.
SELECT s.* EXCLUDE (live, planned, weighted)
         REPLACE (w.world AS cell_no, w.world AS need_id, 0 AS stage_id, f.target AS target, coalesce(t.status, s.status) AS status,
                  CASE WHEN l.subject_no IS NULL THEN s.score ELSE l.score END AS score,
                  CASE WHEN l.subject_no IS NULL OR s.score IS NULL THEN s.score ELSE l.score END AS ceiling)
FROM link_rating s
JOIN world w ON w.need_id = s.need_id AND w.stage_id = s.stage_id
JOIN frame f ON f.need_id = w.world
LEFT JOIN turned t ON t.variant = w.variant AND t.touchpoint_id = s.touchpoint_id
LEFT JOIN lift l ON l.world = w.world AND l.subject_no = s.subject_no
