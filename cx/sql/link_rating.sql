-- One row per link of the offer with its one rating. Method 2.2.
SELECT * FROM subject_rating WHERE touchpoint_id IS NOT NULL
