-- One row per need and stage of one answer, with what it was measured against: as much as two rounds are compared by. `touchpoints` are those
-- that decide, as one text. Method 2.1, 8.1.
SELECT c.persona_id, c.need_id, c.kind, c.stage_id, c.kind_position, c.position, c.state, c.fulfilment, c.shortfall, c.adequate, c.target,
       c.intensity, c.importance, c.reach, c.n, c.source, c.evidence, c.assumed, c.interval_low, c.interval_high,
       c.direct, coalesce(array_to_string(c.touchpoints, chr(31)), '') AS touchpoints, n.statement, n.met_when
FROM cell c JOIN need_scope n ON n.need_id = c.need_id
