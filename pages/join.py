"""Join: a participant's page, made for a phone; with `wall` in the address, the screen on the wall."""

import streamlit as st

from cx.ui.shared import shell
from cx.ui.shared.shell import require
from cx.ui.workshop import components, participant

require()
opened = shell.workspace()
at = participant.seat(opened)
components.dress("wall" if at and at.wall else "phone")
if at is None:
    participant.door(opened)
    st.stop()
participant.step(at)
