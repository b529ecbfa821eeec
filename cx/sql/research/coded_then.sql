-- One row per finding: the theme that it was given first, as the history has it. Themes that are merged later make saturation
-- look earlier than it was. Where the history begins after the finding, the theme of now stands. Method 4.8.
WITH first_said AS (
    SELECT after ->> 'finding_id' AS finding_id, arg_min(after ->> 'theme', audit_id) AS theme
    FROM audit_rows WHERE table_name = 'findings' AND after IS NOT NULL GROUP BY 1
)
SELECT f.interview_id, coalesce(h.theme, f.theme) AS theme FROM findings f LEFT JOIN first_said h ON h.finding_id = f.finding_id
