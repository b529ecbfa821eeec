-- One row per need: the roll-up over its stages. Mandatory needs and pains take the worst stage, gains the
-- best one (or the diminishing sum); a need without a stage is not assessed. Method 2.4, 2.7, 2.8.
--
-- `assumed` says what the value of the journey rests on, as that of a cell does (method 2.1 "Flags"): the evidence of
-- the stage that decides, the weakest where several tie. What is assumed elsewhere in the journey does not count.
-- Under the diminishing sum every stage that adds to it decides. A stage that nothing serves is a fact, not assumed.
WITH stages_rolled AS (
    SELECT need_id, count(*) AS stages_needed,
           count(*) FILTER (WHERE state = 'met') AS stages_met,
           count(*) FILTER (WHERE state <> 'not_assessed') AS stages_determined,
           min(fulfilment) AS lowest, min(lower) AS lowest_lower, min(upper) AS lowest_upper,
           max(fulfilment) AS highest, max(lower) AS highest_lower, max(upper) AS highest_upper,
           -- The stage that decides: lowest, best, or most exposed; the earliest where several tie.
           arg_min(stage_id, (rounded(fulfilment), position, stage_id)) FILTER (WHERE fulfilment IS NOT NULL) AS lowest_stage,
           arg_min(stage_id, (rounded(-fulfilment), position, stage_id)) FILTER (WHERE fulfilment IS NOT NULL) AS best_stage,
           arg_min(stage_id, (rounded(-exposure), position, stage_id)) FILTER (WHERE exposure IS NOT NULL) AS exposed_stage,
           -- Failing: a determined stage below the adequate level.
           count(*) FILTER (WHERE state IN ('missed', 'no_touchpoint') AND below(fulfilment, adequate)) AS failing,
           count(*) FILTER (WHERE state = 'no_touchpoint' AND below(fulfilment, adequate)) AS failing_without,
           sum(live_links) AS live_links, bool_or(direct) AS direct, bool_or(contains(flags, 'parts_differ')) AS parts_differ,
           bool_or(contains(flags, 'unlinked')) AS unlinked,
           max(exposure) AS most_exposed,
           bool_or(contains(flags, 'planned')) AS planned, bool_or(contains(flags, 'hidden_failure')) AS hidden_failure,
           bool_or(contains(flags, 'perception_gap+')) AS gap_up, bool_or(contains(flags, 'perception_gap-')) AS gap_down,
           bool_or(contains(flags, 'self_inflicted')) AS self_inflicted, bool_or(contains(flags, 'optimistic')) AS optimistic,
           bool_or(contains(flags, 'suppressed')) AS suppressed, bool_or(contains(flags, 'partial_rating')) AS partial_rating,
           bool_or(contains(flags, 'mean_only')) AS mean_only,
           CASE WHEN count(p_met) = count(*) THEN product(p_met) END AS p_met,
           CASE WHEN count(p_fail) = count(*) THEN 1 - product(1 - p_fail) END AS p_fail,
           CASE WHEN count(fulfilment) = count(*) THEN pow(product(fulfilment), 1.0 / count(*)) END AS geometric,
           CASE WHEN count(fulfilment) = count(*) THEN avg(fulfilment) END AS arithmetic
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
          FROM cell c CROSS JOIN scope s WHERE kind = 'gain')
    GROUP BY need_id
),
deciding_stages AS (
    SELECT c.need_id, bool_or(c.assumed) AS assumed
    FROM cell c JOIN stages_rolled r ON r.need_id = c.need_id LEFT JOIN diminishing d ON d.need_id = c.need_id CROSS JOIN scope s
    WHERE CASE WHEN c.kind = 'mandatory' THEN at_most(c.fulfilment, r.lowest)
               WHEN c.kind = 'pain' THEN reaches(c.exposure, r.most_exposed)
               WHEN s.gain_rule = 'diminishing' AND above(d.known, r.highest) THEN above(c.fulfilment, 0)
               ELSE reaches(c.fulfilment, r.highest) END
    GROUP BY c.need_id
),
rolled AS (
    SELECT n.need_id, n.persona_id, n.kind, n.kind_position, n.importance, n.adequate, n.target, n.provisional,
           n.evidence_level AS need_evidence_level,
           coalesce(r.stages_needed, 0) AS stages_needed, coalesce(r.stages_met, 0) AS stages_met,
           coalesce(r.stages_determined, 0) AS stages_determined,
           coalesce(r.failing, 0) AS failing, coalesce(r.failing_without, 0) AS failing_without,
           coalesce(r.live_links, 0) AS live_links,
           CASE n.kind WHEN 'gain' THEN
                    CASE WHEN s.gain_rule = 'diminishing' AND r.highest IS NOT NULL THEN d.known ELSE r.highest END
                ELSE r.lowest END AS fulfilment,
           coalesce(CASE n.kind WHEN 'gain' THEN
                    CASE WHEN s.gain_rule = 'diminishing' THEN d.lower ELSE r.highest_lower END
                ELSE r.lowest_lower END, 0.0) AS lower,
           coalesce(CASE n.kind WHEN 'gain' THEN
                    CASE WHEN s.gain_rule = 'diminishing' THEN d.upper ELSE r.highest_upper END
                ELSE r.lowest_upper END, 1.0) AS upper,
           CASE n.kind WHEN 'mandatory' THEN r.lowest_stage WHEN 'gain' THEN r.best_stage ELSE r.exposed_stage END AS weakest_stage,
           coalesce(e.assumed, false) AS assumed,
           r.* EXCLUDE (need_id, stages_needed, stages_met, stages_determined, failing, failing_without, live_links)
    FROM need_scope n
    CROSS JOIN scope s
    LEFT JOIN stages_rolled r ON r.need_id = n.need_id
    LEFT JOIN diminishing d ON d.need_id = n.need_id
    LEFT JOIN deciding_stages e ON e.need_id = n.need_id
),
classed AS (
    SELECT *,
           CASE WHEN stages_needed = 0 THEN 'not_assessed'
                WHEN class_of(lower, adequate, target) <> class_of(upper, adequate, target) THEN 'not_assessed'
                WHEN kind = 'gain' AND live_links = 0 AND NOT coalesce(direct, false) THEN 'no_touchpoint'
                WHEN kind <> 'gain' AND class_of(lower, adequate, target) = 'missed'
                     AND failing = failing_without THEN 'no_touchpoint'
                ELSE class_of(lower, adequate, target) END AS state
    FROM rolled
),
final AS (
    SELECT s.round_id, persona_id, need_id, kind, state, fulfilment, lower, upper, weakest_stage, stages_met, stages_needed,
           array_to_string(list_filter([
               CASE WHEN planned THEN 'planned' END, CASE WHEN cannot_be_met(state, upper, c.target) THEN 'cannot_be_met' END,
               CASE WHEN direct THEN 'direct' END, CASE WHEN parts_differ THEN 'parts_differ' END, CASE WHEN unlinked THEN 'unlinked' END,
               CASE WHEN hidden_failure THEN 'hidden_failure' END,
               CASE WHEN gap_up THEN 'perception_gap+' END, CASE WHEN gap_down THEN 'perception_gap-' END,
               CASE WHEN self_inflicted THEN 'self_inflicted' END, CASE WHEN optimistic THEN 'optimistic' END,
               CASE WHEN suppressed THEN 'suppressed' END, CASE WHEN partial_rating THEN 'partial_rating' END,
               CASE WHEN mean_only THEN 'mean_only' END], lambda x: x IS NOT NULL), ';') AS flags,
           stages_determined, kind_position, c.importance, c.adequate, c.target, provisional,
           need_evidence_level, evidence_word(need_evidence_level) AS need_evidence,
           assumed, live_links,
           CASE WHEN state = 'met' THEN 0.0
                WHEN state <> 'not_assessed' THEN greatest(0.0, c.target - fulfilment) / c.target END AS shortfall,
           p_met, p_fail,
           CASE WHEN kind = 'mandatory' AND stages_determined = stages_needed THEN geometric END AS geometric,
           CASE WHEN kind = 'mandatory' AND stages_determined = stages_needed
                THEN class_of(geometric, c.adequate, c.target) END AS state_geometric,
           CASE WHEN kind = 'mandatory' AND stages_determined = stages_needed THEN arithmetic END AS arithmetic,
           CASE WHEN kind = 'mandatory' AND stages_determined = stages_needed
                THEN class_of(arithmetic, c.adequate, c.target) END AS state_arithmetic
    FROM classed c CROSS JOIN scope s
)
SELECT * FROM final ORDER BY persona_id, kind_position, need_id
