-- One row per variant, cell that it touches and rating that decides there, with what the effects of the variant do to it: `at_least`
-- what `set_to` lifts it to, `open` what `close_fraction` leaves of the rest. A cell that is judged as a whole has its direct rating.
-- So many draws of the ratings can be lifted at once. Reads `effect`, `subject_rating`, `link_rating`, `judged`. Method 3.6, 7.1.
WITH lifted AS (
    SELECT variant, subject_no, max(value) FILTER (WHERE effect = 'set_to') AS at_least,
           product(1 - greatest(0.0, value)) FILTER (WHERE effect = 'close_fraction') AS open
    FROM effect WHERE subject_no IS NOT NULL GROUP BY variant, subject_no
),
final AS (
    SELECT j.variant, j.need_id, j.stage_id, l.subject_no, coalesce(l.group_id, '') AS group_id, l.weighted, l.usage_share,
           -- What has no rating yet is lifted from the lower end of the scale.
           CASE WHEN f.at_least IS NOT NULL THEN greatest(f.at_least, CASE WHEN l.kind = 'pain' THEN -1.0 ELSE 0.0 END) END AS at_least, f.open
    FROM judged j
    JOIN link_rating l ON l.need_id = j.world AND l.live AND l.score IS NOT NULL
    LEFT JOIN lifted f ON f.variant = j.variant AND f.subject_no = l.subject_no
    WHERE NOT j.cautious AND NOT j.direct
    UNION ALL
    SELECT j.variant, j.need_id, j.stage_id, b.subject_no, '', false, NULL, NULL, NULL
    FROM judged j JOIN subject_rating b ON b.need_id = j.world WHERE NOT j.cautious AND j.direct
)
SELECT * FROM final
