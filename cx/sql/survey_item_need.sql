-- One row per mapped question and need it is about: the need that is named, or every need of the theme.
-- `linked` = a link joins touchpoint, stage and need, or without a touchpoint the need arises at the stage, so the answers
-- of the persona's segments rate it.
-- Reads `survey_item`. Data model, survey_items.csv.
SELECT i.item, i.line, i.touchpoint_id, i.stage_id, n.need_id, n.persona_id, n.kind, i.scale,
       CASE WHEN i.touchpoint_id IS NULL THEN a.need_id IS NOT NULL ELSE l.need_id IS NOT NULL END AS linked
FROM survey_item i
JOIN needs n ON n.need_id = i.need_id OR n.theme = i.theme
LEFT JOIN need_stages a ON a.stage_id = i.stage_id AND a.need_id = n.need_id
LEFT JOIN links l ON l.touchpoint_id = i.touchpoint_id AND l.stage_id = i.stage_id AND l.need_id = n.need_id
ORDER BY i.item, n.need_id
