-- One row per link of the offer as it is shown beside a cell. Method 2.2, 2.6, 4.4.
SELECT * FROM subject_shown WHERE touchpoint_id IS NOT NULL
