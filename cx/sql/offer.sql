-- One row per link into the frame: does the touchpoint count (live, frontstage, in the market), is it
-- planned, and which substitutes does it stand with? `subject_no` stands for the three ids of the link in joins.
-- Method 2.1, 2.3.
WITH linked AS (
    SELECT l.rowid AS subject_no, l.touchpoint_id, l.stage_id, l.need_id, f.persona_id, f.kind, f.adequate, f.target, f.intensity, l.usage_share,
           t.visibility = 'frontstage' AND (s.market IS NULL OR t.market IS NULL OR t.market = s.market) AS reachable,
           t.status,
           -- A touchpoint without a group is a group of its own; the prefix keeps names and ids apart.
           CASE WHEN l.alternative_group IS NULL THEN 'only ' || l.touchpoint_id
                ELSE 'group ' || l.alternative_group END AS group_id
    FROM links l
    JOIN frame f ON f.need_id = l.need_id AND f.stage_id = l.stage_id
    JOIN stg_touchpoint t ON t.touchpoint_id = l.touchpoint_id
    CROSS JOIN scope s
),
standing AS (
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
