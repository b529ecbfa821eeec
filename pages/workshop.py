"""Workshop: the facilitator prepares a room, leads it step by step, and closes it with decisions."""

import streamlit as st
from markupsafe import Markup

from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.workshop import components, later, lead, prepare

require()
opened = shell.workspace()
components.dress()
if later.page(opened):
    st.stop()
led = lead.room_led_here(opened)
if led:
    room, key = led
    st.title(literal(f"{room.name}: {room.step.title.lower()}"))
    lead.page(opened, room, key)
    st.button("Prepare another room", key="ws_leave", on_click=lead.leave, type="tertiary")
    st.stop()
if nothing_yet(opened, "workshop"):
    st.stop()

view = shared_bar()
st.title("Decide together, without anchoring")
write_html(
    Markup(
        '<p class="scope">Everybody scores alone; values are shown to all at once, without names; only disagreement is discussed; then it is decided.</p>'
    )
)
if prepare.page(view):
    st.rerun()
prepare.earlier(view)
later.on_record(opened)
