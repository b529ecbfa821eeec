-- One row per variant of `$variants` and side of its range: with every effect whole, and `cautious`. Method 7.1.
SELECT unnest(range($variants::INTEGER))::INTEGER AS variant, false AS cautious
UNION ALL
SELECT unnest(range($variants::INTEGER))::INTEGER, true
