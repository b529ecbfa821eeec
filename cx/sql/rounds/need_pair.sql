-- One row per need of two rounds, as `cell_pair` has cells; a need that arises at other stages now is re-scoped, and so
-- is a gain where `$other_rule` says that gains are rolled up otherwise. `index_…` is what the index of
-- its kind takes from it (method 2.5): the fulfilment of a gain or pain that is determined, weighed by importance; of a mandatory need that is
-- determined whether it is met, each weighing the same. Reads `need_before`, `need_after`, `cell_pair`, `step`. Method 2.4, 8.1, 8.2, 8.3.
WITH placed AS (
    SELECT need_id, bool_and(in_both) AS same_stages, bool_or(list_contains(string_split(differs, ' '), 'intensity')) AS other_intensity
    FROM cell_pair GROUP BY need_id
),
paired AS (
    SELECT coalesce(a.persona_id, b.persona_id) AS persona_id, coalesce(a.need_id, b.need_id) AS need_id,
           coalesce(a.kind, b.kind) AS kind, coalesce(a.kind_position, b.kind_position) AS kind_position,
           b.state AS state_before, a.state, b.fulfilment AS fulfilment_before, a.fulfilment,
           b.weakest_stage AS weakest_stage_before, a.weakest_stage, b.importance AS importance_before, a.importance,
           b.out_of_reach AS out_of_reach_before, a.out_of_reach, b.kind AS kind_before, b.persona_id AS persona_id_before,
           b.need_id IS NOT NULL AND a.need_id IS NOT NULL AS in_both,
           defined_otherwise(b, a, [
               CASE WHEN p.other_intensity THEN 'intensity' END,
               CASE WHEN NOT p.same_stages THEN 'stages' END,
               CASE WHEN $other_rule AND a.kind = 'gain' THEN 'rule' END]) AS differs
    FROM need_before b FULL JOIN need_after a ON a.need_id = b.need_id
    LEFT JOIN placed p ON p.need_id = coalesce(a.need_id, b.need_id)
),
final AS (
    SELECT p.* EXCLUDE (differs), array_to_string(p.differs, ' ') AS differs,
           p.in_both AND above(abs(p.importance_before - p.importance), 0) AS weighs_otherwise,
           transition_of(p.differs, s.transition) AS transition,
           CASE WHEN p.kind_before = 'mandatory' THEN CASE WHEN p.state_before <> 'not_assessed' OR p.out_of_reach_before THEN (p.state_before = 'met')::DOUBLE END
                WHEN p.state_before <> 'not_assessed' THEN p.fulfilment_before END AS index_before,
           CASE WHEN p.kind = 'mandatory' THEN CASE WHEN p.state <> 'not_assessed' OR p.out_of_reach THEN (p.state = 'met')::DOUBLE END
                WHEN p.state <> 'not_assessed' THEN p.fulfilment END AS index_after,
           CASE WHEN p.kind_before = 'mandatory' THEN 1.0 ELSE p.importance_before END AS weight_before,
           CASE WHEN p.kind = 'mandatory' THEN 1.0 ELSE p.importance END AS weight_after
    FROM paired p LEFT JOIN step s ON s.state_before = p.state_before AND s.state = p.state
)
SELECT * FROM final ORDER BY persona_id, kind_position, need_id
