-- Nobody: how many people a persona stands for does not change with a variant, so it is not asked again.
SELECT {'variant': 0, 'cautious': false, 'id': persona_id} AS persona_id, segment_id, people, value_per_customer FROM stg_persona_segment WHERE false
