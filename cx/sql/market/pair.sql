-- One row per pair of markets (`one` before `other`): how far apart their people use answer scales, and why values of theirs must not be
-- compared (`blocked`, empty = they may): 'unknown' where one of them has no answers whose style is known, 'extreme' or 'agreeing' where
-- the shares are `$extreme_difference` or more apart. Reads `market` (names of markets), `style`. Method 9.3 (2).
SELECT a.market AS one, b.market AS other, s.extreme_share AS extreme_one, t.extreme_share AS extreme_other,
       s.acquiescence_share AS agreeing_one, t.acquiescence_share AS agreeing_other,
       CASE WHEN s.market IS NULL OR t.market IS NULL THEN 'unknown'
            WHEN reaches(abs(s.extreme_share - t.extreme_share), $extreme_difference) THEN 'extreme'
            WHEN reaches(abs(s.acquiescence_share - t.acquiescence_share), $extreme_difference) THEN 'agreeing' END AS blocked
FROM market a JOIN market b ON b.market > a.market
LEFT JOIN style s ON s.market = a.market
LEFT JOIN style t ON t.market = b.market
ORDER BY one, other
