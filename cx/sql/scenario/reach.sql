-- One row per improvement: how many links in view its effects reach, and on how many cells that count as a whole they change nothing.
-- Reads `offer`, `cell`. Method 7.1.
SELECT i.improvement_id, i.name, i.cost, i.effort, i.owner, i.status, i.due, i.requires, i.excludes,
       count(l.subject_no)::BIGINT AS links, count(DISTINCT l.need_id)::BIGINT AS needs,
       count(l.subject_no) FILTER (WHERE c.direct)::BIGINT AS judged_as_a_whole
FROM improvements i
LEFT JOIN improvement_effects e ON e.improvement_id = i.improvement_id
LEFT JOIN offer l ON l.touchpoint_id = e.touchpoint_id AND l.stage_id = e.stage_id AND l.need_id = e.need_id
LEFT JOIN cell c ON c.need_id = l.need_id AND c.stage_id = l.stage_id
GROUP BY ALL ORDER BY i.name, i.improvement_id
