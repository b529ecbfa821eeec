-- The needs of every variant and side, with targets as they are moved. Reads `side`, `moved`. Method 7.1.
SELECT n.* REPLACE ({'variant': s.variant, 'cautious': s.cautious, 'id': n.need_id} AS need_id,
                    {'variant': s.variant, 'cautious': s.cautious, 'id': n.persona_id} AS persona_id, coalesce(m.target, n.target) AS target)
FROM need_scope n CROSS JOIN side s LEFT JOIN moved m ON m.variant = s.variant AND m.need_id = n.need_id
