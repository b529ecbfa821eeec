-- One row per need that is settled: what other methods say about it. They annotate the list
-- and never rank it. Quadrants: the crosshairs stand at the target and at the median importance of the persona's
-- needs (`crosshair`: frozen, or of today); a mandatory need always counts as important. Opportunity is derived
-- from importance and fulfilment, not asked. Kano: answers to paired questions, near-ties resolved M > O > A > I; better
-- and worse leave reverse and questionable answers out, which are counted beside them, and where those are the most
-- frequent the need is Reverse or Questionable and confirms nothing.
-- Method 3.4.
WITH crosshair AS (
    SELECT substr(name, length('crosshair:') + 1) AS persona_id, value::DOUBLE AS importance
    FROM parameters WHERE starts_with(name, 'crosshair:')
),
today AS (
    SELECT persona_id, median(importance) AS importance FROM need GROUP BY persona_id
),
counted AS (
    SELECT need_id, coalesce(sum(number) FILTER (WHERE class = 'A'), 0) AS a, coalesce(sum(number) FILTER (WHERE class = 'O'), 0) AS o,
           coalesce(sum(number) FILTER (WHERE class = 'M'), 0) AS m, coalesce(sum(number) FILTER (WHERE class = 'I'), 0) AS i,
           coalesce(sum(number) FILTER (WHERE class = 'R'), 0) AS r, coalesce(sum(number) FILTER (WHERE class = 'Q'), 0) AS q
    FROM (SELECT need_id, trim(split_part(part, '=', 1)) AS class, try_cast(trim(split_part(part, '=', 2)) AS BIGINT) AS number
          FROM (SELECT need_id, unnest(string_split(kano_counts, ';')) AS part FROM needs WHERE kano_counts IS NOT NULL)
          WHERE trim(part) <> '')
    GROUP BY need_id
),
kano AS (
    SELECT *, a + o + m + i AS answers, (a + o) / nullif(a + o + m + i, 0)::DOUBLE AS better,
           -(o + m) / nullif(a + o + m + i, 0)::DOUBLE AS worse,
           greatest(a, o, m, i) - 0.05 * (a + o + m + i) AS near FROM counted
),
final AS (
    SELECT n.need_id, n.persona_id, n.kind, n.state, n.importance, n.fulfilment, n.target, n.assumed, n.provisional,
           coalesce(c.importance, t.importance) AS crosshair, c.importance IS NOT NULL AS crosshair_frozen,
           CASE WHEN n.state = 'not_assessed' OR n.fulfilment IS NULL THEN NULL
                ELSE quadrant_of(n.importance, n.fulfilment, coalesce(c.importance, t.importance), n.target, n.kind) END AS quadrant,
           CASE WHEN n.state <> 'not_assessed' AND n.fulfilment IS NOT NULL
                THEN opportunity_of(10 * n.importance, 10 * n.fulfilment) END AS opportunity,
           k.answers + k.r + k.q AS kano_answers, k.better, k.worse, k.r AS kano_reversed, k.q AS kano_questionable,
           -- Most do not want it (R), or most answers contradict themselves (Q): then it is neither of the others.
           CASE WHEN k.r > greatest(a, o, m, i, k.q) THEN 'R' WHEN k.q > greatest(a, o, m, i) THEN 'Q'
                WHEN k.answers > 0 THEN
               CASE WHEN m >= near THEN 'M' WHEN o >= near THEN 'O' WHEN a >= near THEN 'A' ELSE 'I' END END AS kano_class,
           CASE WHEN n.kind = 'mandatory' AND (k.worse > -0.5 OR greatest(k.r, k.q) > greatest(a, o, m, i)) THEN 'not confirmed as must-have'
                WHEN n.kind = 'gain' AND k.worse <= -0.5 AND greatest(k.r, k.q) <= greatest(a, o, m, i) THEN 'candidate mandatory need' END AS kano_check
    FROM need n
    JOIN today t ON t.persona_id = n.persona_id
    LEFT JOIN crosshair c ON c.persona_id = n.persona_id
    LEFT JOIN kano k ON k.need_id = n.need_id
)
SELECT * FROM final ORDER BY persona_id, opportunity DESC NULLS LAST, need_id
