-- One row per decision in force: what it is about (`workshop/decision`), how far the work is (`delivery`, empty where nobody says), and who says so
-- (`told_by`: 'tracker' for what is recorded of the decision, 'improvements' for those that are decided and touch its cell). What was recorded of
-- a decision that this one replaces holds on where both decide the same; work that had ended before it was decided (again) does not, nor do
-- improvements.
WITH RECURSIVE replaced AS (
    SELECT decision_id, decision_id AS earlier, supersedes, decision, decided_on, 0 AS steps FROM decided WHERE in_force
    UNION ALL
    SELECT r.decision_id, d.decision_id, d.supersedes, r.decision, r.decided_on, r.steps + 1
    FROM replaced r JOIN decisions d ON d.decision_id = r.supersedes AND d.decision = r.decision
    WHERE r.steps < 1000
),
recorded AS (
    SELECT r.decision_id, v.status, v.work_item, v.tracker_status, v.status_since
    FROM replaced r JOIN deliveries v ON v.decision_id = r.earlier
    WHERE r.steps = 0 OR v.status NOT IN ('done', 'dropped') OR v.status_since >= r.decided_on
    QUALIFY row_number() OVER (PARTITION BY r.decision_id ORDER BY r.steps) = 1
),
helping AS (
    SELECT d.decision_id, list(i.name ORDER BY i.improvement_id) FILTER (i.status <> 'dropped') AS improvements,
           list(i.improvement_id ORDER BY i.improvement_id) FILTER (i.status <> 'dropped') AS improvement_ids,
           CASE WHEN bool_and(i.status = 'dropped') THEN 'dropped'
                WHEN bool_and(i.status = 'done') FILTER (i.status <> 'dropped') THEN 'done'
                WHEN bool_or(i.status IN ('doing', 'done')) THEN 'doing' ELSE 'planned' END AS status,
           max(i.status_since) FILTER (i.status = 'done') AS since
    FROM decided d
    JOIN (SELECT DISTINCT improvement_id, need_id, stage_id FROM improvement_effects) e ON e.need_id = d.need_id AND e.stage_id = d.stage_id
    JOIN improvements i ON i.improvement_id = e.improvement_id
    WHERE d.in_force AND d.decision = 'fix' AND i.status IN ('planned', 'doing', 'done', 'dropped')
      AND NOT coalesce(i.status IN ('done', 'dropped') AND i.status_since < d.decided_on, false)
    GROUP BY d.decision_id
),
final AS (
    SELECT d.*, d.decision IN ('fix', 'research') AS is_work, coalesce(r.status, h.status) AS delivery,
           CASE WHEN r.status IS NOT NULL THEN 'tracker' WHEN h.status IS NOT NULL THEN 'improvements' END AS told_by,
           r.work_item, r.tracker_status, CASE WHEN r.status IS NULL THEN h.since ELSE r.status_since END AS status_since,
           coalesce(h.improvements, []) AS improvements, coalesce(h.improvement_ids, []) AS improvement_ids,
           d.decision IN ('fix', 'research') AND coalesce(coalesce(r.status, h.status) NOT IN ('done', 'dropped'), true)
               AND coalesce(d.due < $today::DATE, false) AS late
    FROM decided d
    LEFT JOIN recorded r ON r.decision_id = d.decision_id
    LEFT JOIN helping h ON h.decision_id = d.decision_id
    WHERE d.in_force
)
SELECT * FROM final ORDER BY late DESC, overdue DESC, due NULLS LAST, review_date NULLS LAST, decision_id
