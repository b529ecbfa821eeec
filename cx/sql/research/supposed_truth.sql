-- One row per supposed truth, worst first: by the importance of the needs that rest on it. Statements as `statement` has them;
-- needs that are no more than an opinion while ratings or decisions cite them. Reads statement. Method 4.3.
WITH cited AS (
    SELECT n.need_id, n.persona_id, n.statement, n.importance, n.evidence_level,
           (SELECT count(*) FROM ratings r WHERE r.need_id = n.need_id) AS ratings,
           (SELECT count(*) FROM decisions d WHERE d.need_id = n.need_id) AS decisions
    FROM need_scope n
),
found AS (
    SELECT 'statement' AS what, hypothesis_id AS id, persona_id, statement, status, n, k, needs,
           (SELECT coalesce(sum(c.ratings), 0)::BIGINT FROM cited c WHERE list_contains(t.needs, c.need_id)) AS ratings,
           (SELECT coalesce(sum(c.decisions), 0)::BIGINT FROM cited c WHERE list_contains(t.needs, c.need_id)) AS decisions,
           importance, evidence_level, raised_on, age
    FROM statement t WHERE supposed
    UNION ALL
    SELECT 'need', need_id, persona_id, statement, 'assumed', NULL, NULL, [need_id], ratings, decisions,
           importance, evidence_level, NULL, NULL
    FROM cited WHERE is_assumed(evidence_level) AND ratings + decisions > 0
),
final AS (SELECT *, evidence_word(evidence_level) AS evidence FROM found)
-- Of equal weight, what interviews speak against comes first, then what has waited longest.
SELECT * FROM final ORDER BY rounded(importance) DESC, status = 'contradicted' DESC, age DESC NULLS LAST, what DESC, id
