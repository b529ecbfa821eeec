-- One row per interview or persona and attitude item: the answer from 1 to 5. Of an item that is named twice, the last counts.
-- Data model, personas.csv and interviews.csv.
WITH listed AS (
    SELECT 'interview' AS holder, interview_id AS holder_id, segment_id, attitudes FROM interviews WHERE method IS DISTINCT FROM 'synthetic'
    UNION ALL
    SELECT 'persona', persona_id, NULL, attitudes FROM stg_persona
),
parts AS (
    SELECT holder, holder_id, segment_id, unnest(string_split(attitudes, ';')) AS part, generate_subscripts(string_split(attitudes, ';'), 1) AS place
    FROM listed WHERE attitudes IS NOT NULL
),
final AS (
    SELECT holder, holder_id, segment_id, trim(split_part(part, '=', 1)) AS item, try_cast(trim(split_part(part, '=', 2)) AS DOUBLE) AS value
    FROM parts
    QUALIFY row_number() OVER (PARTITION BY holder, holder_id, item ORDER BY place DESC) = 1
)
SELECT * FROM final WHERE value IS NOT NULL
