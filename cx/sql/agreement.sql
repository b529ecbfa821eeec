-- One row per scale on which panels of experts rated in the round: ordinal Krippendorff alpha over the
-- links that count today (live, frontstage, active persona, needed there). The market in view plays no
-- part: agreement belongs to the panel. A panel that mixes scales belongs to none. Alpha is NULL where it
-- cannot be computed (fewer than two categories). Method 2.1, 6.2.
WITH given AS (
    SELECT r.touchpoint_id, r.stage_id, r.need_id, r.rater, r.value, r.segment_id,
           coalesce(r.scale, CASE WHEN n.kind = 'pain' THEN '-1-1' ELSE '0-1' END) AS scale
    FROM ratings r
    CROSS JOIN scope s
    JOIN needs n ON n.need_id = r.need_id
    JOIN personas p ON p.persona_id = n.persona_id AND coalesce(p.status, 'active') = 'active'
    JOIN links l ON l.touchpoint_id = r.touchpoint_id AND l.stage_id = r.stage_id AND l.need_id = r.need_id
    JOIN need_stages f ON f.need_id = r.need_id AND f.stage_id = r.stage_id
    JOIN touchpoints t ON t.touchpoint_id = r.touchpoint_id AND coalesce(t.status, 'live') = 'live'
                      AND coalesce(t.visibility, 'frontstage') = 'frontstage'
    WHERE r.source = 'expert' AND r.round_id = s.round_id
    QUALIFY r.segment_id IS NOT NULL OR count(r.segment_id) OVER (PARTITION BY r.touchpoint_id, r.stage_id, r.need_id) = 0
),
marks AS (
    SELECT touchpoint_id, stage_id, need_id, rater, median(value) AS mark, min(scale) AS scale, max(scale) AS other_scale,
           concat_ws(chr(31), touchpoint_id, stage_id, need_id) AS unit
    FROM given GROUP BY touchpoint_id, stage_id, need_id, rater
),
paired AS (
    SELECT *, count(*) OVER same_link AS raters
    FROM marks
    WINDOW same_link AS (PARTITION BY unit)
    QUALIFY raters >= 2 AND min(scale) OVER same_link = max(other_scale) OVER same_link
),
marginal AS (
    SELECT scale, mark, count(*)::DOUBLE AS n_mark,
           sum(count(*)) OVER (PARTITION BY scale ORDER BY mark)::DOUBLE AS up_to,
           sum(count(*)) OVER (PARTITION BY scale)::DOUBLE AS n_all,
           count(*) OVER (PARTITION BY scale) AS categories
    FROM paired GROUP BY scale, mark
),
distance AS (
    -- Ordinal distance: marks between the two, each end counted half.
    SELECT a.scale, a.mark AS low, b.mark AS high, a.n_mark * b.n_mark AS expected,
           ((b.up_to - a.up_to + a.n_mark) - (a.n_mark + b.n_mark) / 2) ^ 2 AS delta2
    FROM marginal a JOIN marginal b ON b.scale = a.scale AND b.mark > a.mark
),
observed AS (
    SELECT a.scale, least(a.mark, b.mark) AS low, greatest(a.mark, b.mark) AS high,
           sum(1.0 / (a.raters - 1)) AS pairs
    FROM paired a JOIN paired b ON b.scale = a.scale AND b.unit = a.unit AND b.rater < a.rater AND b.mark <> a.mark
    GROUP BY ALL
),
final AS (
    SELECT m.scale,
           (SELECT count(DISTINCT unit) FROM paired p WHERE p.scale = m.scale) AS units,
           1 - (any_value(m.n_all) - 1)
               * coalesce((SELECT sum(o.pairs * d.delta2) FROM observed o
                           JOIN distance d ON d.scale = o.scale AND d.low = o.low AND d.high = o.high
                           WHERE o.scale = m.scale), 0)
               / nullif((SELECT sum(d.expected * d.delta2) FROM distance d WHERE d.scale = m.scale), 0) AS alpha
    FROM marginal m GROUP BY m.scale
)
SELECT * FROM final
