"""The workshop on screens: the facilitator's page, the participant's phone, the wall."""
