-- One row per surveyed subject: the size-weighted value beside the pooled one, the lowest segment, and
-- whether the shown value reaches the target while a segment is below adequate. Method 2.6.
WITH pooled AS (
    SELECT subject_no, sum(weight * score) / nullif(sum(weight), 0) AS size_weighted, min(fulfilment) AS lowest_fulfilment
    FROM subject_segment GROUP BY subject_no
),
lowest AS (
    SELECT g.subject_no, min(g.segment_id) AS segment_id, arg_min(g.shown, g.segment_id) AS shown
    FROM subject_segment g JOIN pooled p ON p.subject_no = g.subject_no AND p.lowest_fulfilment IS NOT DISTINCT FROM g.fulfilment
    GROUP BY g.subject_no
),
final AS (
    SELECT p.*, w.segment_id AS lowest_segment, w.shown AS lowest_is_shown,
           reaches(fulfilment_of(l.kind, l.intensity, l.score), l.target)
               AND below(p.lowest_fulfilment, l.adequate) AS hides_a_segment
    FROM pooled p
    JOIN lowest w ON w.subject_no = p.subject_no
    JOIN subject_rating l ON l.subject_no = p.subject_no
)
SELECT * FROM final
