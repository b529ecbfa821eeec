-- One row per rating of the round on a link of the offer, mapped to the common scale, with the reason
-- why it is left out (NULL = used). Method 2.1 "Markets", 2.2 (1), 5.1.
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
final AS (
    SELECT r.* EXCLUDE (unusable), o.link_no, o.kind, o.live,
           (r.value - c.zero) / c.span AS score,
           r.stdev / abs(c.span) AS spread,
           c.word AS scale_used,
           is_stale(r.rated_on, s.reference_date, s.max_age) AS stale,
           -- A total beside rows by segment would count people twice. Each source is looked at by itself; a
           -- row that cannot be used (other market, n missing) does not push a usable total out.
           CASE WHEN r.unusable IS NOT NULL THEN r.unusable
                WHEN r.segment_id IS NULL AND EXISTS (
                    SELECT 1 FROM heard h
                    WHERE h.touchpoint_id = r.touchpoint_id AND h.stage_id = r.stage_id AND h.need_id = r.need_id
                          AND h.source = r.source AND h.segment_id IS NOT NULL AND h.unusable IS NULL)
                THEN 'total beside segments' END AS left_out
    FROM heard r
    CROSS JOIN scope s
    JOIN offer o ON o.touchpoint_id = r.touchpoint_id AND o.stage_id = r.stage_id AND o.need_id = r.need_id
    JOIN scales c ON c.word = coalesce(r.scale, CASE WHEN o.kind = 'pain' THEN '-1-1' ELSE '0-1' END)
)
SELECT * FROM final
