-- One row per need and stage with a rating of the need as a whole, as it is shown beside the cell; `score` is NULL
-- where it is too small a sample or an assumption that is out of view. Method 2.2 (5).
SELECT * FROM subject_shown WHERE touchpoint_id IS NULL
