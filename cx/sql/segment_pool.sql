-- One row per subject and surveyed segment in the market in view: its answers, pooled. Method 2.6.
SELECT subject_no, segment_id, sum(n)::BIGINT AS n, sum(met_n)::BIGINT AS met_n, sum(n * score) AS total
FROM usable WHERE source = 'survey' AND by_segment
GROUP BY subject_no, segment_id
