-- One row per surveyed link and segment with enough answers: what one segment says where the persona as
-- a whole is shown. `fulfilment` puts pains on the common scale: what the stage would be under this one
-- rating. `shown` is false for the smallest of them where exactly one other segment is suppressed, since
-- that one would follow by subtraction from the total. Method 2.6, 4.5.
WITH answers AS (
    SELECT r.touchpoint_id, r.stage_id, r.need_id, r.segment_id, l.is_share,
           sum(r.n)::BIGINT AS n,
           sum(r.met_n)::BIGINT AS met_n,
           CASE WHEN l.is_share THEN sum(r.met_n) / nullif(sum(r.n), 0)::DOUBLE
                ELSE sum(r.n * r.score) / nullif(sum(r.n), 0) END AS score
    FROM rating_row r
    JOIN link_rating l USING (touchpoint_id, stage_id, need_id)
    WHERE r.left_out IS NULL AND r.source = 'survey' AND l.source = 'survey' AND r.segment_id IS NOT NULL
    GROUP BY r.touchpoint_id, r.stage_id, r.need_id, r.segment_id, l.is_share
),
final AS (
    SELECT a.*, g.name AS segment_name,
           g.size * coalesce(ps.share, 1.0) AS weight,
           CASE WHEN f.kind = 'pain' THEN spared(f.intensity * (1 - a.score)) ELSE a.score END AS fulfilment
    FROM answers a
    CROSS JOIN scope s
    JOIN frame f ON f.need_id = a.need_id AND f.stage_id = a.stage_id
    JOIN segments g ON g.segment_id = a.segment_id
    LEFT JOIN persona_segments ps ON ps.persona_id = f.persona_id AND ps.segment_id = a.segment_id
    WHERE a.n >= s.n_suppress
),
hidden AS (
    SELECT a.touchpoint_id, a.stage_id, a.need_id, count(*) AS segments
    FROM answers a CROSS JOIN scope s WHERE a.n < s.n_suppress GROUP BY ALL
)
SELECT f.*, NOT (coalesce(h.segments, 0) = 1
                 AND row_number() OVER (PARTITION BY f.touchpoint_id, f.stage_id, f.need_id ORDER BY f.n, f.segment_id) = 1) AS shown
FROM final f LEFT JOIN hidden h USING (touchpoint_id, stage_id, need_id)
