-- One row per rating of the round on a link, or on a need at a stage as a whole: the numbers that samples are made of, on the common
-- scale, and the market it speaks for. `subject_no` names what it rates: the number of the link, below zero for a whole. Nothing here
-- depends on the market or on what else is looked at. It has no more columns than samples, segments and agreement read: `rating_row`
-- says of a single rating all that there is. Takes `$round_id`. Method 2.2 (1), 5.1.
WITH unit AS (
    SELECT rowid AS subject_no, touchpoint_id, stage_id, need_id FROM links
    UNION ALL
    SELECT -1 - rowid, '', stage_id, need_id FROM need_stages
),
unit_of_kind AS (
    SELECT u.*, default_scale(n.kind) AS scale FROM unit u JOIN needs n ON n.need_id = u.need_id
)
SELECT u.subject_no, r.source, r.rater, r.segment_id, coalesce(r.market, g.market) AS row_market, c.word AS scale_used, r.value, r.n, r.met_n,
       (r.value - c.zero) / c.span AS score, r.stdev / abs(c.span) AS spread, c.step / abs(c.span) AS step, r.rated_on
FROM ratings r
JOIN unit_of_kind u ON u.need_id = r.need_id AND u.stage_id = r.stage_id AND u.touchpoint_id = coalesce(r.touchpoint_id, '')
JOIN scales c ON c.word = coalesce(r.scale, u.scale)
LEFT JOIN segments g ON g.segment_id = r.segment_id
WHERE r.round_id = $round_id
