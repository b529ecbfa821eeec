-- One row per need of an active persona, with its own importance and levels and the idea that it shares with needs of others: the same kind
-- of need on the same theme; a need without a theme is compared by its statement. Method 9.1.
SELECT n.need_id, n.persona_id, n.kind, kind_position(n.kind) AS kind_position, n.statement, coalesce(n.importance, 1.0) AS importance,
       coalesce(n.target, $target) AS target, coalesce(n.adequate, $adequate) AS adequate,
       n.kind || ':' || lower(trim(coalesce(n.theme, n.statement))) AS idea
FROM needs n JOIN stg_persona USING (persona_id)
