-- One row per finding of an interview in view: which interview, in which segment, what it is about and what it says of it; not in which
-- words. Reads interview_row.
SELECT f.finding_id, i.interview_id, i.segment_id, i.held_on, f.theme, f.need_id, f.hypothesis_id, f.stance
FROM findings f JOIN interview_row i ON i.interview_id = f.interview_id
ORDER BY f.finding_id
