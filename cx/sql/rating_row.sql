-- One row per rating of the round on a subject, as it is stored and mapped to the common scale, with the reason why it is left out
-- (NULL = used). Method 2.1 "Markets", 2.2 (1), 5.1.
WITH placed AS (
    SELECT r.* EXCLUDE (persona_id), o.subject_no, o.live,
           CASE WHEN s.market IS NOT NULL AND r.row_market IS NULL THEN 'no market'
                WHEN s.market IS NOT NULL AND r.row_market <> s.market THEN 'other market'
                WHEN r.source IN ('survey', 'interview') AND r.n IS NULL THEN 'n missing'
           END AS unusable
    FROM stg_rating r
    JOIN scope s ON s.round_id = r.round_id
    JOIN subject o ON o.need_id = r.need_id AND o.stage_id = r.stage_id
                  AND coalesce(o.touchpoint_id, '') = coalesce(r.touchpoint_id, '')
),
segmented AS (
    -- A total beside rows by segment would count people twice. Each source is looked at by itself; a row that
    -- cannot be used (other market, n missing) does not push a usable total out.
    SELECT DISTINCT subject_no, source FROM usable WHERE by_segment
),
final AS (
    SELECT r.* EXCLUDE (unusable),
           (r.value - c.zero) / c.span AS score,
           r.stdev / abs(c.span) AS spread,
           c.step / abs(c.span) AS step,
           is_stale(r.rated_on, s.reference_date, s.max_age) AS stale,
           CASE WHEN r.unusable IS NOT NULL THEN r.unusable
                WHEN r.segment_id IS NULL AND b.subject_no IS NOT NULL THEN 'total beside segments' END AS left_out
    FROM placed r
    CROSS JOIN scope s
    JOIN scales c ON c.word = r.scale_used
    LEFT JOIN segmented b ON b.subject_no = r.subject_no AND b.source = r.source
)
SELECT * FROM final
