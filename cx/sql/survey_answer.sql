-- One row per rated link, segment and value: how many respondents gave it, and what they weigh; value NULL is "no answer".
-- A question rates a link by the answers of the segments of the need's persona (method 2.6, data model, survey_items.csv).
-- Reads `given`, `meaning`, `place`.
SELECT p.touchpoint_id, p.stage_id, p.need_id, g.segment_id, p.scale, m.value,
       sum(g.times)::BIGINT AS times, sum(g.weight) AS weight, sum(g.squares) AS squares
FROM given g
JOIN meaning m ON m.column_ = g.column_ AND m.text = g.text AND m.reads <> 'off'
JOIN place p ON p.item = m.item AND p.linked
JOIN persona_segments s ON s.persona_id = p.persona_id AND s.segment_id = g.segment_id
GROUP BY ALL
