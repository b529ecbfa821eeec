-- One row per part (score1, score2, and final: the second score where an item was scored again, else the first),
-- item and person, of the scores that may be seen. Method 6.1.
WITH scored AS (
    SELECT s.part, s.item_id, s.person_id, s.value, s.blind, s.marked_at, i.scale, i.low
    FROM shown s JOIN item i USING (item_id) WHERE s.part IN ('score1', 'score2')
),
again AS (
    SELECT DISTINCT item_id FROM scored WHERE part = 'score2' AND value IS NOT NULL
),
final AS (
    SELECT * FROM scored
    UNION ALL
    SELECT 'final', s.* EXCLUDE (part) FROM scored s
    WHERE (s.part = 'score2') = (s.item_id IN (SELECT item_id FROM again))
)
SELECT * FROM final
