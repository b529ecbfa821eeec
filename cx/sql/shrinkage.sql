-- One row per cell that a share of people decides: its value pulled towards the pooled share of the persona's
-- cells of the same kind, the more the fewer answered. Used for the stable rank alone; every other number stays
-- as observed. With ten cells or more the pull is estimated by moments, else it is `$prior`. Method 4.6.
WITH asked AS (
    SELECT need_id, stage_id, persona_id, kind, share_k::DOUBLE AS k, sample_n::DOUBLE AS n FROM cell
    WHERE share_k IS NOT NULL AND sample_n > 0
),
pooled AS (
    SELECT persona_id, kind, sum(k) / sum(n) AS mu, count(*) AS cells FROM asked GROUP BY persona_id, kind
),
moments AS (
    SELECT a.persona_id, a.kind, any_value(p.mu) AS mu, any_value(p.cells) AS cells,
           sum(a.n * (a.k / a.n - p.mu) ^ 2) / sum(a.n) AS s2,
           any_value(p.mu) * (1 - any_value(p.mu)) / count(*) * sum(1 / a.n) AS noise
    FROM asked a JOIN pooled p ON p.persona_id = a.persona_id AND p.kind = a.kind GROUP BY a.persona_id, a.kind
),
pull AS (
    SELECT persona_id, kind, mu,
           CASE WHEN cells < 10 THEN prior.m ELSE pull_of(mu, s2, noise) END AS m
    FROM moments CROSS JOIN (SELECT $prior::DOUBLE AS m) prior
),
final AS (
    SELECT a.need_id, a.stage_id, a.n, a.k / a.n AS fulfilment, p.mu, p.m, (a.k + p.m * p.mu) / (a.n + p.m) AS estimate
    FROM asked a JOIN pull p ON p.persona_id = a.persona_id AND p.kind = a.kind
)
SELECT * FROM final
