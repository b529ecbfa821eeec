-- One row per active persona and market in which it is used although nobody was interviewed there, while people of other markets were:
-- `interviewed_in` names those. It is used in the markets of its segments and in the one in view. Where a market is in view, that one
-- alone is looked at. Method 9.3 (5).
WITH held AS (
    SELECT g.persona_id, g.market, count(i.interview_id) AS interviews
    FROM stg_persona_segment g LEFT JOIN interviews i ON i.segment_id = g.segment_id AND i.method IS DISTINCT FROM 'synthetic'
    JOIN stg_persona p ON p.persona_id = g.persona_id
    WHERE g.market IS NOT NULL GROUP BY g.persona_id, g.market
),
used AS (
    SELECT h.persona_id, h.market FROM held h CROSS JOIN scope s WHERE s.market IS NULL OR h.market = s.market
    UNION
    SELECT p.persona_id, s.market FROM stg_persona p CROSS JOIN scope s WHERE s.market IS NOT NULL
),
final AS (
    SELECT u.persona_id, u.market, list(h.market ORDER BY h.market) FILTER (WHERE h.interviews > 0) AS interviewed_in
    FROM used u JOIN held h ON h.persona_id = u.persona_id
    GROUP BY u.persona_id, u.market
    HAVING coalesce(sum(h.interviews), 0) > 0 AND coalesce(sum(h.interviews) FILTER (WHERE h.market = u.market), 0) = 0
)
SELECT * FROM final ORDER BY persona_id, market
