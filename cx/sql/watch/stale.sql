-- One row per need and evidence that is older, on `$today`, than evidence may be, and so counts one level lower: `what` is need (that it
-- is one) or ratings (how well it is met, at `stages`). Today counts also where the round is frozen and its own numbers age no more. What is
-- not assessed rests on nothing that could age. Method 4.1.
WITH sampled AS (
    SELECT r.subject_no, r.source, bool_or(is_stale(r.rated_on, $today::DATE, s.max_age)) AS aged
    FROM rating_row r CROSS JOIN scope s WHERE r.left_out IS NULL GROUP BY r.subject_no, r.source
),
rated AS (
    SELECT c.need_id, c.stage_id, c.position, bool_and(a.aged) AS aged
    FROM cell c
    JOIN subject_rating q ON q.need_id = c.need_id AND q.stage_id = c.stage_id
        AND CASE WHEN c.direct THEN q.touchpoint_id IS NULL ELSE list_contains(c.touchpoints, q.touchpoint_id) END
    JOIN sampled a ON a.subject_no = q.subject_no AND a.source = q.source
    WHERE c.state <> 'not_assessed'
    GROUP BY c.need_id, c.stage_id, c.position
),
aged AS (
    SELECT need_id, list(stage_id ORDER BY position, stage_id) AS stages FROM rated WHERE aged GROUP BY need_id
),
final AS (
    SELECT n.persona_id, n.need_id, 'need' AS what, []::VARCHAR[] AS stages
    FROM need n JOIN needs t ON t.need_id = n.need_id CROSS JOIN scope s
    WHERE n.state <> 'not_assessed' AND evidence_level(t.evidence) > 0 AND is_stale(t.evidence_date, $today::DATE, s.max_age)
    UNION ALL
    SELECT n.persona_id, n.need_id, 'ratings', a.stages FROM need n JOIN aged a ON a.need_id = n.need_id
)
SELECT * FROM final ORDER BY persona_id, need_id, what
