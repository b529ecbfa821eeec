-- One row per theme: in how many of the earlier and of the later half of the combed interviews it was noted, and by how many
-- people who wrote findings down, as far as the history knows them. Reads interview_row. Method 4.8.
WITH ordered AS (
    SELECT interview_id, row_number() OVER (ORDER BY held_on NULLS LAST, interview_id) AS place, count(*) OVER () AS held
    FROM interview_row WHERE combed
),
half AS (SELECT interview_id, 2 * place > held + held % 2 AS later FROM ordered),
asked AS (SELECT count(*) FILTER (WHERE NOT later) AS earlier_asked, count(*) FILTER (WHERE later) AS later_asked FROM half),
coder AS (
    SELECT r.after ->> 'finding_id' AS finding_id, arg_min(l.who, l.audit_id) AS who
    FROM audit_rows r JOIN audit_log l ON l.audit_id = r.audit_id
    WHERE r.table_name = 'findings' AND r.after IS NOT NULL GROUP BY 1
),
final AS (
    SELECT f.theme, count(DISTINCT f.interview_id) FILTER (WHERE NOT h.later) AS earlier, any_value(a.earlier_asked) AS earlier_asked,
           count(DISTINCT f.interview_id) FILTER (WHERE h.later) AS later, any_value(a.later_asked) AS later_asked,
           count(DISTINCT c.who) AS coders, coalesce(list_sort(list(DISTINCT c.who)), []) AS who
    FROM findings f
    JOIN half h ON h.interview_id = f.interview_id
    CROSS JOIN asked a
    LEFT JOIN coder c ON c.finding_id = f.finding_id
    GROUP BY f.theme
)
SELECT * FROM final ORDER BY abs(earlier / nullif(earlier_asked, 0) - later / nullif(later_asked, 0)) DESC NULLS LAST, theme
