-- One row per rating of the round on a subject, mapped to the common scale, with the reason why it is left out
-- (NULL = used). Method 2.1 "Markets", 2.2 (1), 5.1.
WITH heard AS (
    SELECT r.*, coalesce(r.market, g.market) AS row_market,
           CASE WHEN s.market IS NOT NULL AND coalesce(r.market, g.market) IS NULL THEN 'no market'
                WHEN s.market IS NOT NULL AND coalesce(r.market, g.market) <> s.market THEN 'other market'
                WHEN r.source IN ('survey', 'interview') AND r.n IS NULL THEN 'n missing'
           END AS unusable
    FROM ratings r
    CROSS JOIN scope s
    LEFT JOIN segments g ON g.segment_id = r.segment_id
    WHERE r.round_id = s.round_id
),
placed AS (
    SELECT r.*, o.subject_no, o.kind, o.live
    FROM heard r
    JOIN subject o ON o.need_id = r.need_id AND o.stage_id = r.stage_id
                  AND coalesce(o.touchpoint_id, '') = coalesce(r.touchpoint_id, '')
),
by_segment AS (
    -- A total beside rows by segment would count people twice. Each source is looked at by itself; a row that
    -- cannot be used (other market, n missing) does not push a usable total out.
    SELECT DISTINCT subject_no, source, true AS segmented FROM placed WHERE segment_id IS NOT NULL AND unusable IS NULL
),
final AS (
    SELECT r.* EXCLUDE (unusable),
           (r.value - c.zero) / c.span AS score,
           r.stdev / abs(c.span) AS spread,
           c.word AS scale_used, c.step / abs(c.span) AS step,
           is_stale(r.rated_on, s.reference_date, s.max_age) AS stale,
           CASE WHEN r.unusable IS NOT NULL THEN r.unusable
                WHEN r.segment_id IS NULL AND b.segmented THEN 'total beside segments' END AS left_out
    FROM placed r
    CROSS JOIN scope s
    JOIN scales c ON c.word = coalesce(r.scale, default_scale(r.kind))
    LEFT JOIN by_segment b ON b.subject_no = r.subject_no AND b.source = r.source
)
SELECT * FROM final
