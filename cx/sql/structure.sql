-- One row per oddity in how needs, stages and touchpoints hang together: each is a question, not an error.
-- Read on the workspace as it stands, whatever the round. Method 2.9.
WITH served AS (
    SELECT f.need_id, f.stage_id,
           count(*) FILTER (WHERE t.visibility = 'frontstage' AND t.status = 'live') AS live,
           count(*) FILTER (WHERE t.visibility = 'frontstage' AND t.status = 'planned') AS planned
    FROM frame f
    LEFT JOIN links l ON l.need_id = f.need_id AND l.stage_id = f.stage_id
    LEFT JOIN stg_touchpoint t ON t.touchpoint_id = l.touchpoint_id
    GROUP BY f.need_id, f.stage_id
),
-- What a need may name: each touchpoint's name and channel, once; the touchpoint first by id stands for all of that name.
label AS (
    SELECT words_marked(text) AS marked, min(touchpoint_id) AS touchpoint_id
    FROM (SELECT touchpoint_id, name AS text FROM touchpoints
          UNION ALL SELECT touchpoint_id, channel FROM touchpoints WHERE length(channel) > 3)
    GROUP BY 1
),
statement AS (SELECT need_id, words_marked(statement) AS marked FROM need_scope),
statement_word AS (SELECT DISTINCT need_id, unnest(words_of(marked)) AS word FROM statement),
word AS (SELECT word, count(*) AS needs FROM statement_word GROUP BY word),
-- A label is looked for only where its rarest word stands; where that is nowhere, no need names it. All of its words in
-- their order, none of them a part of a longer one, then decide: the work grows with needs + touchpoints, not their product.
rarest AS (
    SELECT marked, touchpoint_id, arg_min(word, (coalesce(needs, 0), word)) AS word
    FROM (SELECT *, unnest(words_of(marked)) AS word FROM label) LEFT JOIN word USING (word)
    GROUP BY marked, touchpoint_id
),
named AS (
    SELECT need_id, min(rarest.touchpoint_id) AS touchpoint_id
    FROM rarest JOIN statement_word USING (word) JOIN statement USING (need_id)
    WHERE contains(statement.marked, rarest.marked)
    GROUP BY need_id
),
places AS (
    SELECT 'need_without_stage' AS code, n.need_id, NULL AS stage_id, NULL AS touchpoint_id
    FROM need_scope n ANTI JOIN need_stages ns ON ns.need_id = n.need_id
    UNION ALL
    SELECT 'stage_without_touchpoint', NULL, stage_id, NULL
    FROM served GROUP BY stage_id HAVING sum(live) = 0
    UNION ALL
    SELECT 'need_only_planned', need_id, NULL, NULL
    FROM served GROUP BY need_id HAVING sum(live) = 0 AND sum(planned) > 0
    UNION ALL
    SELECT 'need_served_by_nothing', need_id, NULL, NULL
    FROM served GROUP BY need_id HAVING sum(live) = 0 AND sum(planned) = 0
    UNION ALL
    SELECT 'touchpoint_serves_nothing', NULL, NULL, t.touchpoint_id
    FROM stg_touchpoint t ANTI JOIN links l ON l.touchpoint_id = t.touchpoint_id
    WHERE t.status = 'live' AND t.visibility = 'frontstage'
    UNION ALL
    SELECT 'single_point_of_failure', l.need_id, l.stage_id, any_value(l.touchpoint_id)
    FROM links l JOIN frame f ON f.need_id = l.need_id AND f.stage_id = l.stage_id AND f.kind = 'mandatory'
    JOIN stg_touchpoint t ON t.touchpoint_id = l.touchpoint_id AND t.status = 'live' AND t.visibility = 'frontstage'
    GROUP BY l.need_id, l.stage_id, coalesce('group ' || l.alternative_group, 'only ' || l.touchpoint_id)
    HAVING count(*) = 1
    UNION ALL
    SELECT 'mandatory_but_unimportant', need_id, NULL, NULL
    FROM need_scope WHERE kind = 'mandatory' AND importance < 0.5
    UNION ALL
    SELECT 'solution_shaped', need_id, NULL, touchpoint_id FROM named
    UNION ALL
    SELECT 'pain_without_aggravation', r.need_id, NULL, NULL
    FROM stg_rating r JOIN need_scope n ON n.need_id = r.need_id AND n.kind = 'pain'
    GROUP BY r.need_id HAVING bool_and(r.scale_used = '1-5-reversed')
    UNION ALL
    SELECT 'link_where_not_needed', l.need_id, l.stage_id, l.touchpoint_id
    FROM links l JOIN need_scope n ON n.need_id = l.need_id
    ANTI JOIN need_stages ns ON ns.need_id = l.need_id AND ns.stage_id = l.stage_id
)
SELECT * FROM places ORDER BY code, need_id, stage_id, touchpoint_id
