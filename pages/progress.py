"""Progress: what we promised, what we did, what it changed, for whom, and what we still do not know."""

import streamlit as st

from cx.analysis.headlines import scope_line
from cx.delivery.progress import Progress
from cx.frames import of_persona
from cx.ui.progress import lists, record
from cx.ui.progress.how_far import how_far
from cx.ui.shared import shell
from cx.ui.shared.begin import nothing_yet
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.reader import end_of_page
from cx.ui.shared.scope_bar import shared_bar
from cx.ui.shared.shell import require
from cx.ui.shared.written import say_what_was_done

require()
if nothing_yet(shell.workspace(), "progress"):
    end_of_page()

view = shared_bar(persona="all")
found = Progress(view.workspace, view.answer, view.persona_id)
st.title(literal(found.finding))
write_html(paragraph(scope_line(view.answer, of_persona(view.answer.personas, view.persona_id), view.changed), "scope"))
say_what_was_done()
if found.is_empty:
    lists.nothing_decided(found)
    record.record(view, found)
else:
    parts = (
        lambda: lists.promised(found),
        lambda: lists.changed(found),
        lambda: lists.unknown(found),
        lambda: how_far(found),
        lambda: record.record(view, found),
    )
    for tab, draw in zip(st.tabs(lists.TABS, key="part", bind="query-params"), parts, strict=True):
        if tab.open:
            with tab:
                draw()
