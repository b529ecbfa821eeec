"""The samples, where one may be looked at: which one this is, and the way to another or to a workspace of one's own."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx.changes.samples import SAMPLES, Sample, held, put
from cx.errors import InvalidData, OthersWork
from cx.languages.messages import tr
from cx.store import Workspace
from cx.ui.shared.keyhole import may_write
from cx.ui.shared.markup import literal, write_html

REFUSED = "sample_refused"


def sample_note(opened: Workspace) -> None:
    """One quiet line while the workspace holds a sample and nothing else: what it is, the other one, and how to start."""
    if (sample := held(opened)) is None:
        return
    with st.container(key="sample_note", gap=None):
        write_html(
            Markup('<p class="scope">{} {} <a href="data">{}</a></p>').format(
                tr("This is sample data: {what}", what=tr(sample.shows)), tr("To start your own, drop a file there:"), tr("Data page")
            )
        )
        sample_buttons(opened, besides=sample)


def sample_buttons(opened: Workspace, besides: Sample | None = None, quiet: bool = True) -> None:
    """A button for every sample, or for every other one; nothing where this visitor may only look."""
    if not may_write():
        return
    for sample in SAMPLES:
        if sample is not besides:
            st.button(
                literal(tr(sample.invitation)),
                key=f"sample_{sample.folder.name}",
                icon=":material/science:",
                type="tertiary" if quiet else "secondary",
                help=literal(tr("{sample}. Nothing that you have entered is overwritten.", sample=tr(sample.name))),
                on_click=_put,
                args=(opened, sample),
            )
    if refused := st.session_state.pop(REFUSED, None):
        st.warning(literal(refused))


def _put(opened: Workspace, sample: Sample) -> None:
    """Before the page is drawn anew; what the address names belongs to the workspace as it was."""
    try:
        put(opened, sample)
    except OthersWork as why:
        st.session_state[REFUSED] = str(why)
    except InvalidData as refused:
        st.session_state[REFUSED] = f"The sample cannot be read, so nothing was changed. {refused.issues[0]}"
    else:
        st.query_params.clear()
