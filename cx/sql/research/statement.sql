-- One row per statement of an empathy map of an active persona: its status, what it rests on now (with evidence that has aged
-- one level lower), who relies on it, and how old it is. Supposed truth: no more than an opinion, and relied on by a need, or
-- raised more than `$supposed_truth_age` days ago without a test. Reads verdict. Method 4.1, 4.3.
WITH relied AS (
    SELECT h.hypothesis_id, list_sort(list(n.need_id)) AS needs, sum(n.importance) AS importance
    FROM (SELECT DISTINCT hypothesis_id, trim(unnest(string_split(need_ids, ';'))) AS need_id FROM hypotheses) h
    JOIN need_scope n ON n.need_id = h.need_id
    GROUP BY h.hypothesis_id
),
judged AS (
    SELECT h.hypothesis_id, h.persona_id, h.quadrant, h.statement, h.raised_on,
           coalesce(v.status, 'untested') AS status, coalesce(v.n, 0) AS n, coalesce(v.k, 0) AS k, coalesce(v.against, 0) AS against,
           coalesce(v.divided, 0) AS divided, coalesce(v.mentioned, 0) AS mentioned, coalesce(v.outside, 0) AS outside,
           v.estimate, v.chance, v.last_held, coalesce(v.stale, false) AS stale, coalesce(v.interviews, []) AS interviews,
           CASE WHEN v.status = 'supported' THEN evidence_level('qualitative') - v.stale::INTEGER
                ELSE evidence_level('assumption') END AS evidence_level,
           coalesce(r.needs, []) AS needs, coalesce(r.importance, 0.0) AS importance,
           date_diff('day', h.raised_on, s.reference_date) AS age
    FROM hypotheses h
    JOIN stg_persona p ON p.persona_id = h.persona_id
    CROSS JOIN scope s
    LEFT JOIN verdict v ON v.what = 'statement' AND v.id = h.hypothesis_id
    LEFT JOIN relied r ON r.hypothesis_id = h.hypothesis_id
),
final AS (
    SELECT *, evidence_word(evidence_level) AS evidence,
           is_assumed(evidence_level)
               AND (len(needs) > 0 OR (n = 0 AND coalesce(age > $supposed_truth_age, false))) AS supposed
    FROM judged
)
SELECT * FROM final ORDER BY persona_id, quadrant, hypothesis_id
