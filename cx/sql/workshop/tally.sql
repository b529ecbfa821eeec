-- One row per topic and option that may be seen: its dots, and the share of voters who gave it at least one.
-- Ranked by dots, then by that breadth. Method 6.3.
WITH voted AS (
    SELECT split_part(item_id, '/', 1) AS topic_id, split_part(item_id, '/', 2) AS option_id, person_id, value
    FROM shown WHERE part = 'dots'
),
final AS (
    SELECT topic_id, option_id, sum(value)::BIGINT AS dots, count(*)::BIGINT AS voters,
           count(*) FILTER (value > 0)::BIGINT AS givers, count(*) FILTER (value > 0) / count(*) AS breadth
    FROM voted GROUP BY topic_id, option_id
)
SELECT *, rank() OVER (PARTITION BY topic_id ORDER BY dots DESC, breadth DESC) AS rank FROM final
ORDER BY topic_id, rank, option_id
