-- One row per segment of an active persona: the persona that has the largest share of it, in equal shares the first by id; `even` says
-- that they were equal. Method 9.1.
SELECT segment_id, persona_id, share, count(*) OVER (PARTITION BY segment_id, share) > 1 AS even
FROM stg_persona_segment JOIN stg_persona USING (persona_id)
QUALIFY row_number() OVER (PARTITION BY segment_id ORDER BY share DESC, persona_id) = 1
