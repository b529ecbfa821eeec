-- One row per need and stage where it is needed: its state, value, bounds, what it rests on and what else
-- should be known about it. Method 2.1, 2.7, 4.4, 4.5, 4.7.
WITH remarks AS (
    SELECT need_id, stage_id,
           bool_or(perception_gap = '+') AS gap_up, bool_or(perception_gap = '-') AS gap_down,
           bool_or(suppressed) AS suppressed, bool_or(mean_only) AS mean_only,
           bool_or(hides_a_segment) AS hides_a_segment
    FROM subject_shown WHERE live AND touchpoint_id IS NOT NULL GROUP BY need_id, stage_id
),
wholes AS (
    SELECT need_id, stage_id, perception_gap AS whole_gap, suppressed AS whole_suppressed, mean_only AS whole_mean_only
    FROM subject_shown WHERE touchpoint_id IS NULL
),
parts AS (
    -- What a whole that reaches the target may hide: a rated live link, or a segment, below adequate.
    SELECT need_id, stage_id, min(least(fulfilment, lowest_fulfilment)) AS lowest_part
    FROM subject_shown WHERE live GROUP BY need_id, stage_id
),
groups AS (
    SELECT need_id, stage_id, bool_or(hides_a_member) AS hides_a_member, bool_or(optimistic) AS optimistic
    FROM group_value GROUP BY need_id, stage_id
),
classed AS (
    SELECT v.*, d.evidence_level, d.stale, d.n, d.touchpoints, d.source, d.share_k, d.sample_n,
           state_of(v.live_links, v.direct, v.known, v.lower, v.upper, v.adequate, v.target) AS state,
           -- 95% interval on the scale of fulfilment: Wilson for shares, t for means (method 4.4).
           CASE WHEN d.share_k IS NOT NULL THEN wilson_low(d.share_k, d.sample_n)
                WHEN v.kind <> 'pain' AND d.sample_spread IS NOT NULL
                    THEN greatest(0.0, d.sample_mean - t.quantile * d.sample_spread / sqrt(d.sample_n)) END AS interval_low,
           CASE WHEN d.share_k IS NOT NULL THEN wilson_high(d.share_k, d.sample_n)
                WHEN v.kind <> 'pain' AND d.sample_spread IS NOT NULL
                    THEN least(1.0, d.sample_mean + t.quantile * d.sample_spread / sqrt(d.sample_n)) END AS interval_high,
           r.gap_up OR w.whole_gap = '+' AS gap_up, r.gap_down OR w.whole_gap = '-' AS gap_down,
           coalesce(r.suppressed, false) OR coalesce(w.whole_suppressed, false) AS suppressed,
           CASE WHEN v.direct THEN w.whole_mean_only ELSE r.mean_only END AS mean_only,
           CASE WHEN v.direct THEN reaches(v.known, v.target) AND below(p.lowest_part, v.adequate)
                ELSE r.hides_a_segment OR g.hides_a_member END AS hides,
           g.optimistic AND NOT v.direct AS optimistic,
           v.direct AND v.rated_links > 0 AND reaches(abs(v.links_known - v.known), s.perception_gap) AS parts_differ
    FROM cell_value v
    CROSS JOIN scope s
    LEFT JOIN deciding d ON d.need_id = v.need_id AND d.stage_id = v.stage_id
    LEFT JOIN student_t t ON t.df = freedom(d.sample_n)
    LEFT JOIN remarks r ON r.need_id = v.need_id AND r.stage_id = v.stage_id
    LEFT JOIN wholes w ON w.need_id = v.need_id AND w.stage_id = v.stage_id
    LEFT JOIN parts p ON p.need_id = v.need_id AND p.stage_id = v.stage_id
    LEFT JOIN groups g ON g.need_id = v.need_id AND g.stage_id = v.stage_id
),
final AS (
    SELECT s.round_id, c.persona_id, c.need_id, c.kind, c.stage_id, c.state,
           c.known AS fulfilment, c.lower, c.upper,
           CASE WHEN c.state = 'met' THEN 0.0
                WHEN c.state <> 'not_assessed' THEN greatest(0.0, c.target - c.known) / c.target END AS shortfall,
           evidence_word(c.evidence_level) AS evidence, c.n,
           array_to_string(list_filter([
               CASE WHEN c.state = 'no_touchpoint' AND c.has_planned THEN 'planned' END,
               CASE WHEN cannot_be_met(c.state, c.upper, c.target) THEN 'cannot_be_met' END,
               CASE WHEN c.direct THEN 'direct' END,
               CASE WHEN c.parts_differ THEN 'parts_differ' END,
               CASE WHEN c.direct AND c.live_links = 0 THEN 'unlinked' END,
               CASE WHEN c.hides THEN 'hidden_failure' END,
               CASE WHEN c.gap_up THEN 'perception_gap+' END,
               CASE WHEN c.gap_down THEN 'perception_gap-' END,
               CASE WHEN c.relief < 0 AND (c.live_links > 0 OR c.direct) THEN 'self_inflicted' END,
               CASE WHEN c.optimistic THEN 'optimistic' END,
               CASE WHEN c.suppressed THEN 'suppressed' END,
               CASE WHEN NOT c.direct AND c.rated_links > 0 AND c.rated_links < c.live_links THEN 'partial_rating' END,
               CASE WHEN c.mean_only THEN 'mean_only' END], lambda x: x IS NOT NULL), ';') AS flags,
           c.kind_position, c.position, c.importance, c.adequate, c.target, c.intensity, c.reach, c.provisional,
           c.live_links, c.rated_links, c.direct, c.links_known, c.relief, c.exposure, c.touchpoints, c.source,
           c.evidence_level, coalesce(c.stale, false) AS stale, is_assumed(c.evidence_level) AS assumed,
           CASE WHEN c.state = 'not_assessed' THEN
               CASE WHEN c.rated_links > 0 THEN 'partial' WHEN c.suppressed THEN 'suppressed' ELSE 'no_rating' END END AS reason,
           c.share_k, c.sample_n, c.interval_low, c.interval_high,
           CASE WHEN c.state IN ('met', 'partial', 'missed') AND c.interval_low IS NOT NULL THEN
               class_of(c.interval_low, c.adequate, c.target) = c.state
               AND class_of(c.interval_high, c.adequate, c.target) = c.state END AS confirmed,
           CASE WHEN c.interval_low IS NULL THEN NULL
                WHEN c.sample_n < s.n_report THEN 'indicative'
                WHEN c.interval_high - c.interval_low >= s.width_max THEN 'imprecise'
                ELSE 'reportable' END AS precision,
           CASE WHEN c.state IN ('not_assessed', 'no_touchpoint') OR c.evidence_level IS NULL OR c.evidence_level = 0 THEN 'none'
                WHEN c.evidence_level = 1 THEN 'low'
                WHEN c.evidence_level = 4 AND c.interval_high - c.interval_low < s.width_max THEN 'high'
                ELSE 'medium' END AS confidence,
           chance_at_least(c.share_k, c.sample_n, c.target) AS p_met,
           1 - chance_at_least(c.share_k, c.sample_n, c.adequate) AS p_fail
    FROM classed c CROSS JOIN scope s
)
SELECT * FROM final ORDER BY persona_id, kind_position, need_id, position, stage_id
