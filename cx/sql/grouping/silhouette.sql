-- One row per variant of a grouping and segment in it: mean distance to its own group, to the nearest other one, and its silhouette
-- (b - a) / max(a, b): near 0 between groups, below 0 nearer to another one; 0 where it stands alone in its group (method 9.2).
-- A segment without answers, or with too few items in common with some other, has none.
-- Reads `distance` (one, other, distance: both directions, only pairs with enough items), `grouped` (variant, segment_id, team).
WITH asked AS (
    SELECT g.variant, g.segment_id, g.team, d.other, d.distance, h.team AS other_team
    FROM grouped g JOIN distance d ON d.one = g.segment_id
    JOIN grouped h ON h.variant = g.variant AND h.segment_id = d.other
),
apart AS (
    SELECT variant, segment_id, team, other_team, avg(distance) AS distance FROM asked GROUP BY ALL
),
final AS (
    SELECT variant, segment_id, team,
           any_value(distance) FILTER (WHERE other_team = team) AS within,
           min(distance) FILTER (WHERE other_team <> team) AS nearest_distance,
           arg_min(other_team, (distance, other_team)) FILTER (WHERE other_team <> team) AS nearest
    FROM apart GROUP BY variant, segment_id, team
)
SELECT *, CASE WHEN nearest IS NULL THEN NULL WHEN within IS NULL OR greatest(within, nearest_distance) = 0 THEN 0.0
               ELSE (nearest_distance - within) / greatest(within, nearest_distance) END AS silhouette
FROM final ORDER BY variant, segment_id
