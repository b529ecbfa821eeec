-- One row per need and evidence that is older than evidence may be, and so counts one level lower: `what` is need (that it is one) or
-- ratings (how well it is met, at `stages`). What is not assessed rests on nothing that could age. Method 4.1.
WITH rated AS (
    SELECT need_id, list(stage_id ORDER BY position, stage_id) AS stages FROM cell WHERE stale AND state <> 'not_assessed' GROUP BY need_id
),
final AS (
    SELECT n.persona_id, n.need_id, 'need' AS what, []::VARCHAR[] AS stages FROM need n WHERE n.need_stale AND n.state <> 'not_assessed'
    UNION ALL
    SELECT n.persona_id, n.need_id, 'ratings', r.stages FROM need n JOIN rated r ON r.need_id = n.need_id
)
SELECT * FROM final ORDER BY persona_id, need_id, what
