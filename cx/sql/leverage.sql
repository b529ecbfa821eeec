-- One row per touchpoint, owner and channel that takes part in a gap: what closes if all that it does there
-- reached the target. Nothing else changes; a stage without touchpoint has nothing to repair and stays out.
-- A pain counts as repaired once the relief leaves the target. Where only the least shortfall is known (`at_least`),
-- what is lost is counted from the best that can still be found, and a gap closes only if the worst reaches the
-- target too. A direct rating stays as it is, whatever becomes of the touchpoints. `$size_weight` is lambda. Method 2.3 and 2.4,
-- run again on the lifted ratings; 3.3.
WITH weights AS (
    SELECT persona_id, persona_weight_of(size_share, value_share, l.size_weight) AS persona_weight
    FROM persona_weight CROSS JOIN (SELECT $size_weight::DOUBLE AS size_weight) l
),
short_needs AS (SELECT DISTINCT need_id FROM gap),
served AS (
    SELECT l.need_id, l.stage_id, l.touchpoint_id, l.kind, l.group_id, l.weighted, l.usage_share, l.score, l.intensity, l.target,
           coalesce(t.owner, '') AS owner, t.channel,
           greatest(coalesce(l.score, -1.0),
                    CASE WHEN l.kind = 'pain' THEN greatest(-1.0, least(1.0, 1 - (1 - l.target) / l.intensity)) ELSE l.target END) AS lifted
    FROM link l JOIN short_needs USING (need_id) JOIN touchpoints t ON t.touchpoint_id = l.touchpoint_id
    JOIN cell c ON c.need_id = l.need_id AND c.stage_id = l.stage_id
    WHERE l.live AND NOT c.direct
),
levers AS (
    SELECT DISTINCT axis, id, need_id, stage_id FROM (
        SELECT 'touchpoint' AS axis, touchpoint_id AS id, need_id, stage_id FROM served
        UNION ALL SELECT 'owner', owner, need_id, stage_id FROM served
        UNION ALL SELECT 'channel', channel, need_id, stage_id FROM served)
),
repaired AS (
    SELECT v.axis, v.id, s.need_id, s.stage_id, s.kind, s.group_id, s.weighted, s.usage_share, s.intensity,
           CASE WHEN v.id = CASE v.axis WHEN 'touchpoint' THEN s.touchpoint_id WHEN 'owner' THEN s.owner ELSE s.channel END
                THEN s.lifted ELSE s.score END AS score
    FROM levers v JOIN served s ON s.need_id = v.need_id AND s.stage_id = v.stage_id
),
groups AS (
    SELECT axis, id, need_id, stage_id, group_id,
           CASE WHEN any_value(weighted)
                THEN coalesce(sum(usage_share * score) / nullif(sum(usage_share) FILTER (WHERE score IS NOT NULL), 0), max(score))
                ELSE max(score) END AS value,
           CASE WHEN any_value(weighted) THEN sum(usage_share * coalesce(score, 0.0)) / sum(usage_share)
                ELSE max(coalesce(score, 0.0)) END AS worst,
           CASE WHEN any_value(weighted) THEN sum(usage_share * coalesce(score, 1.0)) / sum(usage_share)
                ELSE max(coalesce(score, 1.0)) END AS best
    FROM repaired WHERE kind = 'mandatory' GROUP BY ALL
),
after_mandatory AS (
    SELECT axis, id, need_id, stage_id, min(value) AS fulfilment, min(worst) AS worst, min(best) AS best FROM groups GROUP BY ALL
),
after_rest AS (
    SELECT axis, id, need_id, stage_id,
           CASE WHEN any_value(kind) = 'gain' THEN max(score)
                ELSE spared(any_value(intensity) * (1 - net_relief(max(score), min(score)))) END AS fulfilment,
           spared(any_value(intensity) * (1 - net_relief(max(coalesce(score, -1.0)), min(coalesce(score, -1.0))))) AS worst,
           spared(any_value(intensity) * (1 - net_relief(max(coalesce(score, 1.0)), min(coalesce(score, 1.0))))) AS best
    FROM repaired WHERE kind <> 'mandatory' GROUP BY axis, id, need_id, stage_id
),
afterwards AS (
    SELECT * FROM after_mandatory UNION ALL SELECT * FROM after_rest
),
-- A gain stands at its best stage, whichever that is afterwards.
gap_after AS (
    SELECT a.axis, a.id, g.need_id, g.stage_id, g.tier, g.kind, g.target, g.importance, g.reach, g.persona_id, g.shortfall,
           CASE WHEN g.at_least THEN a.worst ELSE greatest(g.fulfilment, a.fulfilment) END AS surely,
           CASE WHEN g.at_least THEN greatest(g.upper, a.best) ELSE greatest(g.fulfilment, a.fulfilment) END AS fulfilment
    FROM gap g JOIN afterwards a ON a.need_id = g.need_id AND a.stage_id = g.stage_id WHERE g.kind <> 'gain'
    UNION ALL
    SELECT a.axis, a.id, g.need_id, any_value(g.stage_id), any_value(g.tier), 'gain', any_value(g.target), any_value(g.importance),
           any_value(g.reach), any_value(g.persona_id), any_value(g.shortfall),
           greatest(any_value(g.fulfilment), max(a.fulfilment)), greatest(any_value(g.fulfilment), max(a.fulfilment))
    FROM gap g JOIN afterwards a ON a.need_id = g.need_id WHERE g.kind = 'gain' GROUP BY a.axis, a.id, g.need_id
),
closed AS (
    SELECT *, reaches(surely, target) AS closes,
           100 * importance * reach * shortfall AS before,
           100 * importance * reach * short_by(fulfilment, target) AS after
    FROM gap_after
),
whole_needs AS (
    -- Mandatory needs that would then be met everywhere: every stage that is not met is a gap that closes.
    SELECT c.axis, c.id, c.need_id
    FROM closed c JOIN need n ON n.need_id = c.need_id AND n.kind = 'mandatory'
    GROUP BY c.axis, c.id, c.need_id, n.stages_needed, n.stages_met
    HAVING count(*) FILTER (WHERE c.closes) = n.stages_needed - n.stages_met
),
finished AS (SELECT axis, id, count(*) AS needs_met FROM whole_needs GROUP BY axis, id),
final AS (
    SELECT c.axis, c.id, count(*) AS gaps, count(*) FILTER (WHERE c.closes) AS gaps_closed,
           count(*) FILTER (WHERE c.tier = 1) AS tier_1, count(*) FILTER (WHERE c.tier = 1 AND c.closes) AS tier_1_closed,
           coalesce(any_value(f.needs_met), 0) AS needs_met,
           coalesce(sum(c.before * w.persona_weight), 0) AS priority,
           coalesce(sum((c.before - least(c.before, c.after)) * w.persona_weight), 0) AS priority_closed,
           count(DISTINCT c.persona_id) AS personas
    FROM closed c JOIN weights w ON w.persona_id = c.persona_id
    LEFT JOIN finished f ON f.axis = c.axis AND f.id = c.id
    GROUP BY c.axis, c.id
)
SELECT * FROM final ORDER BY axis DESC, rounded(priority_closed) DESC, tier_1_closed DESC, id
