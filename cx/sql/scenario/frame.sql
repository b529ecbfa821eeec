-- The frame of every world, with targets as they are moved: a cell of a world stands in it as a need of its own. Method 7.1.
SELECT f.* REPLACE (w.world AS cell_no, w.world AS need_id, 0 AS stage_id, coalesce(m.target, f.target) AS target)
FROM frame f
JOIN world w ON w.need_id = f.need_id AND w.stage_id = f.stage_id
LEFT JOIN moved m ON m.variant = w.variant AND m.need_id = f.need_id
