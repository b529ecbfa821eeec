-- One row per decision that was taken after a room was closed and replaces one of the room's own, directly or by way of
-- others, with the need and the stage that the room had decided about. Method 6.5.
WITH RECURSIVE chain AS (
    SELECT decision_id, need_id AS of_need_id, stage_id AS of_stage_id, true AS of_room
    FROM decisions WHERE workshop_id = $room_id AND content_hash = $content_hash
    UNION
    SELECT later.decision_id, c.of_need_id, c.of_stage_id, false
    FROM decisions later JOIN chain c ON later.supersedes = c.decision_id
    WHERE NOT coalesce(later.workshop_id = $room_id AND later.content_hash = $content_hash, false)
),
final AS (
    SELECT d.*, c.of_need_id, c.of_stage_id FROM chain c JOIN decisions d USING (decision_id) WHERE NOT c.of_room
)
SELECT * FROM final ORDER BY decided_on, decision_id
