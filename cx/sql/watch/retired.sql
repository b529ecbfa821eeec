-- One row per link whose touchpoint is retired, for a need of an active persona at a stage where it arises; `left_over` are the
-- touchpoints that still serve it there.
SELECT o.persona_id, o.need_id, o.kind, o.stage_id, o.touchpoint_id,
       count(*) FILTER (WHERE p.live)::BIGINT AS left_over
FROM offer o JOIN offer p ON p.need_id = o.need_id AND p.stage_id = o.stage_id
WHERE o.status = 'retired'
GROUP BY ALL ORDER BY o.persona_id, o.need_id, o.stage_id, o.touchpoint_id
