-- One row per rating of the round on a subject, mapped to the common scale. Method 2.2 (1), 5.1.
SELECT r.* EXCLUDE (persona_id), o.subject_no, o.live,
       (r.value - c.zero) / c.span AS score,
       r.stdev / abs(c.span) AS spread,
       c.step / abs(c.span) AS step,
       is_stale(r.rated_on, s.reference_date, s.max_age) AS stale
FROM stg_rating r
JOIN scope s ON s.round_id = r.round_id
JOIN subject o ON o.need_id = r.need_id AND o.stage_id = r.stage_id
              AND coalesce(o.touchpoint_id, '') = coalesce(r.touchpoint_id, '')
JOIN scales c ON c.word = r.scale_used
