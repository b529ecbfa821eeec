-- One row per statement or need (`what`, `id`) and person who spoke to it: what that person said about it, over all their
-- interviews. `own` is false for people of segments that its persona does not stand for; where a persona has no segment
-- nobody can tell, and everybody counts. Reads interview_row. Method 4.3.
WITH spoken AS (
    SELECT 'statement' AS what, h.hypothesis_id AS id, h.persona_id, f.interview_id, f.stance
    FROM findings f JOIN hypotheses h ON h.hypothesis_id = f.hypothesis_id
    UNION ALL
    SELECT 'need', n.need_id, n.persona_id, f.interview_id, f.stance
    FROM findings f JOIN needs n ON n.need_id = f.need_id
),
final AS (
    SELECT p.what, p.id, i.person,
           bool_or(i.segment_id IN (SELECT segment_id FROM persona_segments g WHERE g.persona_id = p.persona_id)
               OR p.persona_id NOT IN (SELECT persona_id FROM persona_segments)) AS own,
           coalesce(bool_or(p.stance = 'supports'), false) AS supports,
           coalesce(bool_or(p.stance = 'contradicts'), false) AS contradicts,
           max(i.held_on) FILTER (WHERE p.stance IN ('supports', 'contradicts')) AS last_held,
           list_sort(list(DISTINCT i.interview_id)) AS interviews
    FROM spoken p JOIN interview_row i ON i.interview_id = p.interview_id
    GROUP BY p.what, p.id, i.person
)
SELECT * FROM final
