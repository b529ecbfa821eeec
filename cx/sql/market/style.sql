-- One row per market of the round in view: how its people used answer scales, over all surveys of the round. Method 9.3 (2).
SELECT market, sum(answers)::BIGINT AS answers, sum(answers * extreme_share) / sum(answers) AS extreme_share,
       sum(answers * acquiescence_share) / sum(answers) AS acquiescence_share
FROM (SELECT a.* FROM answer_styles a JOIN scope s ON s.round_id = a.round_id) GROUP BY ALL HAVING sum(answers) > 0 ORDER BY ALL
