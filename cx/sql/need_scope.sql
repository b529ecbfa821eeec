-- One row per need of an active persona that applies in the market in view, with its own importance,
-- adequate level, target and (aged) evidence level. Method 2.1 "Markets", 4.1; data model, needs.csv.
WITH applicable AS (
    SELECT n.need_id, n.persona_id, n.kind, n.statement, n.theme, n.met_when,
           kind_position(n.kind) AS kind_position,
           coalesce(m.importance, n.importance, 1.0) AS importance,
           coalesce(n.adequate, s.adequate) AS adequate,
           coalesce(m.target, n.target, s.target) AS target,
           greatest(0, evidence_level(n.evidence)
               - is_stale(n.evidence_date, s.reference_date, s.max_age)::INTEGER) AS evidence_level,
           is_stale(n.evidence_date, s.reference_date, s.max_age) AND evidence_level(n.evidence) > 0 AS need_stale
    FROM needs n
    JOIN stg_persona p ON p.persona_id = n.persona_id
    CROSS JOIN scope s
    LEFT JOIN need_markets m ON m.need_id = n.need_id AND m.market = s.market
    WHERE coalesce(m.applies, true)
),
final AS (
    SELECT a.*, is_assumed(a.evidence_level) AS provisional
    FROM applicable a CROSS JOIN scope s
    WHERE NOT (s.hide_provisional AND is_assumed(a.evidence_level))
)
SELECT * FROM final
