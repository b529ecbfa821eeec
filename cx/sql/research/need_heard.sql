-- One row per need in view: what it is recorded to rest on, aged, and what the interviews with its persona's people bear out:
-- coded interviews that support it (by the rule for statements) are primary evidence, fewer are none. `may_rise` where they
-- bear out more than is in force. Reads verdict. Method 4.1, 4.3.
WITH heard AS (
    SELECT n.need_id, n.persona_id, n.kind, n.statement, n.importance, n.evidence_level, n.provisional,
           coalesce(v.status, 'untested') AS status, coalesce(v.n, 0) AS n, coalesce(v.k, 0) AS k, coalesce(v.against, 0) AS against,
           coalesce(v.divided, 0) AS divided, coalesce(v.outside, 0) AS outside, v.estimate, v.chance, v.last_held,
           coalesce(v.interviews, []) AS interviews,
           CASE WHEN v.status = 'supported' THEN evidence_level('qualitative') - v.stale::INTEGER END AS level_heard
    FROM need_scope n LEFT JOIN verdict v ON v.what = 'need' AND v.id = n.need_id
),
final AS (
    SELECT *, evidence_word(evidence_level) AS evidence, coalesce(level_heard > evidence_level, false) AS may_rise FROM heard
)
SELECT * FROM final ORDER BY persona_id, need_id
