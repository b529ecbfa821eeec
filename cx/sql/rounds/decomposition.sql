-- One row per index (the kind of needs it is made of) and persona, and one per index over all of them (`persona_id` empty), with its change taken
-- apart: needs that are in both and were measured alike (`continuing`) did better or worse, or weigh otherwise; the rest is scope. Performance +
-- mix + scope is the whole change. Reads `need_pair`. Method 8.3.
WITH stood AS (
    SELECT *, kind_before = kind AND persona_id_before = persona_id AS same_index FROM need_pair
),
valued AS (
    -- A need that became another kind's or another persona's left one index and came into another.
    SELECT persona_id_before AS persona_id, kind_before AS kind, weight_before AS w0, index_before AS f0,
           NULL::DOUBLE AS w1, NULL::DOUBLE AS f1, false AS continuing
    FROM stood WHERE index_before IS NOT NULL AND NOT same_index
    UNION ALL
    SELECT persona_id, kind, CASE WHEN same_index AND index_before IS NOT NULL THEN weight_before END, CASE WHEN same_index THEN index_before END,
           CASE WHEN index_after IS NOT NULL THEN weight_after END, index_after,
           differs = '' AND index_before IS NOT NULL AND index_after IS NOT NULL
    FROM stood WHERE index_after IS NOT NULL OR (same_index AND index_before IS NOT NULL)
),
summed AS (
    SELECT persona_id, kind, count(f0) AS needs_before, count(f1) AS needs_after, count(*) FILTER (continuing) AS continuing,
           sum(w0 * f0) / nullif(sum(w0), 0) AS index_before, sum(w1 * f1) / nullif(sum(w1), 0) AS index_after,
           nullif(sum(w0) FILTER (continuing), 0) AS whole_before, nullif(sum(w1) FILTER (continuing), 0) AS whole_after,
           sum(w0 * f0) FILTER (continuing) / whole_before AS kept_before, sum(w1 * f1) FILTER (continuing) / whole_after AS kept_after,
           (sum(w0 * (f1 - f0)) FILTER (continuing) / whole_before + sum(w1 * (f1 - f0)) FILTER (continuing) / whole_after) / 2 AS moved,
           (sum(w1 * (f0 + f1)) FILTER (continuing) / whole_after - sum(w0 * (f0 + f1)) FILTER (continuing) / whole_before) / 2 AS weighed
    FROM valued GROUP BY GROUPING SETS ((persona_id, kind), (kind))
),
final AS (
    SELECT persona_id, kind, needs_before, needs_after, continuing, index_before, index_after, index_after - index_before AS change,
           CASE WHEN change IS NOT NULL THEN coalesce(moved, 0.0) END AS performance,
           CASE WHEN change IS NOT NULL THEN coalesce(weighed, 0.0) END AS mix,
           CASE WHEN change IS NOT NULL THEN CASE WHEN moved IS NULL THEN change ELSE (index_after - kept_after) - (index_before - kept_before) END END AS scope
    FROM summed
)
SELECT * FROM final ORDER BY persona_id NULLS FIRST, kind_position(kind)
