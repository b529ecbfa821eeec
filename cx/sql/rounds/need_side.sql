-- One row per need of one answer, with what it was measured against. Method 2.4, 8.1.
SELECT n.persona_id, n.need_id, n.kind, n.kind_position, n.state, n.fulfilment, n.weakest_stage, n.adequate, n.target, n.importance,
       list_contains(n.flags, 'cannot_be_met') AS out_of_reach, s.statement, s.met_when
FROM need n JOIN need_scope s ON s.need_id = n.need_id
