"""What stands beside and below the map: what the selected cell rests on, and the touchpoints behind a journey."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from cx.analysis.evidence import evidence
from cx.analysis.named import named
from cx.charts.grid import JOURNEY
from cx.charts.touchpoint_map import touchpoints_by_stages
from cx.frames import row_dict, row_dicts
from cx.languages.messages import tr
from cx.report.evidence_words import JOURNEY_RULE, journey_sentences, large_value
from cx.ui.map.evidence_panel import evidence_panel
from cx.ui.map.heatmap import heatmap
from cx.ui.map.map_heading import heading_of
from cx.ui.shared.components import legend, paragraph, word_chip
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.need_rows import stage_rows_html
from cx.ui.shared.scope_bar import View
from cx.ui.shared.selection import Place, close_button


def side_panel(view: View, selected: Place | None) -> None:
    """What the selected cell rests on; without a selection, the key and what to look at first."""
    needs = view.answer.needs
    row, column = selected or ("", "")
    with st.container(border=True, key="panel"):
        if column == JOURNEY and row in set(needs["need_id"]):
            close_button()
            _need_summary(view, row)
        elif view.answer.cell(row, column) is not None:
            close_button()
            evidence_panel(view, evidence(view.workspace, view.answer, row, column))
        else:
            write_html(
                Markup('<h2>{}</h2><p class="fact">{}</p>').format(
                    tr("How to read it"), tr("Select a cell to see what it rests on; select the journey to see all its touchpoints.")
                )
                + legend()
                + (paragraph(rule, "aside") if (rule := heading_of(view).rule) else "")
            )


def need_map(view: View, selected: Place | None) -> None:
    """Touchpoints × stages of the need whose journey is selected."""
    if not selected or selected[1] != JOURNEY:
        return
    cells, needs = view.answer.cells, view.answer.needs
    if selected[0] not in set(needs["need_id"]):
        return
    rows = cells[cells["need_id"] == selected[0]]
    statement = view.names.needs[selected[0]]
    title = tr("Touchpoints behind “{need}”", need=statement)
    st.header(literal(title))
    if rows.empty:
        write_html(paragraph(tr("The need is assigned to no stage yet.")))
        return
    links = view.answer.frame("SELECT * FROM link WHERE need_id = ? ORDER BY stage_id, group_id, touchpoint_id", (selected[0],))
    grid = touchpoints_by_stages(links, rows, view.names.touchpoints, view.names.stages)
    columns = [
        "touchpoint_id",
        "stage_id",
        "need_id",
        "live",
        "source",
        "fulfilment",
        "state",
        "n",
        "evidence",
        "interval_low",
        "interval_high",
    ]
    heatmap(
        grid,
        "need",
        title=title,
        scope=heading_of(view).scope,
        data=lambda: named(links[columns], view.names),
        file=f"touchpoints-{selected[0]}",
        selectable=False,
    )


def _need_summary(view: View, need_id: str) -> None:
    cells, needs = view.answer.cells, view.answer.needs
    need = row_dict(needs[needs["need_id"] == need_id].iloc[0])
    write_html(Markup("<h2>{}</h2>").format(view.names.needs[need_id]))
    shown = large_value(need)
    value = Markup('<span class="value">{}</span> ').format(shown) if shown else ""
    write_html(
        Markup('<p class="scope">{} · {}</p><p class="fact">{}{}</p>').format(
            tr("Whole journey"), tr(JOURNEY_RULE[need["kind"]]), value, word_chip(need)
        )
    )
    write_html(Markup("<h3>{}</h3>").format(tr("Stage by stage")) + stage_rows_html(view, row_dicts(cells[cells["need_id"] == need_id])))
    for sentence in journey_sentences(need):
        write_html(paragraph(sentence))
