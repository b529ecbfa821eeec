"""Workshop: the facilitator prepares a room, leads it step by step, and closes it with decisions."""

import streamlit as st

from cx.store.acting import Act
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.workshop import components, lead, prepare, revisions

require()
opened = shell.workspace()
components.dress()
if revisions.page(opened):
    st.stop()
led = lead.room_led_here(opened)
if led:
    room, key = led
    st.title(literal(f"{room.name}: {room.step.title.lower()}"))
    if is_locked("Leading a room", Act.LEAD):
        st.stop()
    lead.page(opened, room, key)
    st.button("Prepare another room", key="ws_leave", on_click=lead.leave, type="tertiary")
    st.stop()
if nothing_yet(opened, "workshop"):
    st.stop()

view = shared_bar()
st.title("Decide together, without anchoring")
write_html(
    paragraph(
        "Everybody scores alone; values are shown to all at once, without names; only disagreement is discussed; then it is decided.",
        "scope",
    )
)
if not is_locked("Preparing a room", Act.LEAD) and prepare.page(view):
    st.rerun()
prepare.earlier(view)
revisions.on_record(opened)
