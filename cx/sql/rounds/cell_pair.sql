-- One row per need and stage of two rounds, with both states, what is defined otherwise (`differs`, words as in `YARDSTICK`), and the class of the
-- transition: what exists in one round only or is measured against something else is re-scoped, whatever its states. Importance moves an index,
-- not a state, and is told apart. Reads `cell_before`, `cell_after`, `step` (class by states). Method 8.1, 8.2.
WITH paired AS (
    SELECT coalesce(a.persona_id, b.persona_id) AS persona_id, coalesce(a.need_id, b.need_id) AS need_id,
           coalesce(a.kind, b.kind) AS kind, coalesce(a.stage_id, b.stage_id) AS stage_id,
           coalesce(a.kind_position, b.kind_position) AS kind_position, coalesce(a.position, b.position) AS position,
           b.state AS state_before, a.state, b.fulfilment AS fulfilment_before, a.fulfilment,
           b.assumed AS assumed_before, a.assumed, b.n AS n_before, a.n, b.source AS source_before, a.source,
           b.touchpoints AS touchpoints_before, a.touchpoints, b.direct AS direct_before, a.direct,
           b.target AS target_before, a.target, b.importance AS importance_before, a.importance, a.evidence,
           b.interval_low AS low_before, b.interval_high AS high_before, a.interval_low AS low, a.interval_high AS high,
           b.need_id IS NOT NULL AND a.need_id IS NOT NULL AS in_both,
           defined_otherwise(b, a, [CASE WHEN a.kind = 'pain' AND above(abs(b.intensity - a.intensity), 0) THEN 'intensity' END]) AS differs
    FROM cell_before b FULL JOIN cell_after a ON a.need_id = b.need_id AND a.stage_id = b.stage_id
),
final AS (
    SELECT p.* EXCLUDE (differs), array_to_string(p.differs, ' ') AS differs,
           p.in_both AND above(abs(p.importance_before - p.importance), 0) AS weighs_otherwise,
           transition_of(p.differs, s.transition) AS transition
    FROM paired p LEFT JOIN step s ON s.state_before = p.state_before AND s.state = p.state
)
SELECT * FROM final ORDER BY persona_id, kind_position, need_id, position, stage_id
