-- The direct ratings of every world: they judge a need at a stage as a whole, and no effect on a link changes them. Method 2.2 (5).
SELECT s.* REPLACE (w.world AS cell_no, w.world AS need_id, 0 AS stage_id)
FROM subject_rating s JOIN world w ON w.need_id = s.need_id AND w.stage_id = s.stage_id
WHERE s.touchpoint_id IS NULL
