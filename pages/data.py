"""Data: bring files in, see what they would change, take changes back, take everything out."""

import streamlit as st

from cx.store.acting import Act
from cx.ui.data import edit, erase, history, members, upload, upload_state
from cx.ui.shared import shell, sign_in
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import is_locked, may_write
from cx.ui.shared.markup import write_html
from cx.ui.shared.shell import require
from cx.ui.shared.written import say_what_was_done

require()
opened = shell.workspace()
st.title("Bring your data in, and take any change back")
write_html(paragraph("Nothing is written before you have seen what it would change. Every change is recorded and can be undone.", "scope"))
say_what_was_done()
tabs = ["Upload", "Edit", "History and undo", "Templates and export", *(["Members"] if sign_in.is_on() and may_write(Act.MANAGE) else [])]
bring, change, past, out, *those = st.tabs(tabs, key="data_tabs", bind="query-params")
# Only the open part is computed. Streamlit forgets a grid that is not drawn, so one with edits goes on behind another tab.
if bring.open or upload_state.has_edits("correct_"):
    with bring:
        if not is_locked("Bringing a file in"):
            upload.page(opened)
if change.open or upload_state.has_edits("edit_", "matrix_"):
    with change:
        if not is_locked("Changing rows"):
            edit.page(opened)
if past.open:
    with past:
        history.page(opened)
        erase.section(opened)
if out.open:
    with out:
        history.take_out(opened)
for tab in those:
    if tab.open:
        with tab:
            members.page(opened)
