-- One row per mandatory need that is met over its whole journey, and surely so: the interval of every stage that has one lies within
-- met. What was told of it is over.
SELECT n.need_id FROM need n JOIN cell c ON c.need_id = n.need_id
WHERE n.kind = 'mandatory' AND n.state = 'met'
GROUP BY n.need_id HAVING bool_and(coalesce(c.confirmed, true)) AND bool_or(c.confirmed)
ORDER BY n.need_id
