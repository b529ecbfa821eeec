-- One row per link into the frame: does the touchpoint count (live, frontstage, in the market), is it
-- planned, and which substitutes does it stand with? Method 2.1, 2.3.
WITH standing AS (
    SELECT *, reachable AND status = 'live' AS live, reachable AND status = 'planned' AS planned
    FROM linked
),
final AS (
    -- Whether usage weighs is decided once, before looking at ratings: every live member has a share
    -- and the shares sum to more than 0.
    SELECT *,
           coalesce(bool_and(usage_share IS NOT NULL) FILTER (WHERE live) OVER members, false)
               AND coalesce(sum(usage_share) FILTER (WHERE live) OVER members, 0.0) > 0 AS weighted
    FROM standing
    WINDOW members AS (PARTITION BY need_id, stage_id, group_id)
)
SELECT * FROM final
