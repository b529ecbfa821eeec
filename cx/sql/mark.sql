-- One row per link and expert of the round: the one mark that this expert gave it, `scale` and `other_scale` the first and the
-- last scale used. Links that count today (live, frontstage, active persona, needed there), and the needs that were rated
-- at a stage as a whole. The market in view plays no part: agreement belongs to the panel. Method 2.1, 2.2 (5), 6.2.
WITH given AS (
    SELECT coalesce(l.rowid, -1 - f.rowid) AS unit, r.rater, r.value, r.segment_id, r.scale_used AS scale
    FROM stg_rating r
    JOIN scope s ON s.round_id = r.round_id
    JOIN stg_persona p ON p.persona_id = r.persona_id
    JOIN need_stages f ON f.need_id = r.need_id AND f.stage_id = r.stage_id
    LEFT JOIN links l ON l.touchpoint_id = r.touchpoint_id AND l.stage_id = r.stage_id AND l.need_id = r.need_id
    LEFT JOIN stg_touchpoint t ON t.touchpoint_id = l.touchpoint_id
    WHERE r.source = 'expert' AND (r.touchpoint_id IS NULL OR (t.status = 'live' AND t.visibility = 'frontstage'))
),
by_segment AS (
    SELECT DISTINCT unit FROM given WHERE segment_id IS NOT NULL
),
final AS (
    SELECT unit, rater, median(value) AS mark, min(scale) AS scale, max(scale) AS other_scale
    FROM given g
    WHERE segment_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM by_segment b WHERE b.unit = g.unit)
    GROUP BY unit, rater
)
SELECT * FROM final
