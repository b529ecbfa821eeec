-- One row per segment and gap of a persona that it belongs to: how many people meet the stage, what they are
-- worth, and both times the shortfall. Rows of one segment must not be summed into people: one person can meet
-- several gaps. `value` is empty where the value of a customer is not known. Method 3.2.
WITH final AS (
    SELECT g.segment_id, g.name AS segment_name, g.market, p.persona_id, p.need_id, p.kind, p.stage_id, p.tier, p.state, p.shortfall, p.at_least,
           g.people * p.reach AS people,
           g.value_per_customer,
           g.people * p.reach * g.value_per_customer AS value,
           g.people * p.reach * p.shortfall AS people_exposed,
           g.people * p.reach * g.value_per_customer * p.shortfall AS value_exposed,
           p.importance, p.assumed
    FROM gap p
    JOIN stg_persona_segment g ON g.persona_id = p.persona_id
    CROSS JOIN scope s
    WHERE s.market IS NULL OR g.market IS NULL OR g.market = s.market
)
SELECT * FROM final ORDER BY tier, value_exposed DESC NULLS LAST, people_exposed DESC, segment_id, need_id, stage_id
