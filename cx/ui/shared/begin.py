"""What every page says while there is no data."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx.analysis.catalogue import names
from cx.exports.templates import excel_template
from cx.languages.messages import tr
from cx.report import FORMATS
from cx.store import Workspace
from cx.ui.shared import shell
from cx.ui.shared.components import paragraph
from cx.ui.shared.download import download
from cx.ui.shared.markup import write_html
from cx.ui.shared.offer import sample_buttons

EMPTY = {
    "overview": "Once there is data, this page says how many mandatory needs of each persona are met everywhere, where they fall short, and what nobody knows.",
    "coverage": "Once there is data, this page shows each persona's needs, stage by stage: met, missed, without a touchpoint or not assessed.",
    "shortfalls": "Once there is data, this page ranks what falls short: what to fix first, why, how sure that is, and what to find out.",
    "rounds": "Once there is data, this page compares two rounds: what was fixed, what broke, and which of it is more than noise.",
    "workshop": "Once there is data, a room full of people scores, votes and decides here, each alone before all see it.",
    "scenarios": "Once there is data, this page says what would become of every need if something were changed, and what that would take.",
    "progress": "Once there is data, this page says what was decided, how far it is, what it changed and for whom.",
    "personas": "Once there is data, this page shows each persona's story, needs and segments, and how much of it is assumed.",
    "research": "Once there is data, this page plans interviews, counts what people said, and lists what is only believed.",
    "touchpoints": "Once there is data, this page lists every touchpoint and what is odd: needs that nothing serves, touchpoints that serve nothing.",
}

START = (
    "Start with the file you have, even if it is only a list of touchpoints or of needs: it is read as it is, "
    "and you see what it would change before anything is written."
)


def nothing_yet(opened: Workspace, page: str) -> bool:
    """Explain how to begin where the workspace holds no active persona; true if so."""
    if names(opened).personas:
        return False
    st.title(tr("Where is each need met or missed?"))
    write_html(
        Markup('<p class="lead">{} {}</p><p class="lead">{}</p>').format(
            tr("This workspace has no persona yet."), tr(EMPTY[page]), tr(START)
        )
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="begin"):
        if st.button(tr("Bring a file"), type="primary", icon=":material/upload_file:"):
            st.switch_page(shell.DATA)
        download(tr("Download a template (Excel)"), excel_template, "journey-gap-analysis.xlsx", FORMATS[".xlsx"][1])
    write_html(paragraph(tr("Or look around in a sample first."), "scope"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="begin_samples"):
        sample_buttons(opened, quiet=False)
    return True
