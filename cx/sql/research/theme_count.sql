-- One row per theme and part of the interviews (of every split): how many of the people interviewed there spoke of it (`said` of
-- `asked`), and how many of them support, contradict or merely mention it; who does both is in both. Where nobody was
-- interviewed `asked` is 0: that nobody said it means something only elsewhere. Reads interview_row, interview_part. Method 4.8.
WITH part AS (
    SELECT split, part, count(DISTINCT person) AS asked, count(*) FILTER (WHERE NOT combed) AS uncombed FROM interview_part GROUP BY split, part
    UNION ALL
    SELECT 'segment', g.segment_id, 0, 0 FROM segments g CROSS JOIN scope s
    ANTI JOIN interview_row i ON i.segment_id = g.segment_id WHERE s.market IS NULL OR g.market = s.market
    UNION ALL
    SELECT 'persona', p.persona_id, 0, 0 FROM stg_persona p
    ANTI JOIN interview_part i ON i.split = 'persona' AND i.part = p.persona_id
    UNION ALL
    SELECT DISTINCT 'market', coalesce(g.market, ''), 0, 0 FROM segments g CROSS JOIN scope s
    ANTI JOIN interview_row i ON coalesce(i.market, '') = coalesce(g.market, '') WHERE s.market IS NULL OR g.market = s.market
),
theme AS (
    SELECT f.theme, count(DISTINCT i.person) AS people, count(*) AS findings FROM findings f JOIN interview_row i ON i.interview_id = f.interview_id GROUP BY f.theme
),
speaker AS (
    SELECT i.split, i.part, f.theme, i.person,
           coalesce(bool_or(f.stance = 'supports'), false) AS supports, coalesce(bool_or(f.stance = 'contradicts'), false) AS contradicts
    FROM findings f JOIN interview_part i ON i.interview_id = f.interview_id
    GROUP BY i.split, i.part, f.theme, i.person
),
counted AS (
    SELECT split, part, theme, count(*) AS said, count(*) FILTER (WHERE supports) AS supports,
           count(*) FILTER (WHERE contradicts) AS contradicts, count(*) FILTER (WHERE NOT supports AND NOT contradicts) AS mentions
    FROM speaker GROUP BY split, part, theme
),
final AS (
    SELECT p.split, p.part, t.theme, p.asked, p.uncombed, coalesce(c.said, 0) AS said, coalesce(c.supports, 0) AS supports,
           coalesce(c.contradicts, 0) AS contradicts, coalesce(c.mentions, 0) AS mentions, t.people, t.findings
    FROM part p CROSS JOIN theme t
    LEFT JOIN counted c ON c.split = p.split AND c.part = p.part AND c.theme = t.theme
)
SELECT * FROM final ORDER BY split, people DESC, theme, part
