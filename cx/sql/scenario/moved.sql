-- One row per variant and need whose target it moves (`$moving`, `$moved`, `$targets` side by side); never below the adequate level,
-- which a target may not undercut (method 2.1).
SELECT m.variant, n.need_id, greatest(n.adequate, m.target) AS target
FROM (SELECT unnest($moving::INTEGER[]) AS variant, unnest($moved::VARCHAR[]) AS need_id, unnest($targets::DOUBLE[]) AS target) m
JOIN need_scope n ON n.need_id = m.need_id
