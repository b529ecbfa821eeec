-- One row per mandatory need and stage with a sample that can be judged (n_report answers or more, and an interval): whether it is
-- confirmed `below` its target. Its 95% interval lies below, and so few would be satisfied with a chance of at most `allowed` if the
-- target were reached. `allowed` shares `$per_round` equally among all that are judged in the round: however they hang together, no more
-- than that many are expected to be told by chance; shares that rise with the number of low samples (Benjamini and Hochberg) would tell
-- all of them at once where the same people answer everywhere, and hear a single drop no better. Of its share a sample that grows
-- spends two thirds on the first look and on each further one a third of the one before; a look counts once the sample has doubled or
-- was corrected, in between what the last look said stands. A frozen round changes no more: its look is the last, and has all that is
-- left. A share is judged by the binomial, a mean between 0 and 1 by Chernoff's bound, which needs no spread.
--
-- Reads `look`: per round, need and stage what the last look saw (n, k), how many there were, and what it said. Method 4.4, 4.5.
WITH judged AS (
    SELECT c.need_id, c.stage_id, c.persona_id, c.position, c.target, c.fulfilment, c.share_k, c.sample_n, c.interval_low, c.interval_high, c.confirmed,
           s.round_id, s.frozen_on IS NOT NULL AS last, coalesce(l.looks, 0) AS looks_before, coalesce(l.below, false) AS below_before,
           looks_before = 0 OR c.sample_n < l.n OR c.sample_n >= 2 * l.n
               OR (c.sample_n = l.n AND l.k IS DISTINCT FROM c.share_k) OR (c.sample_n > l.n AND last) AS afresh,
           afresh OR last AS looked,
           CASE WHEN looked THEN c.sample_n ELSE l.n END AS look_n, CASE WHEN looked THEN c.share_k ELSE l.k END AS look_k,
           count(*) OVER () AS judged_in_all
    FROM cell c
    CROSS JOIN scope s
    LEFT JOIN look l ON l.round_id = s.round_id AND l.need_id = c.need_id AND l.stage_id = c.stage_id
    WHERE c.kind = 'mandatory' AND c.state <> 'not_assessed' AND c.interval_high IS NOT NULL AND c.sample_n >= s.n_report
),
final AS (
    SELECT *, looks_before + afresh::INTEGER AS looks,
           $per_round::DOUBLE / judged_in_all * CASE WHEN last THEN 3 ELSE 2 END / 3 ^ looks AS allowed,
           CASE WHEN share_k IS NOT NULL THEN chance_at_least(share_k, sample_n - 1, target)
                WHEN fulfilment >= target THEN 1.0
                WHEN target >= 1 THEN 0.0
                WHEN fulfilment <= 0 THEN (1 - target) ^ sample_n
                ELSE exp(-sample_n * (fulfilment * ln(fulfilment / target) + (1 - fulfilment) * ln((1 - fulfilment) / (1 - target)))) END AS chance,
           CASE WHEN looked THEN below(interval_high, target) AND chance <= allowed ELSE below_before END AS below
    FROM judged
)
SELECT * FROM final ORDER BY persona_id, need_id, position, stage_id
