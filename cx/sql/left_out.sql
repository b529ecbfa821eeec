-- One row per reason for which ratings on live touchpoints are left out: how many. It is what `rating_row` says of each of them, counted
-- from the numbers that samples are made of, so that a count does not look at the ratings as they are stored. Method 2.1 "Markets", 2.2 (1).
WITH segmented AS (
    SELECT DISTINCT subject_no, source FROM usable WHERE by_segment
),
judged AS (
    SELECT CASE WHEN s.market IS NOT NULL AND r.row_market IS NULL THEN 'no market'
                WHEN s.market IS NOT NULL AND r.row_market <> s.market THEN 'other market'
                WHEN r.source IN ('survey', 'interview') AND r.n IS NULL THEN 'n missing'
                WHEN r.segment_id IS NULL AND b.subject_no IS NOT NULL THEN 'total beside segments' END AS left_out
    FROM rated r
    CROSS JOIN scope s
    JOIN subject o ON o.subject_no = r.subject_no
    LEFT JOIN segmented b ON b.subject_no = r.subject_no AND b.source = r.source
    WHERE o.live
)
SELECT left_out, count(*)::BIGINT AS n FROM judged WHERE left_out IS NOT NULL GROUP BY left_out ORDER BY left_out
