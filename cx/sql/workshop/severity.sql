-- One row per person: mean distance of their final scores from the panel's median, in steps; negative is stricter
-- than the panel. For the facilitator only, and never a correction. Method 6.2.
SELECT p.person_id, avg(p.value - s.median) AS severity, count(*)::BIGINT AS n
FROM panel p JOIN spread s ON s.part = 'final' AND s.item_id = p.item_id
WHERE p.part = 'final' AND p.value IS NOT NULL
GROUP BY p.person_id ORDER BY severity, p.person_id
