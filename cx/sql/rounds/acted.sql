-- One row per need and stage that was acted on between two rounds, from the first day of the earlier (`$since`) until the later one began
-- (`$until`): a decision to fix it in force, an undated one if it was taken on the earlier round; or an improvement that was done, or is, where
-- nobody says since when. Between two rounds of one day lies that day. Method 8.4.
SELECT need_id, stage_id FROM decisions
WHERE decision = 'fix' AND coalesce(status, 'accepted') = 'accepted'
  AND (decided_on BETWEEN $since::DATE AND greatest($since::DATE, $until::DATE - 1) OR (decided_on IS NULL AND round_id = $round_id))
UNION
SELECT e.need_id, e.stage_id FROM improvement_effects e JOIN improvements i ON i.improvement_id = e.improvement_id
WHERE i.status = 'done' AND coalesce(i.status_since BETWEEN $since::DATE AND greatest($since::DATE, $until::DATE - 1), true)
