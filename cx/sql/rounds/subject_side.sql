-- One row per rated subject that counts today (a live link, or a need at a stage as a whole) of one answer: what was measured, and how. All
-- values stand on the scale of fulfilment; of a pain as 1 - exposure, not cut off at 0, so that differences are those that were measured.
--
-- `decides`: the value of the cell is this one's own, alone or in a tie; a value that several make up together (usage shares, relief beside
-- harm) is nobody's own. `scales` and `segments` say who was asked how, as texts that can be compared. `low` and `high` are the quartiles of
-- the marks of a panel. `carried`: what counts was given before the round began and carried over into it. Method 2.2 (1), 5.2, 8.1, 8.4.
WITH inside AS (
    -- Only what the one rating of a subject rests on: most others are not read, which is most of the work.
    SELECT r.subject_no, r.source, r.rater, r.score, r.step, r.scale_used, coalesce(r.segment_id, '') AS segment_id,
           carried_over(r.note, r.rated_on, (SELECT opened_on FROM scope)) AS carried
    FROM rating_row r JOIN subject_rating l ON l.subject_no = r.subject_no AND l.source = r.source AND l.live
    WHERE r.left_out IS NULL
),
marks AS (
    SELECT subject_no, rater, median(score) AS score, max(step) AS step FROM inside WHERE source = 'expert' GROUP BY subject_no, rater
),
panels AS (
    SELECT subject_no, quantile_cont(score, 0.25) AS low, quantile_cont(score, 0.75) AS high, max(step) AS step FROM marks GROUP BY subject_no
),
asked AS (
    SELECT subject_no, string_agg(DISTINCT scale_used, ', ' ORDER BY scale_used) AS scales,
           string_agg(DISTINCT segment_id, chr(31) ORDER BY segment_id) AS segments, bool_or(carried) AS carried
    FROM (SELECT DISTINCT subject_no, scale_used, segment_id, carried FROM inside) GROUP BY subject_no
),
placed AS (
    SELECT l.need_id, l.stage_id, coalesce(l.touchpoint_id, '') AS touchpoint_id, l.source, l.n, l.met_n, l.score, l.spread, l.mean,
           coalesce(l.is_share, false) AND l.source IN ('survey', 'interview') AS is_share, l.mean_only,
           a.scales, a.segments, a.carried, p.low, p.high, p.step,
           CASE WHEN l.kind = 'pain' THEN l.intensity ELSE 1.0 END AS width,
           CASE WHEN l.kind = 'pain' THEN spared(l.intensity * (1 - l.score)) ELSE l.score END AS alone,
           c.fulfilment AS of_cell,
           CASE WHEN l.touchpoint_id IS NULL THEN c.direct ELSE list_contains(c.touchpoints, l.touchpoint_id) END AS speaks,
           CASE WHEN l.touchpoint_id IS NULL THEN c.direct ELSE NOT c.direct END AS counts
    FROM subject_rating l
    JOIN cell c ON c.need_id = l.need_id AND c.stage_id = l.stage_id
    JOIN asked a ON a.subject_no = l.subject_no
    LEFT JOIN panels p ON p.subject_no = l.subject_no
    WHERE l.live AND l.score IS NOT NULL
)
SELECT need_id, stage_id, touchpoint_id, source, n, CASE WHEN is_share THEN met_n END AS k, is_share, mean_only, scales, segments, carried,
       1 - width * (1 - score) AS value, width * spread AS spread,
       1 - width * (1 - low) AS low, 1 - width * (1 - high) AS high, width * step AS step,
       counts, counts AND coalesce(speaks, false) AND reaches(alone, of_cell) AND at_most(alone, of_cell) AS decides
FROM placed
