-- One row per part, item and person whose mark may be seen: nothing before the step that reveals the part, and
-- nothing any more once the room has gone back behind it. Method 6.1.
WITH stands AS (
    SELECT room_id, arg_max(position, number) AS position FROM workshop_step WHERE room_id = $room_id GROUP BY room_id
),
final AS (
    SELECT s.part, s.item_id, s.person_id, s.value, s.blind, s.marked_at
    FROM workshop_shown s
    JOIN stands USING (room_id)
    JOIN seen_from f ON f.part = s.part AND stands.position >= f.position
)
SELECT * FROM final
