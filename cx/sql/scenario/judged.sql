-- One row per world: the cell as it would be. Reads `world`, `cell_value`. Method 7.1.
SELECT w.*, v.persona_id, v.kind, v.kind_position, v.position, v.target, v.adequate, v.exposure, v.live_links, v.direct,
       v.known AS fulfilment, v.lower, v.upper,
       state_of(v.live_links, v.direct, v.known, v.lower, v.upper, v.adequate, v.target) AS state
FROM world w JOIN cell_value v ON v.need_id = w.world
