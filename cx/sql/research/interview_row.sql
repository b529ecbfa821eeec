-- One row per interview in view: who was talked to, where and when, and how much of it was noted. In a market: interviews of its
-- segments alone. What a language model or a made-up respondent said is nobody's: it is left out, and so never more than an
-- assumption.
SELECT i.interview_id, i.segment_id, g.name AS segment, g.market, i.language, i.held_on, i.method, i.participant,
       person_of(i.segment_id, i.participant, i.interview_id) AS person,
       coalesce(f.findings, 0) AS findings, f.findings IS NOT NULL AS combed
FROM interviews i
JOIN segments g ON g.segment_id = i.segment_id
CROSS JOIN scope s
LEFT JOIN (SELECT interview_id, count(*)::BIGINT AS findings FROM findings GROUP BY interview_id) f ON f.interview_id = i.interview_id
WHERE i.method IS DISTINCT FROM 'synthetic' AND (s.market IS NULL OR g.market = s.market)
