-- One row per need in view of one market: its state and gap against the target that holds there, its place in the list of that market
-- (`rank`, of `ranked` needs), and what it rests on there. Method 9.3.
--
-- `own_evidence`: a customer of this market has rated it, in whichever round, or somebody interviewed in one of its segments spoke of
-- it. Without, what is known of it comes from another country, and is indirect at best (`evidence`). `at_least` is how far one that is not
-- assessed stays below its target whatever is found out. Reads `shortfall`.
WITH place AS (
    SELECT need_id, min(item) AS item FROM shortfall WHERE item IS NOT NULL GROUP BY need_id
),
list AS (
    SELECT need_id, dense_rank() OVER (ORDER BY item) AS rank, count(*) OVER () AS ranked FROM place
),
said AS (
    SELECT DISTINCT r.need_id FROM stg_rating r JOIN scope s ON r.row_market = s.market WHERE r.source <> 'expert'
    UNION
    SELECT DISTINCT f.need_id FROM findings f JOIN interviews i USING (interview_id) JOIN segments g USING (segment_id) JOIN scope s ON g.market = s.market
    WHERE f.need_id IS NOT NULL AND i.method IS DISTINCT FROM 'synthetic'
),
final AS (
    SELECT n.round_id, s.market, n.persona_id, n.need_id, n.kind, n.state, n.target, n.shortfall, l.rank, l.ranked, n.weakest_stage,
           d.need_id IS NOT NULL AS own_evidence,
           evidence_word(CASE WHEN d.need_id IS NULL THEN least(n.need_evidence_level, evidence_level('indirect')) ELSE n.need_evidence_level END) AS evidence,
           CASE WHEN list_contains(n.flags, 'cannot_be_met') THEN short_by(n.upper, n.target) END AS at_least,
           n.importance, n.fulfilment, n.lower, n.upper, n.adequate, n.assumed, n.provisional, n.flags
    FROM need n CROSS JOIN scope s
    LEFT JOIN list l ON l.need_id = n.need_id
    LEFT JOIN said d ON d.need_id = n.need_id
)
SELECT * FROM final ORDER BY persona_id, kind_position(kind), need_id
