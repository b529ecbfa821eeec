-- One row per persona and segment that it stands for: the share of it, all where none is given, and how many people that is.
-- Data model, persona_segments.csv; method 3.2.
WITH final AS (
    SELECT ps.persona_id, g.*, coalesce(ps.share, 1.0) AS share_of_segment
    FROM persona_segments ps JOIN segments g ON g.segment_id = ps.segment_id
)
SELECT * RENAME (share_of_segment AS share), size * share_of_segment AS people FROM final
