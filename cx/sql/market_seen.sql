-- One row: the market that ratings are pooled for, empty for all of them. Takes `$market`.
SELECT $market::VARCHAR AS market
