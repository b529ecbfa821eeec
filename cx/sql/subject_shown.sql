-- One row per subject as it is shown beside a cell: its one rating as a fulfilment, its state if
-- it stood alone, its interval, its segments, whether it is assumed,
-- and whether it counts today. Method 2.2, 2.6, 4.4.
WITH valued AS (
    SELECT l.*, h.size_weighted, h.lowest_segment, h.lowest_fulfilment,
           CASE WHEN h.lowest_is_shown THEN g.name WHEN NOT h.lowest_is_shown THEN 'a small segment' END AS lowest_segment_name,
           coalesce(h.hides_a_segment, false) AS hides_a_segment,
           fulfilment_of(l.kind, l.intensity, l.score) AS fulfilment,
           CASE WHEN l.is_share THEN l.met_n END AS share_k,
           interval_low(share_k, l.n, l.mean, l.spread, t.quantile) AS interval_low,
           interval_high(share_k, l.n, l.mean, l.spread, t.quantile) AS interval_high
    FROM subject_rating l
    LEFT JOIN subject_hidden h USING (subject_no)
    LEFT JOIN segments g ON g.segment_id = h.lowest_segment
    LEFT JOIN student_t t ON l.source IN ('survey', 'interview') AND l.kind <> 'pain' AND t.df = freedom(l.n)
),
final AS (
    SELECT * EXCLUDE (share_k), coalesce(class_of(fulfilment, adequate, target), 'not_assessed') AS state,
           evidence_word(evidence_level) AS evidence, is_assumed(evidence_level) AS assumed
    FROM valued
)
SELECT * FROM final
