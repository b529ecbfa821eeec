-- One row per rating of the round that can be used in the market in view; `by_segment` where it speaks for one segment. A total
-- beside rows by segment is still among them: whoever pools leaves it out. Method 2.1 "Markets", 2.2 (1).
SELECT r.*, r.segment_id IS NOT NULL AS by_segment
FROM rated r CROSS JOIN market_seen s
WHERE (s.market IS NULL OR r.row_market = s.market) AND (r.n IS NOT NULL OR r.source NOT IN ('survey', 'interview'))
