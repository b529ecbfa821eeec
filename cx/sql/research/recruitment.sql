-- One row per segment in view: people to talk to as planned (`$planned`, the same for each), interviews held, and how many are
-- missing; `combed` are those with at least one finding. Reads interview_row. Method 9.1.
WITH held AS (
    SELECT segment_id, count(*) AS held, count(DISTINCT person) AS people, count(*) FILTER (WHERE combed) AS combed, max(held_on) AS last_held
    FROM interview_row GROUP BY segment_id
),
final AS (
    SELECT g.segment_id, g.name AS segment, g.market, g.size,
           coalesce(list_sort(list(p.persona_id) FILTER (WHERE p.persona_id IS NOT NULL)), []) AS personas,
           $planned::BIGINT AS planned, coalesce(any_value(h.held), 0) AS held, coalesce(any_value(h.people), 0) AS people,
           coalesce(any_value(h.combed), 0) AS combed, greatest(0, $planned::BIGINT - coalesce(any_value(h.people), 0)) AS missing,
           any_value(h.last_held) AS last_held
    FROM segments g
    CROSS JOIN scope s
    LEFT JOIN persona_segments q ON q.segment_id = g.segment_id
    LEFT JOIN stg_persona p ON p.persona_id = q.persona_id
    LEFT JOIN held h ON h.segment_id = g.segment_id
    WHERE s.market IS NULL OR g.market = s.market
    GROUP BY g.segment_id, g.name, g.market, g.size
)
SELECT * FROM final ORDER BY market NULLS LAST, segment, segment_id
