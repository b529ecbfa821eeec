-- One row per variant and need: the roll-up over its stages as it would be, with every effect whole, and `low` with each only as
-- far as its confidence. Reads `need`. Method 7.1.
SELECT f.need_id.variant AS variant, f.persona_id.id AS persona_id, f.need_id.id AS need_id, f.kind, f.state, f.fulfilment, f.lower, f.upper,
       f.weakest_stage, f.stages_met, f.stages_needed, f.target, f.adequate, f.flags,
       c.state AS low_state, c.fulfilment AS low, c.stages_met AS low_stages_met
FROM need f JOIN need c ON c.need_id.variant = f.need_id.variant AND c.need_id.id = f.need_id.id AND c.need_id.cautious
WHERE NOT f.need_id.cautious
ORDER BY variant, f.persona_id.id, f.kind_position, f.need_id.id
