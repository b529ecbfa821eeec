-- One row per need and stage where it is needed: the frame that everything is joined to from the left,
-- so that "no touchpoint" and "not assessed" can never fall out. Method 1.3, 2.1.
SELECT n.*, ns.rowid AS cell_no, ns.stage_id, st.position,
       coalesce(ns.intensity, 1.0) AS intensity,
       coalesce(ns.reach, 1.0) AS reach
FROM need_stages ns
JOIN need_scope n ON n.need_id = ns.need_id
JOIN stages st ON st.stage_id = ns.stage_id
