-- One row per segment of an active persona: its size and value, and its widest gap. Never a sum over gaps:
-- one person can meet several. Reads `exposure`. Method 3.2.
WITH widest AS (
    SELECT segment_id, count(*) AS gaps, count(*) FILTER (WHERE tier = 1) AS tier_1,
           arg_max(need_id, (-tier, people_exposed, need_id)) AS need_id, arg_max(stage_id, (-tier, people_exposed, need_id)) AS stage_id,
           arg_max(people_exposed, (-tier, people_exposed, need_id)) AS people_exposed,
           arg_max(value_exposed, (-tier, people_exposed, need_id)) AS value_exposed
    FROM exposure GROUP BY segment_id
),
final AS (
    SELECT g.segment_id, g.name AS segment_name, g.market, g.size, g.value_per_customer, g.size * g.value_per_customer AS value,
           coalesce(w.gaps, 0) AS gaps, coalesce(w.tier_1, 0) AS tier_1, w.need_id, w.stage_id, w.people_exposed, w.value_exposed
    FROM segments g CROSS JOIN scope s LEFT JOIN widest w ON w.segment_id = g.segment_id
    WHERE (s.market IS NULL OR g.market IS NULL OR g.market = s.market)
      AND g.segment_id IN (SELECT ps.segment_id FROM persona_segments ps JOIN persona_weight p ON p.persona_id = ps.persona_id)
)
SELECT * FROM final ORDER BY coalesce(value_exposed, people_exposed) DESC NULLS LAST, segment_id
