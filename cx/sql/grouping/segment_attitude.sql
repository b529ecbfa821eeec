-- One row per segment and attitude item: the median answer of those interviewed in it, and how many answered. Method 9.2.
SELECT segment_id, item, median(value)::DOUBLE AS value, count(*)::BIGINT AS answered
FROM attitude WHERE holder = 'interview' GROUP BY segment_id, item
