-- One row per link into the frame: does the touchpoint count (live, frontstage, in the market), is it
-- planned, and which substitutes does it stand with? Method 2.1, 2.3.
WITH standing AS (
    SELECT *, reachable AND status = 'live' AS live, reachable AND status = 'planned' AS planned
    FROM linked
),
members AS (
    -- Whether usage weighs is decided once, before looking at ratings: every live member has a share
    -- and the shares sum to more than 0.
    SELECT need_id, stage_id, group_id, bool_and(usage_share IS NOT NULL) AND coalesce(sum(usage_share), 0.0) > 0 AS weighted
    FROM standing WHERE live GROUP BY need_id, stage_id, group_id
),
final AS (
    SELECT s.*, coalesce(m.weighted, false) AS weighted
    FROM standing s
    LEFT JOIN members m ON m.need_id = s.need_id AND m.stage_id = s.stage_id AND m.group_id = s.group_id
)
SELECT * FROM final
