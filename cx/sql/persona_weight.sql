-- One row per active persona: how many people and how much value it stands for, as shares of all segments in
-- view. Weighed by `weight_by`: size and value; size alone where the value of some segment is not known; all
-- personas alike where no segment has a size. In a market view the segments of that market and those of none
-- count. Method 3.2.
--
-- `blocked` says why its weight is not defined, and so nothing of it has a priority (method 9.1): 'no segment', although others have
-- people, or 'shares', where those of one of its segments do not sum to 1. Where no segment has a size there are no people to count
-- yet, and all personas weigh alike.
WITH counted AS (
    SELECT g.* FROM segments g CROSS JOIN market_seen s
    WHERE s.market IS NULL OR g.market IS NULL OR g.market = s.market
),
whole AS (
    SELECT coalesce(sum(size), 0) AS size, coalesce(sum(size * value_per_customer), 0) AS value,
           coalesce(bool_and(value_per_customer IS NOT NULL OR size = 0), false) AS valued
    FROM counted
),
own AS (
    SELECT persona_id, sum(people) AS size, sum(people * value_per_customer) AS value
    FROM stg_persona_segment SEMI JOIN counted USING (segment_id) GROUP BY persona_id
),
wrong AS (
    SELECT segment_id FROM stg_persona_segment GROUP BY segment_id HAVING abs(sum(share) - 1) > 1e-6
),
basis AS (
    SELECT persona_id, count(*) AS segments, count(w.segment_id) AS wrong
    FROM stg_persona_segment LEFT JOIN wrong w USING (segment_id) GROUP BY persona_id
),
final AS (
    SELECT p.persona_id, coalesce(o.size, 0) AS people, o.value,
           CASE WHEN w.size = 0 THEN NULL WHEN b.segments IS NULL THEN 'no segment' WHEN b.wrong > 0 THEN 'shares' END AS blocked,
           CASE WHEN w.size = 0 THEN 1.0 / count(*) OVER () WHEN blocked IS NULL THEN coalesce(o.size, 0) / w.size END AS size_share,
           CASE WHEN w.valued AND w.value > 0 AND blocked IS NULL THEN coalesce(o.value, 0) / w.value END AS value_share,
           CASE WHEN w.size = 0 THEN 'alike' WHEN w.valued AND w.value > 0 THEN 'size and value' ELSE 'size' END AS weight_by
    FROM stg_persona p CROSS JOIN whole w
    LEFT JOIN own o ON o.persona_id = p.persona_id
    LEFT JOIN basis b ON b.persona_id = p.persona_id
)
SELECT * FROM final ORDER BY persona_id
