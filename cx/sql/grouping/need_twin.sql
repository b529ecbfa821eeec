-- One row per pair of active personas (`one` before `other`) and need of either: whether the other has it too (`need_idea`).
-- `differs`: both have it, and its importance or its levels are `$smallest_change` or more apart. Method 9.1, 9.2.
WITH pairs AS (
    SELECT p.persona_id AS one, q.persona_id AS other FROM stg_persona p JOIN stg_persona q ON q.persona_id > p.persona_id
),
ideas AS (
    SELECT persona_id, idea, max(importance) AS importance, max(target) AS target, max(adequate) AS adequate FROM need_idea GROUP BY persona_id, idea
),
final AS (
    SELECT p.one, p.other, n.*, o.idea IS NOT NULL AS shared,
           reaches(coalesce(greatest(abs(o.importance - i.importance), abs(o.target - i.target), abs(o.adequate - i.adequate)), 0), $smallest_change) AS differs
    FROM pairs p JOIN need_idea n ON n.persona_id IN (p.one, p.other)
    JOIN ideas i ON i.persona_id = n.persona_id AND i.idea = n.idea
    LEFT JOIN ideas o ON o.idea = n.idea AND o.persona_id = CASE n.persona_id WHEN p.one THEN p.other ELSE p.one END
)
SELECT * FROM final ORDER BY one, other, shared, kind_position, importance DESC, need_id
