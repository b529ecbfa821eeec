-- One row per rated link, segment and value: how many respondents gave it, and what they weigh; value NULL is "no answer".
-- A question rates a link by the answers of the segments of the need's persona (method 2.6, data model, survey_items.csv).
-- Reads `given`, `meaning`, `item_need`.
SELECT n.touchpoint_id, n.stage_id, n.need_id, g.segment_id, n.scale, m.value,
       sum(g.times)::BIGINT AS times, sum(g.weight) AS weight, sum(g.squares) AS squares
FROM given g
JOIN meaning m ON m.column_ = g.column_ AND m.text = g.text AND m.reads <> 'off'
JOIN item_need n ON n.item = m.item AND n.linked
JOIN persona_segments s ON s.persona_id = n.persona_id AND s.segment_id = g.segment_id
GROUP BY ALL
