-- One row per group of substitutes that a mandatory need has at a stage: value from what is rated, and
-- bounds with every unknown at 0 and at 1. Usage shares weigh where all live members have one; otherwise
-- the customer is free to take the best. Method 2.3, 2.4.
WITH final AS (
    SELECT cell_no, group_id, any_value(target) AS target, any_value(adequate) AS adequate,
           any_value(weighted) AS weighted,
           count(*) AS members, count(score) AS rated,
           -- Rated members that nobody uses (shares of 0) still say something: the best of them.
           CASE WHEN any_value(weighted)
                THEN coalesce(sum(usage_share * score) / nullif(sum(usage_share) FILTER (WHERE score IS NOT NULL), 0),
                              max(score))
                ELSE max(score) END AS known,
           coalesce(sum(usage_share) FILTER (WHERE score IS NOT NULL), 0) > 0 AS used,
           CASE WHEN any_value(weighted) THEN sum(usage_share * coalesce(score, 0.0)) / sum(usage_share)
                ELSE max(coalesce(score, 0.0)) END AS lower,
           CASE WHEN any_value(weighted) THEN sum(usage_share * coalesce(ceiling, 1.0)) / sum(usage_share)
                ELSE max(coalesce(ceiling, 1.0)) END AS upper,
           min(score) AS worst
    FROM link_rating WHERE live AND kind = 'mandatory'
    GROUP BY cell_no, group_id
)
SELECT *, coalesce(reaches(known, target) AND below(worst, adequate), false) AS hides_a_member,
       NOT weighted AND members >= 2 AND rated >= 1 AS optimistic
FROM final
