-- One row per theme that a finding in view has or that somebody defined: what it means, an example, and how many people and
-- findings have it. The most people first. Reads interview_row.
WITH used AS (
    SELECT f.theme, count(DISTINCT i.person) AS people, count(*) AS findings
    FROM findings f JOIN interview_row i ON i.interview_id = f.interview_id GROUP BY f.theme
),
final AS (
    SELECT coalesce(u.theme, t.theme) AS theme, coalesce(t.definition, '') AS definition, coalesce(t.example, '') AS example,
           coalesce(u.people, 0) AS people, coalesce(u.findings, 0) AS findings
    FROM used u FULL JOIN themes t ON t.theme = u.theme
)
SELECT * FROM final ORDER BY people DESC, theme
