-- One row per rating of the round on a subject, mapped to the common scale, with the reason why it is left out
-- (NULL = used). Method 2.1 "Markets", 2.2 (1), 5.1.
WITH placed AS (
    SELECT r.*,
           CASE WHEN s.market IS NOT NULL AND r.row_market IS NULL THEN 'no market'
                WHEN s.market IS NOT NULL AND r.row_market <> s.market THEN 'other market'
                WHEN r.source IN ('survey', 'interview') AND r.n IS NULL THEN 'n missing'
           END AS unusable
    FROM rating_placed r CROSS JOIN scope s
),
by_segment AS (
    -- A total beside rows by segment would count people twice. Each source is looked at by itself; a row that
    -- cannot be used (other market, n missing) does not push a usable total out.
    SELECT DISTINCT subject_no, source, true AS segmented FROM placed WHERE segment_id IS NOT NULL AND unusable IS NULL
),
final AS (
    SELECT r.* EXCLUDE (unusable),
           CASE WHEN r.unusable IS NOT NULL THEN r.unusable
                WHEN r.segment_id IS NULL AND b.segmented THEN 'total beside segments' END AS left_out
    FROM placed r
    LEFT JOIN by_segment b ON b.subject_no = r.subject_no AND b.source = r.source
)
SELECT * FROM final
