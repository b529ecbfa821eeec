-- One row per active persona: the headline (never a mean), gains and pains beside it, and what is assumed.
-- Method 2.5, 4.2.
WITH needs_counted AS (
    SELECT persona_id,
           count(*) FILTER (WHERE kind = 'mandatory') AS mandatory,
           count(*) FILTER (WHERE kind = 'mandatory' AND state = 'met') AS mandatory_met,
           count(*) FILTER (WHERE kind = 'mandatory' AND state = 'partial') AS mandatory_partial,
           count(*) FILTER (WHERE kind = 'mandatory' AND state = 'missed') AS mandatory_missed,
           count(*) FILTER (WHERE kind = 'mandatory' AND state = 'no_touchpoint') AS mandatory_no_touchpoint,
           -- Undetermined: could still be met. What falls short whatever is found out is counted apart (method 2.5).
           count(*) FILTER (WHERE kind = 'mandatory' AND state = 'not_assessed' AND NOT list_contains(flags, 'cannot_be_met')) AS mandatory_undetermined,
           count(*) FILTER (WHERE list_contains(flags, 'cannot_be_met') AND kind = 'mandatory') AS mandatory_cannot_be_met,
           count(*) FILTER (WHERE kind = 'gain') AS gains, count(*) FILTER (WHERE kind = 'pain') AS pains,
           count(*) FILTER (WHERE kind = 'gain' AND state <> 'not_assessed') AS gains_determined,
           count(*) FILTER (WHERE kind = 'pain' AND state <> 'not_assessed') AS pains_determined,
           sum(importance * fulfilment) FILTER (WHERE kind = 'gain' AND state <> 'not_assessed')
               / nullif(sum(importance) FILTER (WHERE kind = 'gain' AND state <> 'not_assessed' AND fulfilment IS NOT NULL), 0) AS gain_index,
           sum(importance * fulfilment) FILTER (WHERE kind = 'pain' AND state <> 'not_assessed')
               / nullif(sum(importance) FILTER (WHERE kind = 'pain' AND state <> 'not_assessed' AND fulfilment IS NOT NULL), 0) AS pain_index,
           coalesce(sum(importance) FILTER (WHERE provisional), 0) / nullif(sum(importance), 0) AS need_debt,
           count(*) FILTER (WHERE provisional) AS needs_provisional, count(*) AS needs
    FROM need GROUP BY persona_id
),
worst AS (
    -- The worst state of the mandatory needs stands for the persona, as it does at one stage.
    SELECT persona_id, arg_max(state, severity(state)) AS mandatory_state, arg_max(resting, severity(state)) AS mandatory_state_assumed
    FROM (SELECT persona_id, state, bool_and(assumed) AS resting FROM need WHERE kind = 'mandatory' GROUP BY persona_id, state)
    GROUP BY persona_id
),
cells_counted AS (
    SELECT persona_id, count(*) AS cells,
           count(*) FILTER (WHERE state = 'not_assessed') AS cells_not_assessed,
           count(*) FILTER (WHERE state <> 'not_assessed' AND assumed) AS cells_assumed,
           count(*) FILTER (WHERE state = 'met') AS cells_met,
           count(*) FILTER (WHERE list_contains(flags, 'hidden_failure')) AS cells_hidden,
           min(n) AS n_low, max(n) AS n_high
    FROM cell GROUP BY persona_id
),
people AS (
    SELECT ps.persona_id, sum(g.size * coalesce(ps.share, 1.0)) AS size, count(*) AS segments
    FROM persona_segments ps JOIN segments g USING (segment_id) GROUP BY ps.persona_id
),
spoken AS (
    SELECT ps.persona_id, count(*) AS interviews
    FROM persona_segments ps JOIN interviews i ON i.segment_id = ps.segment_id GROUP BY ps.persona_id
),
grounded AS (
    SELECT persona_id, count(*) FILTER (WHERE need_evidence_level >= 3) AS primary_needs, count(*) AS mandatory
    FROM need WHERE kind = 'mandatory' GROUP BY persona_id
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
           w.mandatory_state, coalesce(w.mandatory_state_assumed, false) AS mandatory_state_assumed,
           coalesce(n.needs, 0) AS needs, coalesce(n.needs_provisional, 0) AS needs_provisional,
           coalesce(n.gains, 0) AS gains, coalesce(n.gains_determined, 0) AS gains_determined,
           coalesce(n.pains, 0) AS pains, coalesce(n.pains_determined, 0) AS pains_determined,
           coalesce(c.cells, 0) AS cells, coalesce(c.cells_met, 0) AS cells_met,
           coalesce(c.cells_not_assessed, 0) AS cells_not_assessed,
           coalesce(c.cells_assumed, 0) AS cells_assumed, coalesce(c.cells_hidden, 0) AS cells_hidden,
           c.n_low, c.n_high, q.size, coalesce(q.segments, 0) AS segments,
           coalesce(i.interviews, 0) AS interviews,
           -- Assumed until five conversations and primary evidence for half of the mandatory needs (method 4.1).
           CASE WHEN coalesce(i.interviews, 0) < 5 OR coalesce(2 * r.primary_needs < r.mandatory, true)
                THEN 'proto' ELSE 'qualitative' END AS persona_kind
    FROM personas p
    CROSS JOIN scope s
    LEFT JOIN needs_counted n ON n.persona_id = p.persona_id
    LEFT JOIN worst w ON w.persona_id = p.persona_id
    LEFT JOIN cells_counted c ON c.persona_id = p.persona_id
    LEFT JOIN people q ON q.persona_id = p.persona_id
    LEFT JOIN spoken i ON i.persona_id = p.persona_id
    LEFT JOIN grounded r ON r.persona_id = p.persona_id
    WHERE coalesce(p.status, 'active') = 'active'
)
SELECT * FROM final ORDER BY persona_id
