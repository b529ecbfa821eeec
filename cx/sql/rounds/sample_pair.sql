-- What is tested between two rounds: one row per cell that is in both (`level` 'cell'), and one per touchpoint behind a cell that cannot be
-- tested as one (`level` 'link'). `reason` says why a row is not tested (words as in `UNTESTED`), `method` how it is: 'share', 'mean' or 'panel'.
--
-- What is tested of a cell is the sample that decides it, and only where the same touchpoint (or the need as a whole) decides in both rounds:
-- two samples of different touchpoints answer different questions, and a difference between their values is no change of either. The lowest of
-- several noisy values tends to rise when it is measured again; asking that the same one is lowest both times treats the rounds alike, so that
-- no direction is favoured. Of several that tie, the smallest sample speaks. Where another touchpoint decides now, or several make up a value
-- together, each of them is tested by itself.
--
-- `visible`: the smallest difference, in points, whose interval would exclude 0 with these numbers of answers; `sure`: the true difference that
-- would be seen four times in five; `planned_n`: answers in each round to see `$smallest_change` so. Means get theirs where they are tested.
-- Reads `cell_pair`, `subject_before`, `subject_after`. Method 8.1, 8.4.
WITH subject_pair AS (
    SELECT a.need_id, a.stage_id, a.touchpoint_id, b.source AS source_before, a.source, b.n AS n_before, a.n, b.k AS k_before, a.k,
           b.value AS value_before, a.value, b.spread AS spread_before, a.spread, b.low AS low_before, a.low, b.high AS high_before, a.high,
           greatest(b.step, a.step) AS step, b.decides AND a.decides AS decides, b.counts AND a.counts AS counts,
           CASE WHEN a.carried THEN 'carried over'
                WHEN b.source <> a.source THEN 'source'
                WHEN b.scales <> a.scales THEN 'scale'
                WHEN b.is_share <> a.is_share OR b.mean_only <> a.mean_only OR ($other_cut AND a.is_share) THEN 'statistic'
                WHEN a.source IN ('survey', 'interview') AND b.segments <> a.segments THEN 'segments'
                WHEN a.source = 'behavioural' THEN 'behavioural'
                WHEN a.source = 'expert' AND least(b.n, a.n) < 2 THEN 'one expert'
                WHEN NOT a.is_share AND a.source <> 'expert' AND (least(b.n, a.n) < 2 OR b.n IS NULL OR a.n IS NULL OR b.spread IS NULL OR a.spread IS NULL)
                     THEN 'no spread' END AS reason,
           CASE WHEN a.is_share THEN 'share' WHEN a.source = 'expert' THEN 'panel' ELSE 'mean' END AS method
    FROM subject_before b
    JOIN subject_after a ON a.need_id = b.need_id AND a.stage_id = b.stage_id AND a.touchpoint_id = b.touchpoint_id
),
speaks AS (
    SELECT need_id, stage_id, arg_min(touchpoint_id, (least(coalesce(n_before, 0), coalesce(n, 0)), touchpoint_id)) AS touchpoint_id
    FROM subject_pair WHERE decides GROUP BY need_id, stage_id
),
sides AS (
    SELECT need_id, stage_id, bool_or(was) AS rated_before, bool_or(NOT was) AS rated,
           coalesce(bool_or(decides) FILTER (was), false) AND coalesce(bool_or(decides) FILTER (NOT was), false) AS one_each
    FROM (SELECT need_id, stage_id, decides, true AS was FROM subject_before WHERE counts
          UNION ALL SELECT need_id, stage_id, decides, false FROM subject_after WHERE counts)
    GROUP BY need_id, stage_id
),
cells AS (
    SELECT 'cell' AS level, c.persona_id, c.need_id, c.kind, c.kind_position, c.position, c.stage_id, p.* EXCLUDE (need_id, stage_id, decides, counts, reason),
           CASE WHEN c.differs <> '' THEN 're-scoped'
                WHEN c.state_before = 'not_assessed' OR c.state = 'not_assessed' THEN 'not assessed'
                WHEN 'no_touchpoint' IN (c.state_before, c.state) OR NOT coalesce(s.rated_before AND s.rated, false) THEN 'no touchpoint'
                WHEN NOT s.one_each THEN 'combined'
                WHEN p.need_id IS NULL THEN 'other touchpoint'
                ELSE p.reason END AS reason
    FROM cell_pair c
    LEFT JOIN sides s ON s.need_id = c.need_id AND s.stage_id = c.stage_id
    LEFT JOIN speaks k ON k.need_id = c.need_id AND k.stage_id = c.stage_id
    LEFT JOIN subject_pair p ON p.need_id = k.need_id AND p.stage_id = k.stage_id AND p.touchpoint_id = k.touchpoint_id
    WHERE c.in_both
),
links AS (
    SELECT 'link' AS level, c.persona_id, c.need_id, c.kind, c.kind_position, c.position, c.stage_id, p.* EXCLUDE (need_id, stage_id, decides, counts, reason), p.reason
    FROM cells c JOIN subject_pair p ON p.need_id = c.need_id AND p.stage_id = c.stage_id
    WHERE c.reason IN ('combined', 'other touchpoint', 'not assessed') AND p.counts
),
valued AS (
    SELECT *, reason IS NULL AND method = 'share' AS is_share,
           CASE WHEN is_share THEN wilson_low(k_before, n_before) END AS from_before, CASE WHEN is_share THEN wilson_high(k_before, n_before) END AS to_before,
           CASE WHEN is_share THEN wilson_low(k, n) END AS from_now, CASE WHEN is_share THEN wilson_high(k, n) END AS to_now
    FROM (FROM cells UNION ALL BY NAME FROM links)
),
final AS (
    SELECT level, persona_id, need_id, kind, stage_id, touchpoint_id, reason, CASE WHEN reason IS NULL THEN method END AS method, source,
           k_before, n_before, k, n, value_before, value, spread_before, spread, low_before, high_before, low, high, step,
           value - value_before AS difference,
           CASE WHEN is_share THEN newcombe_low(value_before, to_before, value, from_now) END AS difference_low,
           CASE WHEN is_share THEN newcombe_high(value_before, from_before, value, to_now) END AS difference_high,
           CASE WHEN is_share THEN list_filter(range(1, 101), lambda j:
               (at_most(value_before + j / 100, 1) AND newcombe_low(value_before, to_before, value_before + j / 100, wilson_low((value_before + j / 100) * n, n)) > 0)
               OR (reaches(value_before - j / 100, 0) AND newcombe_high(value_before, from_before, value_before - j / 100, wilson_high((value_before - j / 100) * n, n)) < 0)
           )[1]::DOUBLE END AS visible,
           CASE WHEN is_share THEN list_filter(range(1, 101), lambda j:
               (at_most(value_before + j / 100, 1) AND seen(value_before, n_before, value_before + j / 100, n))
               OR (reaches(value_before - j / 100, 0) AND seen(value_before, n_before, value_before - j / 100, n))
           )[1]::DOUBLE END AS sure,
           CASE WHEN is_share AND $smallest_change > 0 THEN
               planned_n(value_before, CASE WHEN value_before + $smallest_change <= 1 THEN value_before + $smallest_change ELSE value_before - $smallest_change END)
           END AS planned_n,
           kind_position, position
    FROM valued
)
SELECT * FROM final ORDER BY level, persona_id, kind_position, need_id, position, stage_id, touchpoint_id
