-- One row per known gap, before anybody says how size weighs against value: mandatory needs and pains have a
-- row per stage below target, a gain one row at its best stage. `base` is importance × shortfall × reach, so
-- that the priority is 100 × base × persona weight. `tier` 1: mandatory needs that fail; 2: mandatory needs not
-- fully met; 3: gains and pains. Method 3.1, 3.3.
WITH short AS (
    SELECT c.need_id, c.stage_id, c.state, c.fulfilment, c.shortfall, false AS at_least
    FROM cell c WHERE c.kind <> 'gain' AND c.state IN ('missed', 'no_touchpoint', 'partial')
    UNION ALL
    -- What is judged of a gain is the need, under whichever rule rolls it up.
    SELECT n.need_id, n.weakest_stage, n.state, coalesce(n.fulfilment, 0.0), n.shortfall, false
    FROM need n WHERE n.kind = 'gain' AND n.state IN ('missed', 'no_touchpoint', 'partial')
    UNION ALL
    -- Whatever is found out, the target stays out of reach: how much is missing at least is known, the whole is
    -- not. Never a gain, since a moment that nobody has rated may still be its best one.
    SELECT c.need_id, c.stage_id, c.state, c.fulfilment, short_by(c.upper, c.target), true
    FROM cell c WHERE c.kind <> 'gain' AND list_contains(c.flags, 'cannot_be_met')
),
final AS (
    SELECT g.need_id, c.persona_id, c.kind, c.kind_position, g.stage_id, c.position, g.state, g.fulfilment, g.shortfall, g.at_least,
           c.importance, c.reach, c.adequate, c.target, c.importance * g.shortfall * c.reach AS base,
           CASE WHEN c.kind = 'mandatory' AND g.state IN ('missed', 'no_touchpoint') THEN 1 WHEN c.kind = 'mandatory' THEN 2 ELSE 3 END AS tier,
           list_contains(c.flags, 'self_inflicted') AS self_inflicted,
           -- People, where a share of people was asked: how many the touchpoints here fail (method 3.2).
           CASE WHEN c.kind = 'mandatory' AND NOT g.at_least AND c.source = 'survey' AND c.share_k IS NOT NULL AND w.people > 0
                THEN w.people * c.reach * (1 - g.fulfilment) END AS people_missed,
           c.evidence, c.stale, c.assumed, c.provisional, c.n, c.source, c.confirmed, c.precision, c.flags, c.reason, c.touchpoints,
           c.interval_low, c.interval_high, c.share_k, c.sample_n, c.live_links, c.lower, c.upper,
           w.people, w.size_share, w.value_share
    FROM short g
    JOIN cell c ON c.need_id = g.need_id AND c.stage_id = g.stage_id
    JOIN persona_weight w ON w.persona_id = c.persona_id
)
SELECT * FROM final
