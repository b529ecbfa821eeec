-- One row per pair of active personas: what it would cost to make one of them. `similarity` of attitudes, `jaccard` of mandatory needs
-- (ideas that both have among those that either has), needs that only one has (`lost`, of them mandatory: `lost_mandatory`) or wants otherwise (`differing`),
-- the people and the value of the personas that have such a need (`people`, `value`), and how the mean silhouette of the segments would change.
-- The cheapest first: fewest mandatory needs, then least importance that only one has. Method 9.1, 9.2.
-- Reads `need_twin`, `persona_likeness`, `silhouette` (variant '' = as it is, else `one|other` merged), `stg_persona_segment`.
WITH counted AS (
    SELECT one, other, count(*) FILTER (WHERE NOT shared)::BIGINT AS lost,
           count(*) FILTER (WHERE NOT shared AND kind = 'mandatory')::BIGINT AS lost_mandatory,
           coalesce(sum(importance) FILTER (WHERE NOT shared), 0) AS lost_importance,
           (count(DISTINCT idea) FILTER (WHERE differs))::BIGINT AS differing,
           count(DISTINCT idea) FILTER (WHERE shared AND kind = 'mandatory')
               / nullif(count(DISTINCT idea) FILTER (WHERE kind = 'mandatory'), 0) AS jaccard
    FROM need_twin GROUP BY one, other
),
people AS (
    SELECT persona_id, sum(people) AS people, sum(people * value_per_customer) AS value FROM stg_persona_segment GROUP BY persona_id
),
behind AS (
    SELECT t.one, t.other, sum(p.people) AS people, sum(p.value) AS value
    FROM (SELECT DISTINCT one, other, persona_id FROM need_twin WHERE NOT shared OR differs) t LEFT JOIN people p USING (persona_id)
    GROUP BY t.one, t.other
),
clear AS (
    SELECT variant, avg(silhouette) AS silhouette FROM silhouette GROUP BY variant
),
final AS (
    SELECT p.persona_id AS one, q.persona_id AS other, l.items_common, l.items_all, coalesce(l.enough, false) AS enough,
           CASE WHEN l.enough THEN l.similarity END AS similarity, c.jaccard,
           coalesce(c.lost, 0) AS lost, coalesce(c.lost_mandatory, 0) AS lost_mandatory, coalesce(c.lost_importance, 0) AS lost_importance,
           coalesce(c.differing, 0) AS differing, coalesce(b.people, 0) AS people, b.value,
           n.silhouette AS silhouette_now, m.silhouette AS silhouette_merged, m.silhouette - n.silhouette AS silhouette_change
    FROM stg_persona p JOIN stg_persona q ON q.persona_id > p.persona_id
    LEFT JOIN counted c ON c.one = p.persona_id AND c.other = q.persona_id
    LEFT JOIN behind b ON b.one = p.persona_id AND b.other = q.persona_id
    LEFT JOIN persona_likeness l ON l.one = p.persona_id AND l.other = q.persona_id
    LEFT JOIN clear n ON n.variant = ''
    LEFT JOIN clear m ON m.variant = p.persona_id || '|' || q.persona_id
)
SELECT * FROM final ORDER BY lost_mandatory, lost_importance, differing, similarity DESC NULLS LAST, one, other
