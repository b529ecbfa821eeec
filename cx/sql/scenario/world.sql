-- One row per variant and cell that it touches, and, where somebody is less than sure of an effect there, a second one that is
-- `cautious`: every effect only as far as its confidence goes. `world` names it in joins. Method 7.1.
WITH touched AS (
    SELECT variant, need_id, stage_id, bool_or(unsure) AS unsure
    FROM (
        SELECT variant, need_id, stage_id, confidence < 1 AS unsure FROM effect WHERE subject_no IS NOT NULL
        UNION ALL
        SELECT t.variant, l.need_id, l.stage_id, false FROM turned t JOIN offer l ON l.touchpoint_id = t.touchpoint_id
        UNION ALL
        SELECT m.variant, f.need_id, f.stage_id, false FROM moved m JOIN frame f ON f.need_id = m.need_id
    )
    GROUP BY variant, need_id, stage_id
),
final AS (
    SELECT variant, need_id, stage_id, false AS cautious FROM touched
    UNION ALL
    SELECT variant, need_id, stage_id, true FROM touched WHERE unsure
)
SELECT row_number() OVER () AS world, * FROM final
