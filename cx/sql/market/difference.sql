-- One row per need at a stage and pair of markets in which both are known by customers and may be compared: the two do not use scales
-- differently (`pair.blocked` empty), or both values are behavioural measures, which no style touches. `low` and `high` are Newcombe's 95%
-- interval of other - one where both are shares of people who were asked. Reads `side` (market, cell), `pair`. Method 8.4, 9.3 (3).
WITH both_sides AS (
    SELECT p.one, p.other, a.persona_id, a.need_id, a.kind, a.stage_id, a.position, a.fulfilment AS value_one, b.fulfilment AS value_other,
           a.source AS source_one, b.source AS source_other, a.n AS n_one, b.n AS n_other, b.fulfilment - a.fulfilment AS difference,
           a.share_k IS NOT NULL AND b.share_k IS NOT NULL AS shares,
           a.interval_low AS low_one, a.interval_high AS high_one, b.interval_low AS low_other, b.interval_high AS high_other
    FROM pair p
    JOIN side a ON a.market = p.one
    JOIN side b ON b.market = p.other AND b.need_id = a.need_id AND b.stage_id = a.stage_id
    WHERE a.source <> 'expert' AND b.source <> 'expert' AND a.fulfilment IS NOT NULL AND b.fulfilment IS NOT NULL
      AND (p.blocked IS NULL OR (a.source = 'behavioural' AND b.source = 'behavioural'))
),
final AS (
    SELECT * EXCLUDE (shares, low_one, high_one, low_other, high_other, position),
           CASE WHEN shares THEN newcombe_low(value_one, high_one, value_other, low_other) END AS low,
           CASE WHEN shares THEN newcombe_high(value_one, low_one, value_other, high_other) END AS high
    FROM both_sides
)
SELECT * FROM final ORDER BY one, other, abs(difference) DESC, need_id, stage_id
