-- One row per market: how its people use answer scales, over all questions (method 9.3). Extreme = at either end of the
-- scale; acquiescence = on its agreeing side, as printed, so before a reversed scale is turned round.
-- Reads `styled`: market, scale, value, times. A yes or no has no middle, so it says nothing about style.
SELECT market, sum(times)::BIGINT AS answers,
       (coalesce(sum(times) FILTER (value IN (c.low, c.high)), 0) / sum(times))::DOUBLE AS extreme_share,
       (coalesce(sum(times) FILTER (value > (c.low + c.high) / 2), 0) / sum(times))::DOUBLE AS acquiescence_share
FROM styled s JOIN scales c ON c.word = s.scale
WHERE value IS NOT NULL AND market IS NOT NULL AND s.scale <> 'yes-no'
GROUP BY market ORDER BY market
