-- One row per persona and kind of needs of one answer: its index (mandatory needs are counted, never averaged), and whether all ratings that
-- count for its settled needs were carried over from an earlier round (`carried`). Method 2.2 (1), 2.5, 8.4.
WITH indices AS (
    SELECT persona_id, 'mandatory' AS kind, mandatory_met / nullif(mandatory - mandatory_undetermined, 0) AS value FROM persona
    UNION ALL SELECT persona_id, 'gain', gain_index FROM persona
    UNION ALL SELECT persona_id, 'pain', pain_index FROM persona
),
behind AS (
    SELECT n.persona_id, n.kind, bool_and(carried_over(r.note, r.rated_on, s.opened_on)) AS carried
    FROM rating_row r
    CROSS JOIN scope s
    JOIN subject_rating l ON l.subject_no = r.subject_no AND l.source = r.source AND l.live AND l.score IS NOT NULL
    JOIN cell c ON c.need_id = l.need_id AND c.stage_id = l.stage_id AND c.direct = (l.touchpoint_id IS NULL)
    JOIN need n ON n.need_id = l.need_id
    WHERE r.left_out IS NULL AND (n.state <> 'not_assessed' OR (n.kind = 'mandatory' AND list_contains(n.flags, 'cannot_be_met')))
    GROUP BY n.persona_id, n.kind
)
SELECT i.persona_id, i.kind, i.value, coalesce(b.carried, false) AS carried
FROM indices i LEFT JOIN behind b ON b.persona_id = i.persona_id AND b.kind = i.kind
