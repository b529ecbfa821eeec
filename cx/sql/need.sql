-- One row per need: the roll-up over its stages. Mandatory needs and pains take the worst stage, gains the
-- best one (or the diminishing sum); a need without a stage is not assessed. Method 2.4, 2.7, 2.8.
--
-- `assumed` says what the value of the journey rests on, as that of a cell does (method 2.1 "Flags"): the evidence of
-- the stage that decides, the weakest where several tie. What is assumed elsewhere in the journey does not count.
-- Under the diminishing sum every stage that adds to it decides. A stage that nothing serves is a fact, not assumed.
WITH stages AS (
    SELECT need_id, count(*) AS stages_needed,
           count(*) FILTER (WHERE state = 'met') AS stages_met,
           count(*) FILTER (WHERE state <> 'not_assessed') AS stages_determined,
           min(fulfilment) AS lowest, min(lower) AS lowest_lower, min(upper) AS lowest_upper,
           max(fulfilment) AS highest, max(lower) AS highest_lower, max(upper) AS highest_upper,
           -- The stage that decides: lowest, best, or most exposed; the earliest where several tie.
           arg_min(stage_id, (rounded(fulfilment), position, stage_id)) FILTER (WHERE fulfilment IS NOT NULL) AS lowest_stage,
           arg_min(stage_id, (rounded(-fulfilment), position, stage_id)) FILTER (WHERE fulfilment IS NOT NULL) AS best_stage,
           arg_min(stage_id, (rounded(-exposure), position, stage_id)) FILTER (WHERE exposure IS NOT NULL) AS exposed_stage,
           -- Failing: a determined stage below the adequate level. Without: nothing live serves it.
           count(*) FILTER (WHERE state = 'missed' AND below(fulfilment, adequate)) AS failing,
           count(*) FILTER (WHERE state = 'no_touchpoint' AND below(fulfilment, adequate)) AS failing_without,
           sum(live_links) AS live_links, max(exposure) AS most_exposed, flatten(list(flags)) AS flags,
           CASE WHEN count(p_met) = count(*) THEN product(p_met) END AS p_met,
           CASE WHEN count(p_fail) = count(*) THEN 1 - product(1 - p_fail) END AS p_fail,
           -- What means would say of a mandatory need, for comparison.
           any_value(kind) = 'mandatory' AND bool_and(state <> 'not_assessed' AND fulfilment IS NOT NULL) AS comparable,
           CASE WHEN comparable THEN pow(product(fulfilment), 1.0 / count(*)) END AS geometric,
           CASE WHEN comparable THEN avg(fulfilment) END AS arithmetic
    FROM cell GROUP BY need_id
),
diminishing AS (
    SELECT need_id,
           1 - product(1 - delta ^ (rank_known - 1) * coalesce(fulfilment, 0.0)) AS known,
           1 - product(1 - delta ^ (rank_lower - 1) * lower) AS lower,
           1 - product(1 - delta ^ (rank_upper - 1) * upper) AS upper
    FROM (SELECT c.*, s.delta,
                 row_number() OVER (PARTITION BY need_id ORDER BY fulfilment DESC NULLS LAST) AS rank_known,
                 row_number() OVER (PARTITION BY need_id ORDER BY c.lower DESC) AS rank_lower,
                 row_number() OVER (PARTITION BY need_id ORDER BY c.upper DESC) AS rank_upper
          FROM cell c CROSS JOIN scope s WHERE kind = 'gain' AND s.gain_rule = 'diminishing')
    GROUP BY need_id
),
deciding_stages AS (
    SELECT c.need_id, bool_or(c.assumed) AS assumed
    FROM cell c JOIN stages r ON r.need_id = c.need_id LEFT JOIN diminishing d ON d.need_id = c.need_id
    WHERE CASE WHEN c.kind = 'mandatory' THEN at_most(c.fulfilment, r.lowest)
               WHEN c.kind = 'pain' THEN reaches(c.exposure, r.most_exposed)
               WHEN above(d.known, r.highest) THEN above(c.fulfilment, 0)
               ELSE reaches(c.fulfilment, r.highest) END
    GROUP BY c.need_id
),
rolled AS (
    SELECT n.*, r.* EXCLUDE (need_id, stages_needed, stages_met, stages_determined, live_links),
           coalesce(r.stages_needed, 0) AS stages_needed, coalesce(r.stages_met, 0) AS stages_met,
           coalesce(r.stages_determined, 0) AS stages_determined, coalesce(r.live_links, 0) AS live_links,
           CASE n.kind WHEN 'gain' THEN CASE WHEN r.highest IS NOT NULL THEN coalesce(d.known, r.highest) END
                ELSE r.lowest END AS fulfilment,
           coalesce(CASE n.kind WHEN 'gain' THEN coalesce(d.lower, r.highest_lower) ELSE r.lowest_lower END, 0.0) AS lower,
           coalesce(CASE n.kind WHEN 'gain' THEN coalesce(d.upper, r.highest_upper) ELSE r.lowest_upper END, 1.0) AS upper,
           CASE n.kind WHEN 'mandatory' THEN r.lowest_stage WHEN 'gain' THEN r.best_stage ELSE r.exposed_stage END AS weakest_stage,
           coalesce(e.assumed, false) AS assumed
    FROM need_scope n
    LEFT JOIN stages r ON r.need_id = n.need_id
    LEFT JOIN diminishing d ON d.need_id = n.need_id
    LEFT JOIN deciding_stages e ON e.need_id = n.need_id
),
classed AS (
    SELECT *, CASE WHEN stages_needed > 0 THEN settled_state(lower, upper, adequate, target) ELSE 'not_assessed' END AS settled FROM rolled
),
judged AS (
    SELECT * EXCLUDE (settled),
           CASE WHEN settled <> 'not_assessed' AND kind = 'gain' AND live_links = 0 AND NOT list_contains(flags, 'direct') THEN 'no_touchpoint'
                WHEN settled = 'missed' AND kind <> 'gain' AND failing = 0 THEN 'no_touchpoint'
                ELSE settled END AS state
    FROM classed
),
final AS (
    SELECT s.round_id, persona_id, need_id, kind, state, fulfilment, lower, upper, weakest_stage, stages_met, stages_needed,
           -- A remark on any stage is one on the need; whether it can be met it is asked as a whole.
           flags_in_order(list_filter(flags, lambda flag: flag <> 'cannot_be_met')
               || CASE WHEN cannot_be_met(state, upper, n.target) THEN ['cannot_be_met'] ELSE [] END) AS flags,
           stages_determined, kind_position, importance, n.adequate, n.target, provisional,
           evidence_level AS need_evidence_level, evidence_word(evidence_level) AS need_evidence, need_stale, assumed, live_links,
           CASE WHEN state = 'met' THEN 0.0 WHEN state <> 'not_assessed' THEN short_by(fulfilment, n.target) END AS shortfall,
           p_met, p_fail, geometric, class_of(geometric, n.adequate, n.target) AS state_geometric,
           arithmetic, class_of(arithmetic, n.adequate, n.target) AS state_arithmetic
    FROM judged n CROSS JOIN scope s
)
SELECT * FROM final ORDER BY persona_id, kind_position, need_id
