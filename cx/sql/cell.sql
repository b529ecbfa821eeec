-- One row per need and stage where it is needed: its state, value, bounds, what it rests on and what else
-- should be known about it. Method 2.1, 2.7, 4.4, 4.5, 4.7.
WITH remarks AS (
    SELECT l.cell_no, bool_or(l.touchpoint_id IS NULL AND l.mean_only) AS whole_mean_only,
           bool_or(l.touchpoint_id IS NOT NULL AND l.mean_only) AS links_mean_only,
           bool_or(l.perception_gap = '+') AS gap_up, bool_or(l.perception_gap = '-') AS gap_down,
           bool_or(l.suppressed) AS suppressed,
           bool_or(l.touchpoint_id IS NOT NULL AND coalesce(h.hides_a_segment, false)) AS hides_a_segment,
           -- What a whole that reaches the target may hide: a rated live link, or a segment, below adequate.
           min(least(fulfilment_of(l.kind, l.intensity, l.score), h.lowest_fulfilment)) AS lowest_part
    FROM subject_rating l LEFT JOIN subject_hidden h ON h.subject_no = l.subject_no
    WHERE l.live GROUP BY l.cell_no
),
groups AS (
    SELECT cell_no, bool_or(hides_a_member) AS hides_a_member, bool_or(optimistic) AS optimistic
    FROM group_value GROUP BY cell_no
),
classed AS (
    SELECT v.*, d.evidence_level, coalesce(d.stale, false) AS stale, d.n, d.touchpoints, d.source, d.share_k, d.sample_n,
           state_of(v.live_links, v.direct, v.known, v.lower, v.upper, v.adequate, v.target) AS state,
           -- On the scale of fulfilment; a mean of a pain is relief, and has none.
           interval_low(d.share_k, d.sample_n, d.sample_mean, d.sample_spread, t.quantile) AS interval_low,
           interval_high(d.share_k, d.sample_n, d.sample_mean, d.sample_spread, t.quantile) AS interval_high,
           r.gap_up, r.gap_down, coalesce(r.suppressed, false) AS suppressed,
           CASE WHEN v.direct THEN r.whole_mean_only ELSE r.links_mean_only END AS mean_only,
           CASE WHEN v.direct THEN reaches(v.known, v.target) AND below(r.lowest_part, v.adequate)
                ELSE r.hides_a_segment OR g.hides_a_member END AS hides,
           g.optimistic
    FROM cell_value v
    LEFT JOIN deciding d ON d.cell_no = v.cell_no
    LEFT JOIN student_t t ON t.df = freedom(d.sample_n) AND v.kind <> 'pain'
    LEFT JOIN remarks r ON r.cell_no = v.cell_no
    LEFT JOIN groups g ON g.cell_no = v.cell_no
),
final AS (
    SELECT s.round_id, c.persona_id, c.need_id, c.kind, c.stage_id, c.state,
           c.known AS fulfilment, c.lower, c.upper,
           CASE WHEN c.state = 'met' THEN 0.0 WHEN c.state <> 'not_assessed' THEN short_by(c.known, c.target) END AS shortfall,
           evidence_word(c.evidence_level) AS evidence, c.n,
           list_filter([
               CASE WHEN c.state = 'no_touchpoint' AND c.has_planned THEN 'planned' END,
               CASE WHEN cannot_be_met(c.state, c.upper, c.target) THEN 'cannot_be_met' END,
               CASE WHEN c.direct THEN 'direct' END,
               CASE WHEN c.direct AND c.rated_links > 0 AND reaches(abs(c.links_known - c.known), s.perception_gap) THEN 'parts_differ' END,
               CASE WHEN c.direct AND c.live_links = 0 THEN 'unlinked' END,
               CASE WHEN c.hides THEN 'hidden_failure' END,
               CASE WHEN c.gap_up THEN 'perception_gap+' END,
               CASE WHEN c.gap_down THEN 'perception_gap-' END,
               CASE WHEN c.relief < 0 AND (c.live_links > 0 OR c.direct) THEN 'self_inflicted' END,
               CASE WHEN c.optimistic AND NOT c.direct THEN 'optimistic' END,
               CASE WHEN c.suppressed THEN 'suppressed' END,
               CASE WHEN NOT c.direct AND c.rated_links > 0 AND c.rated_links < c.live_links THEN 'partial_rating' END,
               CASE WHEN c.mean_only THEN 'mean_only' END], lambda flag: flag IS NOT NULL) AS flags,
           c.kind_position, c.position, c.importance, c.adequate, c.target, c.intensity, c.reach, c.provisional,
           c.live_links, c.rated_links, c.direct, c.links_known, c.relief, c.exposure, c.touchpoints, c.source,
           c.evidence_level, c.stale, is_assumed(c.evidence_level) AS assumed,
           CASE WHEN c.state = 'not_assessed' THEN
               CASE WHEN c.rated_links > 0 THEN 'partial' WHEN c.suppressed THEN 'suppressed' ELSE 'no_rating' END END AS reason,
           c.share_k, c.sample_n, c.interval_low, c.interval_high,
           CASE WHEN c.state IN ('met', 'partial', 'missed') AND c.interval_low IS NOT NULL
                THEN settled_state(c.interval_low, c.interval_high, c.adequate, c.target) = c.state END AS confirmed,
           CASE WHEN c.interval_low IS NULL THEN NULL
                WHEN c.sample_n < s.n_report THEN 'indicative'
                WHEN c.interval_high - c.interval_low >= s.width_max THEN 'imprecise'
                ELSE 'reportable' END AS precision,
           CASE WHEN c.state IN ('not_assessed', 'no_touchpoint') OR coalesce(c.evidence_level, 0) = evidence_level('none') THEN 'none'
                WHEN c.evidence_level = evidence_level('assumption') THEN 'low'
                WHEN c.evidence_level = evidence_level('measured') AND c.interval_high - c.interval_low < s.width_max THEN 'high'
                ELSE 'medium' END AS confidence,
           chance_at_least(c.share_k, c.sample_n, c.target) AS p_met,
           1 - chance_at_least(c.share_k, c.sample_n, c.adequate) AS p_fail
    FROM classed c CROSS JOIN scope s
)
SELECT * FROM final ORDER BY persona_id, kind_position, need_id, position, stage_id
