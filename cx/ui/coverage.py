"""Parts of the coverage page: which map, its title, the panel beside it, the map of one need."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.coverage import COLUMNS
from cx.analysis.evidence import evidence
from cx.analysis.headlines import assumed_line, overall_finding, persona_finding, scope_line
from cx.charts.grids import (
    JOURNEY,
    Grid,
    cell_text,
    needs_by_stages,
    personas_by_stages,
    touchpoints_by_stages,
)
from cx.ui.bar import View
from cx.ui.evidence_panel import evidence_panel
from cx.ui.heatmap import Place, close_button, heatmap
from cx.ui.overview import stage_panel, stage_rows_html
from cx.ui.style import legend, literal, word_chip


def grid_of(view: View) -> Grid:
    """The map in view: all personas, or one persona's needs. Built once per data version."""
    return view.workspace.answer(("grid", view.answer.scope, view.persona_id), lambda: _grid(view))


def _grid(view: View) -> Grid:
    answer, names = view.answer, view.names
    if view.persona_id is None:
        return personas_by_stages(answer.persona_stages, answer.personas, names.needs, names.stages)
    cells, needs = _of_persona(view)
    return needs_by_stages(cells, needs, names.needs, names.stages)


def title_of(view: View) -> str:
    """The finding that the map shows."""
    if view.persona_id is None:
        return overall_finding(view.answer)
    persona = _personas(view).iloc[0].to_dict()
    return persona_finding(persona, _of_persona(view)[1], view.names.needs, view.names.stages)


def scope_of(view: View) -> str:
    """The scope line of the map."""
    return scope_line(view.answer, _personas(view), view.changed)


def assumed_note(view: View) -> None:
    """One line above the map where most of it rests on assumed ratings."""
    said = assumed_line(_personas(view))
    if said:
        st.html(f'<p class="aside assumed">{escape(said)}</p>')


def table_of(view: View) -> pd.DataFrame:
    """The rows behind the map, as the headless command gives them."""
    if view.persona_id is None:
        return view.answer.level("cell")
    return _of_persona(view)[0][list(COLUMNS["cell"])]


def file_of(view: View) -> str:
    """The name of downloaded files, without ending."""
    parts = ["coverage", view.persona_id or "all", str(view.answer.round["round_id"] or "")]
    return "-".join(p for p in parts if p)


def side_panel(view: View, place: Place | None) -> None:
    """What the selected cell rests on; without a selection, the key and what to look at first."""
    if view.persona_id is None:
        stage_panel(view, place, "h2")
        return
    cells, needs = _of_persona(view)
    row, column = place or ("", "")
    with st.container(border=True, key="panel"):
        if row in set(needs["need_id"]) and column == JOURNEY:
            close_button()
            _need_summary(view, row)
        elif len(cells[(cells["need_id"] == row) & (cells["stage_id"] == column)]):
            close_button()
            evidence_panel(view, evidence(view.workspace, view.answer, row, column))
        else:
            st.html('<h2>How to read it</h2><p class="fact">Select a cell to see what it rests on; select the journey to see all its touchpoints.</p>' + legend())
            _settings(view)


def need_map(view: View, place: Place | None) -> None:
    """Touchpoints × stages of the need whose journey is selected."""
    if view.persona_id is None or not place or place[1] != JOURNEY:
        return
    cells, needs = _of_persona(view)
    if place[0] not in set(needs["need_id"]):
        return
    rows = cells[cells["need_id"] == place[0]]
    statement = view.names.needs[place[0]]
    st.header(literal(f"Touchpoints behind “{statement}”"))
    if rows.empty:
        st.html('<p class="fact">The need is assigned to no stage yet.</p>')
        return
    links = view.answer.frame("SELECT * FROM link WHERE need_id = ? ORDER BY stage_id, group_id, touchpoint_id", (place[0],))
    grid = touchpoints_by_stages(links, rows, view.names.touchpoints, view.names.stages)
    columns = ["touchpoint_id", "stage_id", "need_id", "live", "source", "fulfilment", "state", "n", "evidence", "interval_low", "interval_high"]
    heatmap(grid, "need", title=f"Touchpoints behind “{statement}”", scope=scope_of(view), data=links[columns], file=f"touchpoints-{place[0]}", selectable=False)


def _need_summary(view: View, need_id: str) -> None:
    cells, needs = _of_persona(view)
    need = needs[needs["need_id"] == need_id].iloc[0].to_dict()
    st.html(f"<h2>{escape(view.names.needs[need_id])}</h2>")
    rule = {
        "mandatory": "Met only if every stage is met: the weakest stage decides.",
        "gain": "The best stage decides.",
        "pain": "The stage with the highest exposure decides.",
    }[need["kind"]]
    shown = cell_text(need)
    value = f'<span class="value">{escape(shown)}</span> ' if shown and need["state"] != "no_touchpoint" else ""
    st.html(f'<p class="scope">Whole journey · {escape(rule)}</p><p class="fact">{value}{word_chip(need)}</p>')
    st.html("<h3>Stage by stage</h3>" + stage_rows_html(view, cells[cells["need_id"] == need_id].to_dict("records")))
    if not words.missing(need["p_met"]):
        st.html(
            f'<p class="fact">Chance that every stage truly reaches the target: {words.percent(need["p_met"])}; that one is truly below adequate: '
            f'{words.percent(need["p_fail"])}. The minimum of several small samples looks worse than the truth.</p>'
        )
    if not words.missing(need["state_geometric"]):
        st.html(f'<p class="fact">With a mean instead of the weakest stage it would read {words.percent(need["geometric"])} (geometric) or {words.percent(need["arithmetic"])} (arithmetic).</p>')


def _settings(view: View) -> None:
    needs = _of_persona(view)[1]
    rule = needs[(needs["kind"] == "mandatory") & needs["state_geometric"].notna()]
    if len(rule):
        geometric = int((rule["state"] != rule["state_geometric"]).sum())
        arithmetic = int((rule["state"] != rule["state_arithmetic"]).sum())
        st.caption(
            f"Were a mandatory need judged by the mean of its stages instead of the weakest, {arithmetic} of {len(rule)} would change "
            f"state (geometric mean: {geometric})."
        )


def _personas(view: View) -> pd.DataFrame:
    personas = view.answer.personas
    return personas if view.persona_id is None else personas[personas["persona_id"] == view.persona_id]


def _of_persona(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    cells, needs = view.answer.cells, view.answer.needs
    return cells[cells["persona_id"] == view.persona_id], needs[needs["persona_id"] == view.persona_id]
