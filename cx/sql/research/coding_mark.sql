-- One row per drawn line that two people coded, theme that either of them noted on any, and coder: 1 where they noted it, else 0.
-- `unit` is the line with the theme, each theme a scale of its own. Method 6.2.
WITH line AS (
    SELECT interview_id, line FROM codings WHERE theme IS NULL
),
theme AS (
    SELECT DISTINCT theme FROM codings WHERE theme IS NOT NULL
),
final AS (
    -- Ids and themes may hold any character but a control.
    SELECT concat_ws(chr(31), l.interview_id, l.line, t.theme) AS unit, r.rater, t.theme AS scale, t.theme AS other_scale,
           coalesce(CASE r.rater WHEN 'first' THEN c.first ELSE c.second END, false)::INTEGER AS mark
    FROM line l CROSS JOIN theme t CROSS JOIN (VALUES ('first'), ('second')) r(rater)
    LEFT JOIN codings c ON c.interview_id = l.interview_id AND c.line = l.line AND c.theme = t.theme
)
SELECT * FROM final
