-- One row per interview and part that it belongs to, of every way to part them (`split`): all, by persona, segment, market and
-- language. A part that is not known is empty. Reads interview_row.
SELECT 'all' AS split, '' AS part, * FROM interview_row
UNION ALL SELECT 'persona', p.persona_id, i.* FROM interview_row i JOIN stg_persona_segment g ON g.segment_id = i.segment_id JOIN stg_persona p ON p.persona_id = g.persona_id
UNION ALL SELECT 'segment', segment_id, * FROM interview_row
UNION ALL SELECT 'market', coalesce(market, ''), * FROM interview_row
UNION ALL SELECT 'language', coalesce(language, ''), * FROM interview_row
