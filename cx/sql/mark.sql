-- One row per link and expert of the round: the one mark that this expert gave it, `scale` and `other_scale` the first and the
-- last scale used. Links that count today (live, frontstage, active persona, needed there), and the needs that were rated
-- at a stage as a whole. The market in view plays no part: agreement belongs to the panel. Method 2.1, 2.2 (5), 6.2.
WITH counting AS (
    SELECT a.rowid AS cell_no, a.need_id, a.stage_id
    FROM need_stages a JOIN needs n ON n.need_id = a.need_id JOIN stg_persona p ON p.persona_id = n.persona_id
),
units AS (
    SELECT l.rowid AS unit
    FROM links l
    JOIN counting a ON a.need_id = l.need_id AND a.stage_id = l.stage_id
    JOIN stg_touchpoint t ON t.touchpoint_id = l.touchpoint_id AND t.status = 'live' AND t.visibility = 'frontstage'
    UNION ALL
    SELECT -1 - cell_no FROM counting
),
given AS (
    SELECT u.unit, r.rater, r.value, r.segment_id, r.scale_used AS scale
    FROM rated r JOIN units u ON u.unit = r.subject_no WHERE r.source = 'expert'
),
final AS (
    SELECT unit, rater, median(value) AS mark, min(scale) AS scale, max(scale) AS other_scale
    FROM given
    WHERE segment_id IS NOT NULL OR unit NOT IN (SELECT unit FROM given WHERE segment_id IS NOT NULL)
    GROUP BY unit, rater
)
SELECT * FROM final
