-- One row per cell that an improvement of `$improvements` touches.
SELECT DISTINCT i.improvement_id, i.name, i.status_since, NULL::DATE AS decided_on, NULL::VARCHAR AS round_id, [i.improvement_id] AS improvement_ids,
       n.persona_id, p.name AS persona, n.need_id, n.statement, s.stage_id, s.name AS stage, s.position
FROM improvements i
JOIN improvement_effects e ON e.improvement_id = i.improvement_id
JOIN needs n ON n.need_id = e.need_id
JOIN personas p ON p.persona_id = n.persona_id
JOIN stages s ON s.stage_id = e.stage_id
WHERE list_contains($improvements::VARCHAR[], i.improvement_id)
ORDER BY i.improvement_id, n.persona_id, n.need_id, s.position
