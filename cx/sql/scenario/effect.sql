-- One row per variant, link and effect on it of an improvement that the variant chooses; `confidence` empty = nobody said how
-- sure, so that it may do nothing. A variant is a number. Takes `$choosing` and `$chosen`, which name variants and improvements
-- side by side. Method 7.1; data model, improvement_effects.csv.
WITH choice AS (
    SELECT DISTINCT unnest($choosing::INTEGER[]) AS variant, unnest($chosen::VARCHAR[]) AS improvement_id
)
SELECT c.variant, l.subject_no, e.touchpoint_id, e.stage_id, e.need_id, e.effect, e.value, coalesce(e.confidence, 0.0) AS confidence,
       coalesce(e.activates_touchpoint, false) AS activates
FROM choice c
JOIN improvement_effects e ON e.improvement_id = c.improvement_id
LEFT JOIN offer l ON l.touchpoint_id = e.touchpoint_id AND l.stage_id = e.stage_id AND l.need_id = e.need_id
