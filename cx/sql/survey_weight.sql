-- One row per respondent of `weighed` (columns kept, `weight` above 0: who weighs 0 is left out before), with the weight that counts, in units of the
-- median and at most five of them: else one person would speak for many. Method 5.4: only ratios of weights matter.
-- A decimal, so that sums do not depend on the order in which they are added up.
SELECT * EXCLUDE (weight), least(weight / median(weight) OVER (), 5)::DECIMAL(18, 14) AS counted,
       above(weight, 5 * median(weight) OVER ()) AS trimmed
FROM weighed
