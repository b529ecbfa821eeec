-- One row per world and link that an effect reaches: its rating there, NULL where it still has none. `set_to` goes first, and a rating
-- that is better already stays; of what is then left every `close_fraction` closes its part. Of a link that nobody has rated only
-- `set_to` says something: at least so much. Caution takes of each effect the part that its confidence allows, counted from the rating
-- or, without one, from the lower end of the scale. Reads `effect`, `world`, `subject_rating`. Method 7.1.
WITH weighed AS (
    SELECT w.world, s.subject_no, s.score, e.effect, e.value, CASE WHEN w.cautious THEN e.confidence ELSE 1.0 END AS sure,
           coalesce(s.score, CASE WHEN s.kind = 'pain' THEN -1.0 ELSE 0.0 END) AS base
    FROM effect e
    JOIN world w ON w.variant = e.variant AND w.need_id = e.need_id AND w.stage_id = e.stage_id
    JOIN subject_rating s ON s.subject_no = e.subject_no
),
summed AS (
    SELECT world, subject_no, any_value(score) AS score,
           max(base + sure * greatest(0.0, value - base)) FILTER (WHERE effect = 'set_to') AS raised,
           product(1 - sure * greatest(0.0, value)) FILTER (WHERE effect = 'close_fraction') AS open
    FROM weighed GROUP BY world, subject_no
)
SELECT world, subject_no, 1 - (1 - coalesce(raised, score)) * coalesce(open, 1.0) AS score FROM summed
