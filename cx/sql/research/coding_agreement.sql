-- One row per theme that one of two coders noted on a drawn line: on how many lines both noted it, or one alone, how many of those
-- are decided, and Krippendorff's alpha over all drawn lines. With two values, noted or not, the ordinal alpha is the nominal one. It
-- is NULL on fewer lines than `$fewest_units`, and where nothing varies. Reads agreement, which reads coding_mark as `mark`. Method 6.2.
WITH counted AS (
    SELECT theme, count(*) FILTER (WHERE first AND second) AS both, count(*) FILTER (WHERE first AND NOT second) AS first_only,
           count(*) FILTER (WHERE second AND NOT first) AS second_only,
           count(*) FILTER (WHERE first <> second AND decided IS NULL) AS undecided
    FROM codings WHERE theme IS NOT NULL GROUP BY theme
),
final AS (
    SELECT c.*, a.units AS lines, a.alpha, a.enough FROM counted c JOIN agreement a ON a.scale = c.theme
)
SELECT * FROM final ORDER BY alpha NULLS LAST, first_only + second_only DESC, theme
