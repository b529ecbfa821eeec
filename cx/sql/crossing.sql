-- One row per pair of items of one part of the list that swap their order as size weighs more or less against value: the
-- weight (lambda) at which they do, and which is first below it. Priorities are straight lines in lambda, so the
-- crossing is exact. A need of tier 1 stands by its leading row, which lambda cannot change. `$compared` is the
-- number of items of each part that are compared. Reads `shortfall`. Method 3.6 (4).
WITH lines AS (
    SELECT rank, item, part, need_id, stage_id, base * value_share AS at_0, base * size_share AS at_1,
           row_number() OVER (PARTITION BY part ORDER BY item) AS place
    FROM shortfall WHERE leads AND value_share IS NOT NULL
),
compared AS (SELECT * FROM lines WHERE place <= $compared),
final AS (
    SELECT a.part, a.item, b.item AS other_item, a.need_id, a.stage_id, b.need_id AS other_need_id, b.stage_id AS other_stage_id,
           (b.at_0 - a.at_0) / ((a.at_1 - a.at_0) - (b.at_1 - b.at_0)) AS crossing,
           a.at_0 > b.at_0 AS first_below
    FROM compared a JOIN compared b ON a.part = b.part AND a.item < b.item
    WHERE (a.at_0 - b.at_0) * (a.at_1 - b.at_1) < -tolerance() ^ 2
)
SELECT * FROM final ORDER BY part, item, crossing
