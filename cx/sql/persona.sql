-- One row per active persona: the headline (never a mean), gains and pains beside it, and what is assumed: with fewer
-- than `$fewest_interviews`, the persona itself. Method 2.5, 4.2.
WITH judged AS (
    SELECT *, kind = 'mandatory' AS must, state <> 'not_assessed' AS determined, list_contains(flags, 'cannot_be_met') AS out_of_reach
    FROM need
),
needs_counted AS (
    SELECT persona_id, count(*) AS needs, count(*) FILTER (WHERE provisional) AS needs_provisional,
           count(*) FILTER (WHERE kind = 'gain') AS gains, count(*) FILTER (WHERE kind = 'pain') AS pains,
           count(*) FILTER (WHERE must) AS mandatory,
           count(*) FILTER (WHERE must AND state = 'met') AS mandatory_met,
           count(*) FILTER (WHERE must AND state = 'partial') AS mandatory_partial,
           count(*) FILTER (WHERE must AND state = 'missed') AS mandatory_missed,
           count(*) FILTER (WHERE must AND state = 'no_touchpoint') AS mandatory_no_touchpoint,
           -- Undetermined: could still be met. What falls short whatever is found out is counted apart (method 2.5).
           count(*) FILTER (WHERE must AND NOT determined AND NOT out_of_reach) AS mandatory_undetermined,
           count(*) FILTER (WHERE must AND out_of_reach) AS mandatory_cannot_be_met,
           -- The worst state of the mandatory needs stands for the persona, as it does at one stage; of several, one that is known.
           arg_max(state, severity(state)) FILTER (WHERE must) AS mandatory_state,
           arg_max(assumed, (severity(state), NOT assumed)) FILTER (WHERE must) AS mandatory_state_assumed,
           count(*) FILTER (WHERE must AND need_evidence_level >= evidence_level('qualitative')) AS primary_needs,
           sum(importance * fulfilment) FILTER (WHERE kind = 'gain' AND determined)
               / nullif(sum(importance) FILTER (WHERE kind = 'gain' AND determined AND fulfilment IS NOT NULL), 0) AS gain_index,
           sum(importance * fulfilment) FILTER (WHERE kind = 'pain' AND determined)
               / nullif(sum(importance) FILTER (WHERE kind = 'pain' AND determined AND fulfilment IS NOT NULL), 0) AS pain_index,
           coalesce(sum(importance) FILTER (WHERE provisional), 0) / nullif(sum(importance), 0) AS need_debt
    FROM judged GROUP BY persona_id
),
cells_counted AS (
    SELECT persona_id, count(*) AS cells,
           count(*) FILTER (WHERE state = 'not_assessed') AS cells_not_assessed,
           count(*) FILTER (WHERE state <> 'not_assessed' AND assumed) AS cells_assumed,
           min(n) AS n_low, max(n) AS n_high
    FROM cell GROUP BY persona_id
),
people AS (
    SELECT g.persona_id, sum(g.people) AS size, CASE WHEN bool_and(g.value_per_customer IS NOT NULL) THEN sum(g.people * g.value_per_customer) END AS value,
           count(*) AS segments, sum(i.held)::BIGINT AS interviews
    FROM stg_persona_segment g
    LEFT JOIN (SELECT segment_id, count(*) AS held FROM interviews WHERE method IS DISTINCT FROM 'synthetic' GROUP BY segment_id) i ON i.segment_id = g.segment_id
    GROUP BY g.persona_id
),
final AS (
    SELECT s.round_id, p.persona_id,
           coalesce(n.mandatory, 0) AS mandatory, coalesce(n.mandatory_met, 0) AS mandatory_met,
           coalesce(n.mandatory_undetermined, 0) AS mandatory_undetermined,
           n.gain_index, n.pain_index, n.need_debt,
           (c.cells_not_assessed + c.cells_assumed) / nullif(c.cells, 0)::DOUBLE AS rating_debt,
           p.name, p.tagline,
           coalesce(n.mandatory_partial, 0) AS mandatory_partial, coalesce(n.mandatory_missed, 0) AS mandatory_missed,
           coalesce(n.mandatory_cannot_be_met, 0) AS mandatory_cannot_be_met,
           coalesce(n.mandatory_no_touchpoint, 0) AS mandatory_no_touchpoint,
           n.mandatory_state, coalesce(n.mandatory_state_assumed, false) AS mandatory_state_assumed,
           coalesce(n.needs, 0) AS needs, coalesce(n.needs_provisional, 0) AS needs_provisional,
           coalesce(n.gains, 0) AS gains, coalesce(n.pains, 0) AS pains,
           coalesce(c.cells, 0) AS cells, coalesce(c.cells_not_assessed, 0) AS cells_not_assessed,
           coalesce(c.cells_assumed, 0) AS cells_assumed,
           c.n_low, c.n_high, q.size, q.value, coalesce(q.segments, 0) AS segments, coalesce(q.interviews, 0) AS interviews,
           -- Assumed until there are as many conversations and primary evidence for half of the mandatory needs (method 4.1).
           CASE WHEN coalesce(q.interviews, 0) < $fewest_interviews OR coalesce(n.mandatory, 0) = 0 OR 2 * n.primary_needs < n.mandatory
                THEN 'proto' ELSE 'qualitative' END AS persona_kind
    FROM stg_persona p
    CROSS JOIN scope s
    LEFT JOIN needs_counted n ON n.persona_id = p.persona_id
    LEFT JOIN cells_counted c ON c.persona_id = p.persona_id
    LEFT JOIN people q ON q.persona_id = p.persona_id
)
SELECT * FROM final ORDER BY persona_id
