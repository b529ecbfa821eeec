-- One row per need and stage: value from what is rated (`known`, NULL where nothing is) and bounds.
-- Mandatory: AND of ORs; gain: best moment; pain: net relief, then exposure. A direct rating takes the place of
-- all that where its source is at least as good as the best behind the live links (`direct`); `links_known` is
-- what the links alone say. Method 2.2 (5), 2.3, 2.4.
WITH stage_links AS (
    SELECT cell_no, count(*) AS live_links, count(score) AS rated_links,
           max(score) AS best, min(score) AS worst,
           max(coalesce(score, 0.0)) AS best_at_0, max(coalesce(ceiling, 1.0)) AS best_at_1,
           max(coalesce(score, -1.0)) AS relief_low, min(coalesce(score, -1.0)) AS harm_low,
           max(coalesce(ceiling, 1.0)) AS relief_high, min(coalesce(ceiling, 1.0)) AS harm_high,
           min(source_rank) AS best_rank
    FROM link_rating WHERE live GROUP BY cell_no
),
stage_groups AS (
    SELECT cell_no, min(known) AS known, min(lower) AS lower, min(upper) AS upper
    FROM group_value GROUP BY cell_no
),
wholes AS (
    SELECT cell_no, score, source_rank FROM subject_rating WHERE touchpoint_id IS NULL AND score IS NOT NULL
),
planned AS (
    SELECT DISTINCT cell_no FROM offer WHERE planned
),
joined AS (
    SELECT f.*, coalesce(l.live_links, 0) AS live_links, coalesce(l.rated_links, 0) AS rated_links,
           p.cell_no IS NOT NULL AS has_planned,
           d.score IS NOT NULL AND (l.best_rank IS NULL OR d.source_rank <= l.best_rank) AS direct, d.score AS whole,
           CASE WHEN f.kind <> 'pain' THEN NULL WHEN l.live_links IS NULL THEN 0.0
                ELSE net_relief(l.best, l.worst) END AS relief,
           CASE WHEN l.live_links IS NULL THEN 0.0 ELSE net_relief(l.relief_low, l.harm_low) END AS relief_lower,
           CASE WHEN l.live_links IS NULL THEN 0.0 ELSE net_relief(l.relief_high, l.harm_high) END AS relief_upper,
           l.best, l.worst, l.best_at_0, l.best_at_1, g.known AS g_known, g.lower AS g_lower, g.upper AS g_upper
    FROM frame f
    LEFT JOIN stage_links l ON l.cell_no = f.cell_no
    LEFT JOIN stage_groups g ON g.cell_no = f.cell_no
    LEFT JOIN wholes d ON d.cell_no = f.cell_no
    LEFT JOIN planned p ON p.cell_no = f.cell_no
),
by_links AS (
    SELECT *,
           -- greatest() skips NULL, so "nothing rated" is asked first.
           CASE WHEN kind = 'pain' AND live_links > 0 AND rated_links = 0 THEN NULL ELSE relief END AS links_relief,
           CASE WHEN live_links > 0 AND rated_links = 0 THEN NULL
                WHEN kind = 'pain' THEN spared(intensity * (1 - relief))
                WHEN live_links = 0 THEN 0.0
                WHEN kind = 'gain' THEN best ELSE g_known END AS links_known,
           CASE WHEN kind = 'pain' THEN spared(intensity * (1 - relief_lower))
                WHEN live_links = 0 THEN 0.0
                WHEN kind = 'gain' THEN best_at_0 ELSE g_lower END AS links_lower,
           CASE WHEN kind = 'pain' THEN spared(intensity * (1 - relief_upper))
                WHEN live_links = 0 THEN 0.0
                WHEN kind = 'gain' THEN best_at_1 ELSE g_upper END AS links_upper,
           CASE WHEN kind = 'pain' THEN spared(intensity * (1 - whole)) ELSE whole END AS whole_known
    FROM joined
),
final AS (
    SELECT cell_no, need_id, persona_id, kind, kind_position, stage_id, position, importance, adequate, target, intensity, reach,
           provisional, live_links, rated_links, has_planned, direct, links_known, best, worst,
           CASE WHEN kind <> 'pain' THEN NULL WHEN direct THEN whole ELSE links_relief END AS relief,
           CASE WHEN kind = 'pain' THEN intensity * (1 - CASE WHEN direct THEN whole ELSE links_relief END) END AS exposure,
           CASE WHEN direct THEN whole_known ELSE links_known END AS known,
           CASE WHEN direct THEN whole_known ELSE links_lower END AS lower,
           CASE WHEN direct THEN whole_known ELSE links_upper END AS upper
    FROM by_links
)
SELECT * FROM final
