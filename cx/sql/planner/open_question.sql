-- One row per question that people of a persona could answer and whose answer is not known: how well a need is met at a stage (`cell`)
-- or by a touchpoint there (`link`), whether a statement holds (`statement`) or a need is one at all (`need`). `doubt` is what hangs on
-- it, 100 * importance * persona weight * reach, for a cell times the span that its shortfall can still take; `people` how many more
-- must be asked, and `chance` how likely that settles it. A cell is asked about as a whole where interviews would then decide it, else
-- link by link: what is not rated or rests on an opinion. `per_hour` is what an hour of such questions settles; NULL where the persona
-- has no weight. Reads one answer, statement, need_heard, lookahead. Method 2.2, 3.5, 4.1, 4.2.
WITH weighed AS (
    SELECT persona_id, persona_weight_of(size_share, value_share, $size_weight) AS persona_weight FROM persona_weight
),
asked AS (
    -- Interviewed already, but too few to count.
    SELECT subject_no, sum(n) AS n FROM sample WHERE source = 'interview' AND suppressed GROUP BY subject_no
),
doubtful AS (
    SELECT c.persona_id, c.need_id, c.stage_id, c.position,
           100 * c.importance * c.reach * (short_by(CASE WHEN c.assumed THEN CASE WHEN c.kind = 'pain' THEN spared(2 * c.intensity) ELSE 0.0 END
                                                         ELSE c.lower END, c.target)
               - short_by(CASE WHEN c.assumed THEN 1.0 ELSE c.upper END, c.target)) AS doubt
    FROM cell c WHERE c.state = 'not_assessed' OR c.assumed
),
linked AS (
    SELECT need_id, stage_id, min(source_rank) FILTER (WHERE score IS NOT NULL AND NOT is_assumed(evidence_level)) AS best_rank
    FROM link_rating WHERE live GROUP BY need_id, stage_id
),
of_cells AS (
    SELECT 'cell' AS what, d.persona_id, d.need_id, d.stage_id, NULL::VARCHAR AS touchpoint_id, NULL::VARCHAR AS hypothesis_id,
           d.doubt, greatest(1, s.n_suppress - coalesce(a.n, 0)) AS people, 1.0 AS chance, d.position
    FROM doubtful d CROSS JOIN scope s
    LEFT JOIN linked l ON l.need_id = d.need_id AND l.stage_id = d.stage_id
    LEFT JOIN subject o ON o.need_id = d.need_id AND o.stage_id = d.stage_id AND o.touchpoint_id IS NULL
    LEFT JOIN asked a ON a.subject_no = o.subject_no
    WHERE coalesce(l.best_rank >= $interview_rank, true)
),
of_links AS (
    SELECT 'link', d.persona_id, d.need_id, d.stage_id, r.touchpoint_id, NULL::VARCHAR,
           d.doubt / count(*) OVER (PARTITION BY d.need_id, d.stage_id), greatest(1, s.n_suppress - coalesce(a.n, 0)), 1.0, d.position
    FROM doubtful d CROSS JOIN scope s
    JOIN linked l ON l.need_id = d.need_id AND l.stage_id = d.stage_id AND l.best_rank < $interview_rank
    JOIN link_rating r ON r.need_id = d.need_id AND r.stage_id = d.stage_id AND r.live
    LEFT JOIN asked a ON a.subject_no = r.subject_no
    WHERE r.score IS NULL OR is_assumed(r.evidence_level)
),
of_statements AS (
    SELECT 'statement', t.persona_id, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, t.hypothesis_id, 100 * t.importance, p.people, p.chance, NULL::BIGINT
    FROM statement t JOIN lookahead p ON p.n = t.n AND p.k = t.k WHERE t.status IN ('untested', 'open')
),
of_needs AS (
    SELECT 'need', h.persona_id, h.need_id, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, 100 * h.importance, p.people, p.chance, NULL::BIGINT
    FROM need_heard h JOIN lookahead p ON p.n = h.n AND p.k = h.k WHERE h.provisional AND h.status IN ('untested', 'open')
),
found AS (
    SELECT * FROM of_cells UNION ALL SELECT * FROM of_links UNION ALL SELECT * FROM of_statements UNION ALL SELECT * FROM of_needs
),
final AS (
    SELECT f.* EXCLUDE (doubt, people, position), f.people::BIGINT AS people, f.doubt * w.persona_weight AS doubt,
           f.doubt * w.persona_weight * f.chance * $per_interview / f.people AS per_hour, f.position
    FROM found f JOIN weighed w ON w.persona_id = f.persona_id
)
SELECT * FROM final ORDER BY rounded(per_hour) DESC NULLS LAST, what, persona_id, position, need_id, stage_id, touchpoint_id, hypothesis_id
