-- One row per touchpoint, as it counts: live and in front of the customer unless it says otherwise. Data model, touchpoints.csv.
SELECT * REPLACE (coalesce(status, 'live') AS status, coalesce(visibility, 'frontstage') AS visibility) FROM touchpoints
