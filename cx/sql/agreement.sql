-- One row per scale on which panels of experts rated in the round: ordinal Krippendorff alpha over the links that
-- count today (live, frontstage, active persona, needed there) and the needs that were rated at a stage as a whole. The market in view plays no
-- part: agreement belongs to the panel. A panel that mixes scales belongs to none. Alpha is NULL where it
-- cannot be computed (fewer than two categories) and on fewer units than it needs; `alpha_of_few` is the bare formula,
-- for the tests. Method 2.1, 2.2 (5), 6.2.
WITH given AS (
    SELECT coalesce(l.rowid, -1 - f.rowid) AS unit, r.rater, r.value, r.segment_id,
           coalesce(r.scale, CASE WHEN n.kind = 'pain' THEN '-1-1' ELSE '0-1' END) AS scale
    FROM ratings r
    CROSS JOIN scope s
    JOIN needs n ON n.need_id = r.need_id
    JOIN personas p ON p.persona_id = n.persona_id AND coalesce(p.status, 'active') = 'active'
    JOIN need_stages f ON f.need_id = r.need_id AND f.stage_id = r.stage_id
    LEFT JOIN links l ON l.touchpoint_id = r.touchpoint_id AND l.stage_id = r.stage_id AND l.need_id = r.need_id
    LEFT JOIN touchpoints t ON t.touchpoint_id = l.touchpoint_id
    WHERE r.source = 'expert' AND r.round_id = s.round_id
          AND (r.touchpoint_id IS NULL OR (coalesce(t.status, 'live') = 'live' AND l.touchpoint_id IS NOT NULL
                                           AND coalesce(t.visibility, 'frontstage') = 'frontstage'))
),
by_segment AS (
    SELECT DISTINCT unit FROM given WHERE segment_id IS NOT NULL
),
marks AS (
    SELECT unit, rater, median(value) AS mark, min(scale) AS scale, max(scale) AS other_scale
    FROM given g
    WHERE segment_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM by_segment b WHERE b.unit = g.unit)
    GROUP BY unit, rater
),
-- From here on only marks count, wherever they come from: the workshop reads what follows as well.
panels AS (
    SELECT unit, min(scale) AS scale, count(*) AS raters FROM marks
    GROUP BY unit HAVING count(*) >= 2 AND min(scale) = max(other_scale)
),
counted AS (
    SELECT p.scale, unit, any_value(p.raters) AS raters, m.mark, count(*) AS n_unit
    FROM marks m JOIN panels p USING (unit) GROUP BY p.scale, unit, m.mark
),
marginal AS (
    SELECT scale, mark, sum(n_unit)::DOUBLE AS n_mark,
           sum(sum(n_unit)) OVER (PARTITION BY scale ORDER BY mark)::DOUBLE AS up_to,
           sum(sum(n_unit)) OVER (PARTITION BY scale)::DOUBLE AS n_all
    FROM counted GROUP BY scale, mark
),
distance AS (
    -- Ordinal distance: marks between the two, each end counted half.
    SELECT a.scale, a.mark AS low, b.mark AS high, a.n_mark * b.n_mark AS expected,
           ((b.up_to - a.up_to + a.n_mark) - (a.n_mark + b.n_mark) / 2) ^ 2 AS delta2
    FROM marginal a JOIN marginal b ON b.scale = a.scale AND b.mark > a.mark
),
observed AS (
    SELECT a.scale, a.mark AS low, b.mark AS high, sum(a.n_unit * b.n_unit / (a.raters - 1.0)) AS pairs
    FROM counted a JOIN counted b ON b.unit = a.unit AND b.mark > a.mark
    GROUP BY ALL
),
computed AS (
    SELECT m.scale,
           (SELECT count(*) FROM panels p WHERE p.scale = m.scale) AS units,
           1 - (any_value(m.n_all) - 1)
               * coalesce((SELECT sum(o.pairs * d.delta2) FROM observed o
                           JOIN distance d ON d.scale = o.scale AND d.low = o.low AND d.high = o.high
                           WHERE o.scale = m.scale), 0)
               / nullif((SELECT sum(d.expected * d.delta2) FROM distance d WHERE d.scale = m.scale), 0) AS alpha_of_few
    FROM marginal m GROUP BY m.scale
),
final AS (
    -- On fewer than eight units alpha says little (method 6.2).
    SELECT *, units >= 8 AS enough, CASE WHEN units >= 8 THEN alpha_of_few END AS alpha FROM computed
)
SELECT * FROM final
