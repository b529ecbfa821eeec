-- One row per variant and cell that it touches or, with `$every`, per variant and cell: as it would be. `fulfilment` is the known-only
-- value if every effect is whole, `low` if each goes only as far as its confidence (`low_state` the state then); both are projected,
-- never measured. `direct`: judged as a whole, so that no change of a link changes it; `flags` say only what may be said of a
-- projection. A variant is one of `$variants`.
-- Reads `judged`. Method 7.1.
WITH touched AS (
    SELECT f.variant, f.persona_id, f.need_id, f.kind, f.stage_id, f.state, f.fulfilment, f.lower, f.upper, f.target, f.adequate,
           coalesce(c.state, f.state) AS low_state, CASE WHEN c.world IS NULL THEN f.fulfilment ELSE c.fulfilment END AS low,
           flags_in_order([CASE WHEN cannot_be_met(f.state, f.upper, f.target) THEN 'cannot_be_met' END, CASE WHEN f.direct THEN 'direct' END]) AS flags,
           f.direct, true AS touched, f.kind_position, f.position
    FROM judged f
    LEFT JOIN judged c ON c.variant = f.variant AND c.need_id = f.need_id AND c.stage_id = f.stage_id AND c.cautious
    WHERE NOT f.cautious
),
untouched AS (
    SELECT v.variant, c.persona_id, c.need_id, c.kind, c.stage_id, c.state, c.fulfilment, c.lower, c.upper, c.target, c.adequate,
           c.state AS low_state, c.fulfilment AS low, c.flags, c.direct, false AS touched, c.kind_position, c.position
    FROM cell c CROSS JOIN (SELECT unnest(range($variants::INTEGER))::INTEGER AS variant WHERE $every::BOOLEAN) v
    ANTI JOIN world w ON w.variant = v.variant AND w.need_id = c.need_id AND w.stage_id = c.stage_id
),
final AS (
    SELECT * FROM touched UNION ALL SELECT * FROM untouched
)
SELECT * EXCLUDE (kind_position, position) FROM final ORDER BY variant, persona_id, kind_position, need_id, position, stage_id
