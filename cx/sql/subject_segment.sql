-- One row per surveyed subject and segment with enough answers: what one segment says where the persona as
-- a whole is shown. `fulfilment` puts pains on the common scale: what the stage would be under this one
-- rating. `shown` is false for the smallest of them where exactly one other segment is suppressed, since
-- that one would follow by subtraction from the total. Method 2.6, 4.5.
WITH valued AS (
    SELECT l.subject_no, l.persona_id, l.kind, l.intensity, l.is_share, a.segment_id, a.n, a.met_n,
           CASE WHEN l.is_share THEN a.met_n ELSE a.total END / nullif(a.n, 0)::DOUBLE AS score
    FROM segment_pool a JOIN subject_rating l USING (subject_no)
    WHERE l.source = 'survey'
),
suppressed AS (
    SELECT subject_no, count(*) AS segments FROM valued v CROSS JOIN scope s WHERE v.n < s.n_suppress GROUP BY subject_no
),
smallest AS (
    -- Only subjects with one suppressed segment ask.
    SELECT subject_no, arg_min(segment_id, (v.n, segment_id)) AS segment_id
    FROM valued v CROSS JOIN scope s JOIN suppressed x USING (subject_no)
    WHERE x.segments = 1 AND v.n >= s.n_suppress GROUP BY subject_no
),
final AS (
    SELECT v.* EXCLUDE (persona_id, kind, intensity),
           coalesce(ps.people, g.size) AS weight,
           fulfilment_of(v.kind, v.intensity, v.score) AS fulfilment,
           m.subject_no IS NULL AS shown
    FROM valued v
    CROSS JOIN scope s
    JOIN segments g ON g.segment_id = v.segment_id
    LEFT JOIN stg_persona_segment ps ON ps.persona_id = v.persona_id AND ps.segment_id = v.segment_id
    LEFT JOIN smallest m ON m.subject_no = v.subject_no AND m.segment_id = v.segment_id
    WHERE v.n >= s.n_suppress
)
SELECT * FROM final
