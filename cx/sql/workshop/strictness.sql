-- One row per person who scored: -1 where their final scores lie half a step or more below the panel's medians on average, 1
-- where above, else 0. No rows from fewer than `$fewest_strict` people or over fewer than `$fewest_units` items: on one item it
-- would be the score itself. Method 6.2.
WITH rated AS (
    SELECT p.item_id, p.person_id, p.value - s.median AS off
    FROM panel p JOIN spread s ON s.part = 'final' AND s.item_id = p.item_id
    WHERE p.part = 'final' AND p.value IS NOT NULL
),
final AS (
    SELECT greatest(-1, least(1, trunc(2 * sum(off) / count(*)))) AS strictness FROM rated GROUP BY person_id
    QUALIFY count(*) OVER () >= $fewest_strict AND (SELECT count(DISTINCT item_id) FROM rated) >= $fewest_units
)
SELECT * FROM final ORDER BY strictness
