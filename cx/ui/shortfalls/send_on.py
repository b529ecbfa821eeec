"""What is in view, to send on: the report, the list, work items to import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from markupsafe import Markup

from cx.analysis.shortfalls import Shortfalls
from cx.languages.messages import tr
from cx.report import FORMATS, SNAPSHOT, SNAPSHOT_ENDING
from cx.report.content import Report
from cx.report.tickets import azure_csv, jira_csv, plain_csv
from cx.ui.shared.download import download
from cx.ui.shared.language import in_language, language_of_files, named_in
from cx.ui.shared.markup import write_html
from cx.ui.shared.offers import CSV_FOR_PROGRAMS
from cx.ui.shared.scope_bar import View

Write = Callable[[Report], bytes | str]


def send_on(view: View, gaps: Shortfalls) -> None:
    """Everything to send on, exactly for what is in view: report, list, work items."""
    made = partial(
        Report, view.workspace, view.answer, persona_id=view.persona_id, size_weight=gaps.size_weight, by_priority=gaps.by_priority
    )
    report = made()
    with st.popover(tr("Send on"), icon=":material/ios_share:", width="content"):
        st.caption(tr("What is in view, with its filters, round, date and method version on it."))
        write_html(Markup("<h3>{}</h3>").format(tr("Report: headline, maps, what to fix first, unknowns, sources")))
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            language = language_of_files("report")

            def written(write: Write) -> Callable[[], bytes | str]:
                """What the report says is said when it is made, so that each language has its own."""
                return in_language(language, lambda: write(made()))

            for ending in (".html", ".pdf", ".pptx", ".md"):
                label, media, write = FORMATS[ending]
                download(tr(label), written(write), named_in(f"{report.name}{ending}", language), media, key=f"send_{ending}")
        write_html(Markup("<h3>{}</h3>").format(tr("Everything, with its evidence, in one page to filter and open without this server")))
        label, media, write = SNAPSHOT
        download(tr(label), written(write), named_in(f"{report.name}{SNAPSHOT_ENDING}", language), media, key="send_snapshot")
        write_html(Markup("<h3>{}</h3>").format(tr("List")))
        with st.container(horizontal=True, gap="small"):
            _file("Excel", written(FORMATS[".xlsx"][2]), named_in(f"{report.name}.xlsx", language), FORMATS[".xlsx"][1])
            _file("CSV", lambda: plain_csv(report), f"shortfalls-{report.name}.csv", "text/csv")
        write_html(Markup("<h3>{}</h3>").format(tr("Work items to import")))
        with st.container(horizontal=True, gap="small"):
            _file("Jira (CSV)", written(jira_csv), named_in(f"jira-{report.name}.csv", language), CSV_FOR_PROGRAMS)
            _file("Azure DevOps (CSV)", written(azure_csv), named_in(f"azure-{report.name}.csv", language), CSV_FOR_PROGRAMS)


def _file(label: str, made: Callable[[], bytes | str], name: str, media: str) -> None:
    download(label, made, name, media, key=f"send_{name}")
