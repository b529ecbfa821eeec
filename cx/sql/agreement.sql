-- One row per scale on which panels rated: ordinal Krippendorff alpha over the units that two or more of a panel judged.
-- A panel that mixes scales belongs to none. Alpha is NULL where it cannot be computed (fewer than two categories) and on
-- fewer units than `$fewest_units`; `alpha_of_few` is the bare formula, for the tests. Reads `mark`: here the experts of the round,
-- in a workshop the people in the room. Method 6.2.
WITH marks AS MATERIALIZED (
    SELECT unit, mark, scale, other_scale FROM mark
),
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
scales_rated AS (
    SELECT m.scale, any_value(m.n_all) AS n_all, any_value(p.units) AS units
    FROM marginal m JOIN (SELECT scale, count(*) AS units FROM panels GROUP BY scale) p ON p.scale = m.scale
    GROUP BY m.scale
),
disagreement AS (
    SELECT d.scale, sum(o.pairs * d.delta2) AS observed, sum(d.expected * d.delta2) AS expected
    FROM distance d LEFT JOIN observed o ON o.scale = d.scale AND o.low = d.low AND o.high = d.high
    GROUP BY d.scale
),
computed AS (
    SELECT r.scale, r.units, 1 - (r.n_all - 1) * coalesce(d.observed, 0) / nullif(d.expected, 0) AS alpha_of_few
    FROM scales_rated r LEFT JOIN disagreement d ON d.scale = r.scale
),
final AS (
    -- On few units alpha says little (method 6.2).
    SELECT *, units >= $fewest_units AS enough, CASE WHEN units >= $fewest_units THEN alpha_of_few END AS alpha FROM computed
)
SELECT * FROM final
