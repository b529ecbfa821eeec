"""Parts of the coverage page: which map, the panel beside it, the map of one need."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.evidence import evidence
from cx.analysis.map_rows import MapChoices, chosen_needs
from cx.analysis.named import named
from cx.charts.cell_words import cell_text
from cx.charts.grid import JOURNEY, Grid, stages_among
from cx.charts.overview_map import personas_by_stages
from cx.charts.persona_map import needs_by_stages
from cx.charts.touchpoint_map import touchpoints_by_stages
from cx.frames import row_dict, row_dicts
from cx.ui.map import map_choices
from cx.ui.map.evidence_panel import evidence_panel
from cx.ui.map.heatmap import heatmap
from cx.ui.map.map_heading import heading_of
from cx.ui.shared.components import legend, paragraph, word_chip
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.need_rows import stage_rows_html
from cx.ui.shared.scope_bar import View, keep_in_url, write_to_url
from cx.ui.shared.selection import Place, close_button

MOST_CELLS = 2_000
"""Places of one map: more are no longer drawn as elements that a reader of the screen finds, so they come in parts."""


def needs_in(view: View, choices: MapChoices) -> pd.DataFrame:
    """The needs that the map shows, in their order. A search is not kept: every text would be an answer of its own."""
    find = lambda: chosen_needs(view.workspace, view.answer, choices, view.persona_id)  # noqa: E731
    return find() if choices.find else view.workspace.answer(("map needs", view.answer.scope, view.persona_id, choices), find)


def grid_of(view: View, choices: MapChoices, needs: pd.DataFrame, part: tuple[str, ...]) -> Grid:
    """The map: one persona's needs × stages, or those of several under their names. Built once per data version."""
    make = lambda: _grid(view, needs, part)  # noqa: E731
    return make() if choices.find else view.workspace.answer(("grid", view.answer.scope, view.persona_id, choices, part), make)


def _grid(view: View, needs: pd.DataFrame, part: tuple[str, ...]) -> Grid:
    names, cells = view.names, view.answer.cells
    stages = stages_among(names.stages, cells)
    if view.persona_id is not None:
        return needs_by_stages(cells[cells["persona_id"] == view.persona_id], needs, names.needs, stages)
    return needs_by_stages(cells, needs[needs["persona_id"].isin(part)], names.needs, stages, personas={p: names.personas[p] for p in part})


def personas_grid(view: View) -> Grid:
    """All personas × stages, counted: the map of the overview."""
    answer, names = view.answer, view.names
    return view.workspace.answer(
        ("personas grid", answer.scope), lambda: personas_by_stages(answer.persona_stages, answer.personas, names.needs, names.stages)
    )


def part_of_personas(view: View, needs: pd.DataFrame) -> tuple[str, ...]:
    """The personas on the map: all of them, or as many as one map can hold, with a choice which."""
    if view.persona_id is not None:
        return (view.persona_id,)
    counted = needs["persona_id"].value_counts()
    parts = _parts([(p, int(counted.get(p, 0)) * (view.answer.cells["stage_id"].nunique() + 1)) for p in view.names.personas])
    if len(parts) == 1:
        return parts[0]
    options = {
        str(number): f"{number} of {len(parts)}: {words.listing([view.names.personas[p] for p in part], 4)}"
        for number, part in enumerate(parts, start=1)
    }
    keep_in_url("map_part", list(options), "1")
    chosen = st.selectbox(
        "Part of the map",
        list(options),
        format_func=lambda o: options.get(o, o),
        key="map_part",
        width=420,
        help=f"One map holds at most {MOST_CELLS:,} places; the filters make it smaller.",
    )
    write_to_url("map_part", chosen, "1")
    return parts[int(chosen or 1) - 1]


def _parts(sizes: list[tuple[str, int]]) -> list[tuple[str, ...]]:
    """Personas in order, in as few parts as hold at most so many places each."""
    parts: list[tuple[list[str], int]] = []
    for persona_id, size in sizes:
        if parts and parts[-1][1] + size <= MOST_CELLS:
            parts[-1] = ([*parts[-1][0], persona_id], parts[-1][1] + size)
        else:
            parts.append(([persona_id], size))
    return [tuple(people) for people, _ in parts] or [()]


def what_is_shown(view: View, choices: MapChoices, needs: pd.DataFrame) -> str:
    """One line where the choices leave something out; gives it, too."""
    told = map_choices.said(choices, len(needs), _all_needs(view))
    if told:
        write_html(Markup('<p class="aside" role="status">{}</p>').format(told))
    return told


def scope_with(scope: str, told: str) -> str:
    """The scope line with what the choices leave out: a picture travels without the page."""
    return f"{scope} · {told}" if told else scope


def _all_needs(view: View) -> int:
    needs = view.answer.needs
    return len(needs) if view.persona_id is None else int((needs["persona_id"] == view.persona_id).sum())


def assumed_note(view: View) -> None:
    """One line above the map where most of it rests on assumed ratings."""
    note = heading_of(view).assumed
    if note:
        write_html(Markup('<p class="aside assumed">{}</p>').format(note))


def table_of(view: View, needs: pd.DataFrame) -> pd.DataFrame:
    """The cells on the map, to download: as the headless command gives them, with names beside ids and short numbers."""
    cells = view.answer.level("cell")
    return named(cells[cells["need_id"].isin(needs["need_id"])], view.names)


def personas_table(view: View) -> pd.DataFrame:
    """The counts of all personas × stages, to download."""
    return named(view.answer.persona_stages, view.names)


def file_of(view: View) -> str:
    """The name of downloaded files, without ending."""
    parts = ["coverage", view.persona_id or "all", str(view.answer.round["round_id"] or "")]
    return "-".join(p for p in parts if p)


def side_panel(view: View, selected: Place | None) -> None:
    """What the selected cell rests on; without a selection, the key and what to look at first."""
    cells, needs = view.answer.cells, view.answer.needs
    row, column = selected or ("", "")
    with st.container(border=True, key="panel"):
        if row in set(needs["need_id"]) and column == JOURNEY:
            close_button()
            _need_summary(view, row)
        elif len(cells[(cells["need_id"] == row) & (cells["stage_id"] == column)]):
            close_button()
            evidence_panel(view, evidence(view.workspace, view.answer, row, column))
        else:
            write_html(
                Markup(
                    '<h2>How to read it</h2><p class="fact">Select a cell to see what it rests on; select the journey to see all its touchpoints.</p>'
                )
                + legend()
            )
            if heading_of(view).rule:
                st.caption(heading_of(view).rule)


def need_map(view: View, selected: Place | None) -> None:
    """Touchpoints × stages of the need whose journey is selected."""
    if not selected or selected[1] != JOURNEY:
        return
    cells, needs = view.answer.cells, view.answer.needs
    if selected[0] not in set(needs["need_id"]):
        return
    rows = cells[cells["need_id"] == selected[0]]
    statement = view.names.needs[selected[0]]
    st.header(literal(f"Touchpoints behind “{statement}”"))
    if rows.empty:
        write_html(paragraph("The need is assigned to no stage yet."))
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
        title=f"Touchpoints behind “{statement}”",
        scope=heading_of(view).scope,
        data=lambda: named(links[columns], view.names),
        file=f"touchpoints-{selected[0]}",
        selectable=False,
    )


def _need_summary(view: View, need_id: str) -> None:
    cells, needs = view.answer.cells, view.answer.needs
    need = row_dict(needs[needs["need_id"] == need_id].iloc[0])
    write_html(Markup("<h2>{}</h2>").format(view.names.needs[need_id]))
    rule = {
        "mandatory": "Met only if every stage is met: the weakest stage decides.",
        "gain": "The best stage decides.",
        "pain": "The stage with the highest exposure decides.",
    }[need["kind"]]
    shown = cell_text(need)
    value = Markup('<span class="value">{}</span> ').format(shown) if shown and need["state"] != "no_touchpoint" else ""
    write_html(Markup('<p class="scope">Whole journey · {}</p><p class="fact">{}{}</p>').format(rule, value, word_chip(need)))
    write_html(Markup("<h3>Stage by stage</h3>") + stage_rows_html(view, row_dicts(cells[cells["need_id"] == need_id])))
    if not words.missing(need["p_met"]):
        write_html(
            Markup(
                '<p class="fact">Chance that every stage truly reaches the target: {}; that one is truly below adequate: '
                "{}. The minimum of several small samples looks worse than the truth.</p>"
            ).format(words.percent(need["p_met"]), words.percent(need["p_fail"]))
        )
    if not words.missing(need["state_geometric"]):
        write_html(
            Markup('<p class="fact">With a mean instead of the weakest stage it would read {} (geometric) or {} (arithmetic).</p>').format(
                words.percent(need["geometric"]), words.percent(need["arithmetic"])
            )
        )
