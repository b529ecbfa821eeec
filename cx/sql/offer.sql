-- One row per link into the frame: does the touchpoint count (live, frontstage, in the market), is it
-- planned, and which substitutes does it stand with? Method 2.1, 2.3.
WITH standing AS (
    SELECT *, reachable AND status = 'live' AS live, reachable AND status = 'planned' AS planned
    FROM linked
),
members AS (
    -- Whether usage weighs is decided once, before looking at ratings: every live member has a share
    -- and the shares sum to more than 0.
    SELECT cell_no, group_id, count(usage_share) = count(*) AND sum(usage_share) > 0 AS weighted
    FROM standing WHERE live GROUP BY cell_no, group_id
),
final AS (
    SELECT s.*, coalesce(m.weighted, false) AS weighted
    FROM standing s LEFT JOIN members m ON m.cell_no = s.cell_no AND m.group_id = s.group_id
)
SELECT * FROM final
