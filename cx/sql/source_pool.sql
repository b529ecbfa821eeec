-- One row per subject and source in the market in view: all that this source says about it, pooled. Customers are pooled by n ("k of n
-- answers"), experts by the median. Of a panel: whether it used one scale, whether panels on it judged enough to compute how far they
-- agree (`enough`, `alpha`), and whether `$fewest_raters` or more are `close` to each other. No parameter has a part in it, so that
-- answers share it. Method 2.2, 2.6, 5.2.
WITH parts AS (
    SELECT subject_no, source, by_segment,
           sum(n)::BIGINT AS n,
           count(n) = count(*) AS n_complete,
           CASE WHEN source <> 'behavioural' AND count(met_n) = count(*) THEN sum(met_n)::BIGINT END AS met_n,
           CASE WHEN count(n) = count(*) AND sum(n) > 0 THEN sum(n * score) / sum(n) ELSE avg(score) END AS mean,
           -- Spread of all answers: within the rows and between their means.
           CASE WHEN count(spread) = count(*) AND count(n) = count(*) AND sum(n) > 1 THEN
               sqrt(greatest(0.0, (sum((n - 1) * spread * spread) + sum(n * score * score) - sum(n * score) ^ 2 / sum(n))
                                  / (sum(n) - 1))) END AS spread,
           min(rated_on) AS oldest
    FROM usable WHERE source <> 'expert'
    GROUP BY subject_no, source, by_segment
),
customers AS (
    -- A total beside rows by segment would count people twice. Each source is looked at by itself.
    SELECT p.* FROM parts p ANTI JOIN parts b ON NOT p.by_segment AND b.by_segment AND b.subject_no = p.subject_no AND b.source = p.source
),
marks AS (
    SELECT subject_no, rater, by_segment, median(score) AS score, max(step) AS step,
           min(rated_on) AS oldest, min(scale_used) AS scale, max(scale_used) AS other_scale
    FROM usable WHERE source = 'expert'
    GROUP BY subject_no, rater, by_segment
),
raters AS (
    SELECT * FROM marks WHERE by_segment OR subject_no NOT IN (SELECT subject_no FROM marks WHERE by_segment)
),
panels AS (
    SELECT *, median(score) OVER panel AS middle FROM raters WINDOW panel AS (PARTITION BY subject_no)
),
experts AS (
    SELECT subject_no, count(*)::BIGINT AS n, median(score) AS mean, min(oldest) AS oldest,
           min(scale) = max(other_scale) AS one_scale, bool_and(a.enough) AS enough, min(a.alpha) AS alpha,
           count(*) >= $fewest_raters AND reaches(avg(at_most(abs(score - middle), step)::INTEGER), $close_share) AS close
    FROM panels LEFT JOIN agreement a USING (scale)
    GROUP BY subject_no
)
SELECT subject_no, source, n, n_complete, met_n, mean, spread, oldest,
       NULL::BOOLEAN AS one_scale, NULL::BOOLEAN AS enough, NULL::DOUBLE AS alpha, NULL::BOOLEAN AS close
FROM customers
UNION ALL
SELECT subject_no, 'expert', n, true, NULL, mean, NULL, oldest, one_scale, enough, alpha, close FROM experts
