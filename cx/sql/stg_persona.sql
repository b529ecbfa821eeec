-- One row per active persona: one that does not say otherwise is active. Data model, personas.csv.
SELECT * FROM personas WHERE coalesce(status, 'active') = 'active'
