-- One row per improvement that somebody decided for, one way or the other: for whom, whether it is late, and whether its effect should have been
-- looked at by now (`overdue`).
WITH reaches AS (
    SELECT e.improvement_id, list(DISTINCT p.name ORDER BY p.name) AS personas, count(DISTINCT (e.need_id, e.stage_id)) AS cells
    FROM improvement_effects e
    JOIN needs n ON n.need_id = e.need_id
    JOIN personas p ON p.persona_id = n.persona_id
    GROUP BY e.improvement_id
),
final AS (
    SELECT i.improvement_id, i.name, i.cost, i.owner, i.status, i.due, i.review_date, i.work_item, i.tracker_status, i.status_since,
           coalesce(r.personas, []) AS personas, coalesce(r.cells, 0) AS cells,
           i.status IN ('planned', 'doing') AND coalesce(i.due < $today::DATE, false) AS late,
           i.status <> 'dropped' AND coalesce(i.review_date < $today::DATE, false) AS overdue
    FROM improvements i LEFT JOIN reaches r ON r.improvement_id = i.improvement_id
    WHERE i.status IN ('planned', 'doing', 'done', 'dropped')
)
SELECT * FROM final ORDER BY late DESC, overdue DESC, due NULLS LAST, improvement_id
