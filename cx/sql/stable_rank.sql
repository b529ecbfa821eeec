-- One row per item: its place in the list when shares of small samples are pulled towards the pooled share.
-- Tiers stay as observed. Reads `shortfall` and `shrinkage`. Method 4.6, 11 (#9).
WITH steadied AS (
    SELECT f.item, f.part, f.rank,
           CASE WHEN h.need_id IS NOT NULL AND h.n < s.n_report AND f.kind = 'mandatory' AND NOT f.at_least
                THEN f.priority * greatest(0.0, f.target - h.estimate) / f.target / nullif(f.shortfall, 0) ELSE f.priority END AS priority
    FROM shortfall f CROSS JOIN scope s
    LEFT JOIN shrinkage h ON h.need_id = f.need_id AND h.stage_id = f.stage_id
    WHERE f.rank IS NOT NULL
),
final AS (
    SELECT item, row_number() OVER (ORDER BY part, rounded(max(priority)) DESC, min(rank)) AS stable_rank
    FROM steadied GROUP BY item, part
)
SELECT * FROM final ORDER BY item
