-- One row per variant and touchpoint that it switches on, by itself (`$switching`, `$switched`) or through an improvement, or removes
-- (`$removing`, `$removed`): its status in the variant. Only what is planned can be switched on; what is removed stays out. Method 7.1.
WITH said AS (
    SELECT unnest($switching::INTEGER[]) AS variant, unnest($switched::VARCHAR[]) AS touchpoint_id, false AS removed
    UNION ALL
    SELECT unnest($removing::INTEGER[]), unnest($removed::VARCHAR[]), true
    UNION ALL
    SELECT variant, touchpoint_id, false FROM effect WHERE activates
)
SELECT s.variant, s.touchpoint_id,
       CASE WHEN bool_or(s.removed) THEN 'retired' WHEN any_value(t.status) = 'planned' THEN 'live' ELSE any_value(t.status) END AS status
FROM said s JOIN stg_touchpoint t ON t.touchpoint_id = s.touchpoint_id
GROUP BY s.variant, s.touchpoint_id
