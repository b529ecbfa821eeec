-- One row per rating of the round (`rating_row`), with why its value has no part in its cell today: `overridden`
-- (NULL = it has one), and by which source where one stands above it. Such a value can be changed without any
-- change of the cell's state or fulfilment. Method 2.2 (1), (2), (5).
--
-- left out: as `left_out` says; not live: its touchpoint is planned, retired, backstage or of another market; too
-- few: its sample is suppressed; assumption: left out by this view; better source: another source of the same
-- subject; whole: the rating of the need as a whole is in force; touchpoints: they decide, not the whole.
WITH parts AS (
    SELECT need_id, stage_id, arg_min(source, (source_rank, touchpoint_id)) AS source
    FROM link_rating WHERE live AND score IS NOT NULL GROUP BY need_id, stage_id
),
final AS (
    SELECT r.*,
           CASE WHEN r.left_out IS NOT NULL THEN 'left out'
                WHEN NOT r.live THEN 'not live'
                WHEN p.suppressed THEN 'too few'
                WHEN s.without_assumptions AND is_assumed(p.evidence_level) THEN 'assumption'
                WHEN b.source_rank < p.rank THEN 'better source'
                WHEN r.touchpoint_id IS NOT NULL AND c.direct THEN 'whole'
                WHEN r.touchpoint_id IS NULL AND NOT c.direct THEN 'touchpoints' END AS overridden,
           CASE overridden WHEN 'better source' THEN b.source WHEN 'whole' THEN w.source WHEN 'touchpoints' THEN l.source END AS above
    FROM rating_row r
    CROSS JOIN scope s
    JOIN cell_value c ON c.need_id = r.need_id AND c.stage_id = r.stage_id
    LEFT JOIN sample p ON p.subject_no = r.subject_no AND p.source = r.source
    LEFT JOIN subject_rating b ON b.subject_no = r.subject_no
    LEFT JOIN subject_rating w ON w.need_id = r.need_id AND w.stage_id = r.stage_id AND w.touchpoint_id IS NULL
    LEFT JOIN parts l ON l.need_id = r.need_id AND l.stage_id = r.stage_id
)
SELECT * FROM final
