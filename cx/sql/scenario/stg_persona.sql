-- The active personas of every variant and side. Reads `side`. Method 7.1.
SELECT {'variant': s.variant, 'cautious': s.cautious, 'id': p.persona_id} AS persona_id, p.name, p.tagline FROM stg_persona p CROSS JOIN side s
