-- One row per rating, with the kind of need it judges, the scale it is on and the market it speaks for: that of its segment
-- where it names none. Data model, ratings.csv; method 2.1 "Markets", 5.1.
SELECT r.*, n.kind, n.persona_id, coalesce(r.scale, default_scale(n.kind)) AS scale_used, coalesce(r.market, g.market) AS row_market
FROM ratings r
JOIN needs n ON n.need_id = r.need_id
LEFT JOIN segments g ON g.segment_id = r.segment_id
