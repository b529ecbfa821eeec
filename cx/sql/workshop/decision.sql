-- One row per decision on record, with what it is about in words, whether it is in force (no later one supersedes it)
-- and whether its review is overdue. Method 6.5.
SELECT d.*, n.persona_id, n.kind, n.statement, s.name AS stage, p.name AS persona,
       NOT coalesce(d.status = 'superseded', false)
           AND NOT EXISTS (SELECT 1 FROM decisions later WHERE later.supersedes = d.decision_id) AS in_force,
       coalesce(d.review_date < $today::DATE, false) AND NOT coalesce(d.status = 'superseded', false)
           AND NOT EXISTS (SELECT 1 FROM decisions later WHERE later.supersedes = d.decision_id) AS overdue
FROM decisions d
JOIN needs n ON n.need_id = d.need_id
JOIN personas p ON p.persona_id = n.persona_id
JOIN stages s ON s.stage_id = d.stage_id
ORDER BY d.decided_on DESC NULLS LAST, d.decision_id
