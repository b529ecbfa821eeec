-- The ranked list, then the unknown cells. Tier 1: mandatory needs missed or without touchpoint, all failing
-- stages of a need together, needs by their largest priority. Tier 2: mandatory needs not fully met. Tier 3:
-- gains and pains. `part` is the tier by which the list is ordered. Unknowns carry no rank and stand by what
-- finding out is worth (`find_out` is their order); a cell that cannot be met has a rank and stands there as
-- well, in one row. `reach` is the share of the persona that meets the stage, so that
-- 100 × importance × shortfall × persona_weight × reach is the priority. Method 3.3, 3.5.
--
-- What falls short of a persona whose weight is not defined (`blocked`, method 9.1) has a tier, and no priority, rank or item; it
-- stands last. What is not known of it is asked about last, since nobody can say what the answer is worth.
--
-- A closing set lists every stage of the need that is known to be below target, since a mandatory need is met
-- only once all of them are; for a gain it is the one stage that is nearest.
-- `$size_weight` says how much size weighs against value (lambda), `$by_priority` whether tiers 2 and 3 are one list.
WITH choice AS (
    SELECT $size_weight::DOUBLE AS size_weight, $by_priority::BOOLEAN AS by_priority
),
weights AS (
    SELECT persona_id, persona_weight_of(size_share, value_share, l.size_weight) AS persona_weight, l.by_priority, blocked
    FROM persona_weight CROSS JOIN choice l
),
closing AS (
    SELECT need_id, list(stage_id ORDER BY position, stage_id) AS closing_set FROM gap GROUP BY need_id
),
priced AS (
    SELECT g.*, w.persona_weight, w.blocked, 100 * g.base * w.persona_weight AS priority,
           CASE WHEN w.blocked IS NOT NULL THEN 9 WHEN w.by_priority THEN least(g.tier, 2) ELSE g.tier END AS part,
           CASE WHEN g.at_least THEN 100 * g.importance * w.persona_weight * g.reach
               * (short_by(g.lower, g.target) - short_by(g.upper, g.target)) END AS info_value,
           -- What stands together in the list: all failing stages of a mandatory need, else the row alone.
           CASE WHEN g.tier = 1 THEN g.need_id ELSE g.need_id || ';' || g.stage_id END AS item_key
    FROM gap g JOIN weights w ON w.persona_id = g.persona_id
),
placed AS (
    SELECT *, max(rounded(priority)) OVER item AS item_priority,
           first_value(position) OVER (item ORDER BY rounded(priority) DESC, position, stage_id) AS item_position,
           row_number() OVER (item ORDER BY rounded(priority) DESC, position, stage_id) = 1 AS leads
    FROM priced WINDOW item AS (PARTITION BY part, item_key)
),
ranked AS (
    SELECT *,
           -- Ties: self-inflicted pains first, then higher importance, then earlier stage, then id.
           row_number() OVER (ORDER BY part, item_priority DESC, self_inflicted DESC, importance DESC, item_position, need_id,
                                       rounded(priority) DESC, position, stage_id) AS rank
    FROM placed
),
unknown AS (
    SELECT c.need_id, c.persona_id, c.kind, c.stage_id, c.position, c.state, c.fulfilment, c.importance, c.reach,
           w.persona_weight, w.blocked, c.evidence, c.stale, c.assumed, c.provisional, c.n, c.source, c.flags, c.reason, c.lower, c.upper, c.target, c.adequate,
           100 * c.importance * w.persona_weight * c.reach * (short_by(c.lower, c.target) - short_by(c.upper, c.target)) AS info_value
    FROM cell c JOIN weights w ON w.persona_id = c.persona_id
    WHERE c.state = 'not_assessed' AND NOT EXISTS (SELECT 1 FROM gap g WHERE g.at_least AND g.need_id = c.need_id AND g.stage_id = c.stage_id)
),
listed AS (
    SELECT CASE WHEN r.blocked IS NULL THEN r.rank END AS rank, r.tier, r.need_id, r.persona_id, r.kind, r.stage_id, r.state, r.fulfilment, r.shortfall, r.importance,
           r.persona_weight, r.reach, r.priority, r.info_value, c.closing_set,
           CASE WHEN r.blocked IS NULL THEN
               dense_rank() OVER (ORDER BY r.part, r.item_priority DESC, r.self_inflicted DESC, r.importance DESC, r.item_position, r.item_key) END AS item,
           r.leads, r.people_missed, r.evidence, r.stale, r.assumed, r.provisional, r.n, r.source, r.confirmed, r.precision, r.flags,
           r.interval_low, r.interval_high, r.touchpoints, r.target, r.adequate, r.position, r.base, r.size_share, r.value_share,
           r.part, r.at_least, r.lower, r.upper, CASE WHEN r.at_least THEN r.reason END AS reason, r.blocked
    FROM ranked r JOIN closing c ON c.need_id = r.need_id
    UNION ALL
    SELECT NULL, NULL, u.need_id, u.persona_id, u.kind, u.stage_id, u.state, u.fulfilment, NULL, u.importance,
           u.persona_weight, u.reach, NULL, u.info_value, NULL, NULL, NULL, NULL, u.evidence, u.stale, u.assumed, u.provisional, u.n, u.source,
           NULL, NULL, u.flags, NULL, NULL, NULL, u.target, u.adequate, u.position, NULL, NULL, NULL,
           NULL, false, u.lower, u.upper, u.reason, u.blocked
    FROM unknown u
),
final AS (
    -- Finding out about a gain that is met elsewhere, or a need that fails elsewhere, does not change the verdict (`need_state`).
    SELECT l.* EXCLUDE (asked), CASE WHEN asked THEN n.state END AS need_state,
           CASE WHEN asked THEN row_number() OVER (ORDER BY NOT asked, l.info_value IS NULL, rounded(l.info_value) DESC, l.importance DESC,
                                                             l.position, l.need_id, l.stage_id) END AS find_out
    FROM (SELECT *, tier IS NULL OR at_least AS asked FROM listed) l JOIN need n ON n.need_id = l.need_id
)
SELECT * FROM final ORDER BY rank NULLS LAST, find_out NULLS LAST, part, importance DESC, position, need_id, stage_id
