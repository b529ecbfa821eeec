-- One row per pair of things (`one` before `other`): Gower's similarity of their answers on items from 1 to 5, over the items that
-- both have. `enough` where these are at least `$items_in_common` of all that either has: missing answers can inflate it. Method 9.2.
-- Reads `answered`: thing, item, value.
WITH items AS (
    SELECT thing, count(*) AS items FROM answered GROUP BY thing
),
shared AS (
    SELECT a.thing AS one, b.thing AS other, count(*) AS common, sum(abs(a.value - b.value)) / (4.0 * count(*)) AS distance
    FROM answered a JOIN answered b ON b.item = a.item AND b.thing > a.thing
    GROUP BY a.thing, b.thing
),
final AS (
    SELECT i.thing AS one, j.thing AS other, coalesce(s.common, 0)::BIGINT AS items_common,
           (i.items + j.items - coalesce(s.common, 0))::BIGINT AS items_all, 1 - s.distance AS similarity
    FROM items i JOIN items j ON j.thing > i.thing
    LEFT JOIN shared s ON s.one = i.thing AND s.other = j.thing
)
SELECT *, reaches(items_common, $items_in_common * items_all) AS enough FROM final ORDER BY one, other
