-- One row per link whose touchpoint is retired today, for a need of an active persona at a stage where it arises; `left_over` are the
-- touchpoints that still serve it there. Reads stg_persona, stg_touchpoint.
WITH linked AS (
    SELECT n.persona_id, l.need_id, l.stage_id, l.touchpoint_id, t.status, t.status = 'live' AND t.visibility = 'frontstage' AS live
    FROM links l
    JOIN needs n ON n.need_id = l.need_id
    JOIN need_stages a ON a.need_id = l.need_id AND a.stage_id = l.stage_id
    JOIN stg_persona p ON p.persona_id = n.persona_id
    JOIN stg_touchpoint t ON t.touchpoint_id = l.touchpoint_id
),
serving AS (
    SELECT need_id, stage_id, count(*) FILTER (WHERE live)::BIGINT AS left_over FROM linked GROUP BY need_id, stage_id
)
SELECT l.persona_id, l.need_id, l.stage_id, l.touchpoint_id, s.left_over
FROM linked l JOIN serving s ON s.need_id = l.need_id AND s.stage_id = l.stage_id
WHERE l.status = 'retired' ORDER BY l.persona_id, l.need_id, l.stage_id, l.touchpoint_id
