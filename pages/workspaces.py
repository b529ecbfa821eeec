"""Workspaces: those of this installation, each with its own data, members and address."""

import streamlit as st

from cx.store.acting import Act
from cx.ui.shared import shell
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import may_write
from cx.ui.shared.markup import write_html
from cx.ui.shared.shell import require
from cx.ui.workspaces import gallery, keep

require()
st.title("Workspaces")
write_html(paragraph("Each has its own data, history, rooms, members and address; nothing is shared between them.", "scope"))
keep.say_what_was_made()
opened = shell.workspace() if may_write(Act.LOOK) else None
gallery.listed()
if opened is not None:
    keep.this_one(opened)
    keep.new_ones()
    keep.put_away_ones()
