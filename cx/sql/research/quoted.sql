-- One row per finding that there is or was: the interview that it belongs to, or belonged to last, and every way in which it was
-- quoted.
WITH said AS (
    SELECT finding_id, interview_id, quote, 9223372036854775807 AS placed FROM findings
    UNION ALL
    SELECT row ->> 'finding_id', row ->> 'interview_id', row ->> 'quote', audit_id
    FROM (SELECT audit_id, unnest([before, after]) AS row FROM audit_rows WHERE table_name = 'findings') WHERE row IS NOT NULL
)
SELECT finding_id, arg_max(interview_id, placed) AS interview_id, coalesce(list(DISTINCT quote) FILTER (quote IS NOT NULL), []) AS quotes
FROM said GROUP BY finding_id
