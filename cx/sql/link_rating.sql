-- One row per link of the offer with its one rating; `ceiling` is what it is at most: the rating itself, or NULL where nobody
-- knows (method 2.4, 7.1). Method 2.2.
SELECT *, score AS ceiling FROM subject_rating WHERE touchpoint_id IS NOT NULL
