-- The ranked list, then the unknown cells. Tier 1: mandatory needs missed or without touchpoint, all failing
-- stages of a need together, needs by their largest priority. Tier 2: every other gap. Unknowns carry no rank
-- and stand by what finding out is worth. `reach` is the share of the persona that meets the stage, so that
-- 100 × importance × shortfall × persona_weight × reach is the priority. Method 3.3, 3.5.
--
-- A closing set lists every stage of the need that is known to be below target, since a mandatory need is met
-- only once all of them are; for a gain it is the one stage that is nearest.
-- The `?` says how much size weighs against value (lambda).
WITH weights AS (
    SELECT persona_id, persona_weight_of(size_share, value_share, l.size_weight) AS persona_weight
    FROM persona_weight CROSS JOIN (SELECT ?::DOUBLE AS size_weight) l
),
closing AS (
    SELECT need_id, array_to_string(list(stage_id ORDER BY position, stage_id), ';') AS closing_set FROM gap GROUP BY need_id
),
priced AS (
    SELECT g.*, w.persona_weight, 100 * g.base * w.persona_weight AS priority,
           -- What stands together in the list: all failing stages of a mandatory need, else the row alone.
           CASE WHEN g.tier = 1 THEN g.need_id ELSE g.need_id || ';' || g.stage_id END AS item_key
    FROM gap g JOIN weights w ON w.persona_id = g.persona_id
),
placed AS (
    SELECT *, max(round(priority, 9)) OVER item AS item_priority,
           first_value(position) OVER (item ORDER BY round(priority, 9) DESC, position, stage_id) AS item_position,
           row_number() OVER (item ORDER BY round(priority, 9) DESC, position, stage_id) = 1 AS leads
    FROM priced WINDOW item AS (PARTITION BY tier, item_key)
),
ranked AS (
    SELECT *,
           -- Ties: self-inflicted pains first, then higher importance, then earlier stage, then id.
           row_number() OVER (ORDER BY tier, item_priority DESC, self_inflicted DESC, importance DESC, item_position, need_id,
                                       round(priority, 9) DESC, position, stage_id) AS rank
    FROM placed
),
unknown AS (
    SELECT c.need_id, c.persona_id, c.kind, c.stage_id, c.position, c.state, c.fulfilment, c.importance, c.reach,
           w.persona_weight, c.evidence, c.stale, c.assumed, c.provisional, c.n, c.source, c.flags, c.reason, c.lower, c.upper, c.target, c.adequate,
           100 * c.importance * w.persona_weight * c.reach
               * (greatest(0.0, c.target - c.lower) - greatest(0.0, c.target - c.upper)) / c.target AS info_value,
           -- Finding out about a gain that is met elsewhere, or a need that fails elsewhere, does not change the verdict.
           n.state AS need_state
    FROM cell c JOIN need n ON n.need_id = c.need_id JOIN weights w ON w.persona_id = c.persona_id
    WHERE c.state = 'not_assessed'
),
final AS (
    SELECT r.rank, r.tier, r.need_id, r.persona_id, r.kind, r.stage_id, r.state, r.fulfilment, r.shortfall, r.importance,
           r.persona_weight, r.reach, r.priority, NULL::DOUBLE AS info_value, c.closing_set,
           dense_rank() OVER (ORDER BY r.tier, r.item_priority DESC, r.self_inflicted DESC, r.importance DESC, r.item_position, r.item_key) AS item,
           r.leads, r.people_missed, r.evidence, r.stale, r.assumed, r.provisional, r.n, r.source, r.confirmed, r.precision, r.flags,
           r.interval_low, r.interval_high, r.touchpoints, r.target, r.adequate, r.position, r.base, r.size_share, r.value_share,
           NULL::DOUBLE AS lower, NULL::DOUBLE AS upper, NULL::VARCHAR AS reason, NULL::VARCHAR AS need_state
    FROM ranked r JOIN closing c ON c.need_id = r.need_id
    UNION ALL
    SELECT NULL, NULL, u.need_id, u.persona_id, u.kind, u.stage_id, u.state, u.fulfilment, NULL, u.importance,
           u.persona_weight, u.reach, NULL, u.info_value, NULL, NULL, NULL, NULL, u.evidence, u.stale, u.assumed, u.provisional, u.n, u.source,
           NULL, NULL, u.flags, NULL, NULL, NULL, u.target, u.adequate, u.position, NULL, NULL, NULL,
           u.lower, u.upper, u.reason, u.need_state
    FROM unknown u
)
SELECT * FROM final ORDER BY rank NULLS LAST, round(info_value, 9) DESC, importance DESC, position, need_id, stage_id
