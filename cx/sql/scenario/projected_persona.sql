-- One row per variant and active persona: the headline as it would be, `low_…` with each effect only as far as its confidence.
-- Reads `persona`. Method 2.5, 7.1.
SELECT f.persona_id.variant AS variant, f.persona_id.id AS persona_id, f.name, f.mandatory, f.mandatory_met, f.mandatory_undetermined,
       c.mandatory_met AS low_mandatory_met, c.mandatory_undetermined AS low_mandatory_undetermined,
       f.gains, f.pains, f.gain_index, c.gain_index AS low_gain_index, f.pain_index, c.pain_index AS low_pain_index
FROM persona f JOIN persona c ON c.persona_id.variant = f.persona_id.variant AND c.persona_id.id = f.persona_id.id AND c.persona_id.cautious
WHERE NOT f.persona_id.cautious
ORDER BY variant, f.persona_id.id
