-- One row per active persona and stage at which one of its mandatory needs arises: how many are met there,
-- and the worst state, which stands for the stage; `state_assumed` where nothing better than assumption says so. Method 0 (3), 2.5.
WITH final AS (
    SELECT persona_id, stage_id, any_value(position) AS position, count(*) AS needed,
           count(*) FILTER (WHERE state = 'met') AS met,
           count(*) FILTER (WHERE state = 'partial') AS partial,
           count(*) FILTER (WHERE state = 'missed') AS missed,
           count(*) FILTER (WHERE state = 'no_touchpoint') AS no_touchpoint,
           count(*) FILTER (WHERE state = 'not_assessed') AS not_assessed,
           count(*) FILTER (WHERE list_contains(flags, 'cannot_be_met')) AS cannot_be_met,
           min(fulfilment) AS lowest,
           arg_min(need_id, (fulfilment, need_id)) FILTER (WHERE fulfilment IS NOT NULL) AS lowest_need,
           max(shortfall) AS shortfall, bool_or(assumed) AS assumed,
           count(*) FILTER (WHERE list_contains(flags, 'hidden_failure')) AS hidden,
           arg_max(state, severity(state)) AS state,
           -- Of several in the worst state, one that is known speaks.
           arg_max(assumed, (severity(state), NOT assumed)) AS state_assumed
    FROM cell WHERE kind = 'mandatory' GROUP BY persona_id, stage_id
)
-- Not settled, and yet one of them is out of reach: the stage is known to fall short.
SELECT *, CASE WHEN state = 'not_assessed' AND cannot_be_met > 0 THEN ['cannot_be_met'] ELSE [] END AS state_flags
FROM final ORDER BY persona_id, position, stage_id
