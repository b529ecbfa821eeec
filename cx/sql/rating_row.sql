-- One row per rating of the round on a link of the offer, mapped to the common scale, with the reason
-- why it is left out (NULL = used). Method 2.1 "Markets", 2.2 (1), 5.1.
WITH mapped AS (
    SELECT r.*, o.kind, o.live,
           (r.value - c.zero) / c.span AS score,
           r.stdev / abs(c.span) AS spread,
           c.word AS scale_used,
           coalesce(r.market, g.market) AS row_market,
           is_stale(r.rated_on, s.reference_date, s.max_age) AS stale,
           s.market AS market_in_view
    FROM ratings r
    CROSS JOIN scope s
    JOIN offer o ON o.touchpoint_id = r.touchpoint_id AND o.stage_id = r.stage_id AND o.need_id = r.need_id
    JOIN scales c ON c.word = coalesce(r.scale, CASE WHEN o.kind = 'pain' THEN '-1-1' ELSE '0-1' END)
    LEFT JOIN segments g ON g.segment_id = r.segment_id
    WHERE r.round_id = s.round_id
),
judged AS (
    SELECT *,
           CASE WHEN market_in_view IS NOT NULL AND row_market IS NULL THEN 'no market'
                WHEN market_in_view IS NOT NULL AND row_market <> market_in_view THEN 'other market'
                WHEN source IN ('survey', 'interview') AND n IS NULL THEN 'n missing'
           END AS unusable
    FROM mapped
),
final AS (
    -- A total beside rows by segment would count people twice. Each source is looked at by itself; a row
    -- that cannot be used (other market, n missing) does not push a usable total out.
    SELECT * EXCLUDE (unusable, market_in_view),
           CASE WHEN unusable IS NOT NULL THEN unusable
                WHEN segment_id IS NULL
                     AND bool_or(segment_id IS NOT NULL AND unusable IS NULL) OVER same_voice THEN 'total beside segments'
           END AS left_out
    FROM judged
    WINDOW same_voice AS (PARTITION BY touchpoint_id, stage_id, need_id, source)
)
SELECT * FROM final
