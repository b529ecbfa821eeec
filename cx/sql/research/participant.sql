-- One row per interview, also of one that only the history still knows (`stands` is false): whose it is, by the rule by which
-- people are counted, and everything that this person was ever called there, the present name first.
WITH recorded AS (
    SELECT audit_id, unnest([before, after]) AS row FROM audit_rows WHERE table_name = 'interviews'
),
former AS (
    SELECT row ->> 'interview_id' AS interview_id, arg_max(row, audit_id) AS last,
           list(DISTINCT trim(row ->> 'participant')) FILTER (WHERE row ->> 'participant' IS NOT NULL) AS called
    FROM recorded WHERE row IS NOT NULL GROUP BY 1
),
known AS (
    SELECT interview_id, segment_id, participant, held_on, true AS stands FROM interviews
    UNION ALL
    SELECT interview_id, last ->> 'segment_id', last ->> 'participant', (last ->> 'held_on')::DATE, false
    FROM former ANTI JOIN interviews USING (interview_id)
),
final AS (
    SELECT person_of(k.segment_id, k.participant, k.interview_id) AS person, k.interview_id, k.segment_id,
           coalesce(g.name, k.segment_id) AS segment, trim(k.participant) AS participant, k.held_on, k.stands,
           coalesce(f.called, []) AS called,
           CASE WHEN k.stands THEN (SELECT count(*) FROM findings q WHERE q.interview_id = k.interview_id) ELSE 0 END AS findings
    FROM known k
    LEFT JOIN former f ON f.interview_id = k.interview_id
    LEFT JOIN segments g ON g.segment_id = k.segment_id
)
SELECT * FROM final ORDER BY stands DESC, participant NULLS LAST, segment, interview_id
