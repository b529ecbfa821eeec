"""Workshop: the facilitator prepares a room, leads it step by step, and closes it with decisions."""

import streamlit as st

from cx.store.acting import Act
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.workshop import components, lead, prepare, revisions

require()
opened = shell.workspace()
components.dress()
if revisions.page(opened):
    end_of_page()
led = lead.room_led_here(opened)
if led:
    room, key = led
    st.title(literal(f"{room.name}: {room.step.title.lower()}"))
    if is_locked("Leading a room", Act.LEAD):
        end_of_page()
    lead.page(opened, room, key)
    st.button("Prepare another room", key="ws_leave", on_click=lead.leave, type="tertiary")
    end_of_page()
if nothing_yet(opened, "workshop"):
    end_of_page()

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
