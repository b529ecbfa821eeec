-- One row per surveyed subject: the size-weighted value beside the pooled one, the lowest segment, and
-- whether the shown value reaches the target while a segment is below adequate. Method 2.6.
WITH final AS (
    SELECT l.subject_no, any_value(l.touchpoint_id) AS touchpoint_id, any_value(l.stage_id) AS stage_id,
           any_value(l.need_id) AS need_id,
           sum(g.weight * g.score) / nullif(sum(g.weight), 0) AS size_weighted,
           arg_min(g.segment_id, (g.fulfilment, g.segment_id)) AS lowest_segment,
           arg_min(CASE WHEN g.shown THEN g.segment_name ELSE 'a small segment' END, (g.fulfilment, g.segment_id)) AS lowest_segment_name,
           min(g.fulfilment) AS lowest_fulfilment,
           reaches(any_value(CASE WHEN l.kind = 'pain' THEN spared(l.intensity * (1 - l.score)) ELSE l.score END), any_value(l.target))
               AND below(min(g.fulfilment), any_value(l.adequate)) AS hides_a_segment
    FROM subject_segment g
    JOIN subject_rating l USING (subject_no)
    GROUP BY l.subject_no
)
SELECT * FROM final
