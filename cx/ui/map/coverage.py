"""Which map the coverage page shows, in which parts, and its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx import words
from cx.analysis.map_rows import MapChoices, chosen_needs
from cx.analysis.named import named
from cx.charts.grid import Grid, stages_among
from cx.charts.overview_map import personas_by_stages
from cx.charts.persona_map import needs_by_stages
from cx.languages import numbers
from cx.languages.messages import tr
from cx.report import SNAPSHOT, SNAPSHOT_ENDING
from cx.ui.map import map_choices
from cx.ui.map.map_heading import heading_of
from cx.ui.shared.download import download
from cx.ui.shared.language import in_language, language_of_files, named_in
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View, in_words, keep_in_url, write_to_url

T = TypeVar("T")
MOST_CELLS = 2_000
"""Places of one map: more are no longer drawn as elements that a reader of the screen finds, so they come in parts."""


def needs_in(view: View, choices: MapChoices) -> pd.DataFrame:
    """The needs that the map shows, in their order. A search is not kept: every text would be an answer of its own."""
    return _kept(view, choices, "map needs", (), lambda: chosen_needs(view.workspace, view.answer, choices, view.persona_id))


def grid_of(view: View, choices: MapChoices, needs: pd.DataFrame, part: tuple[str, ...]) -> Grid:
    """The map: one persona's needs × stages, or those of several under their names. Built once per data version."""
    return _kept(view, choices, "grid", part, lambda: _grid(view, needs, part))


def _kept(view: View, choices: MapChoices, name: str, part: tuple[str, ...], find: Callable[[], T]) -> T:
    """What a map shows is kept with the answer where nothing is chosen on it; otherwise as long as not much else is asked; and not at
    all where something is searched for, since every text would be an answer of its own."""
    if choices.find:
        return find()
    question = (name, view.persona_id, choices, part)
    return view.kept(question, find) if choices == MapChoices() else view.workspace.answer(in_words((view.answer.scope, *question)), find)


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
        in_words(("personas grid", answer.scope)),
        lambda: personas_by_stages(answer.persona_stages, answer.personas, names.needs, names.stages),
    )


def part_of_personas(view: View, choices: MapChoices, needs: pd.DataFrame) -> tuple[str, ...]:
    """The personas on the map: all of them, or as many as one map can hold, with a choice which."""
    if view.persona_id is not None:
        return (view.persona_id,)
    parts = _parts(_kept(view, choices, "sizes", (), lambda: _sizes(view, needs)))
    if len(parts) == 1:
        return parts[0]
    options = {
        str(number): tr(
            "{number} of {all}: {personas}",
            number=number,
            all=len(parts),
            personas=words.listing([view.names.personas[p] for p in part], 4),
        )
        for number, part in enumerate(parts, start=1)
    }
    keep_in_url("map_part", list(options), "1")
    chosen = st.selectbox(
        tr("Part of the map"),
        list(options),
        format_func=lambda o: options.get(o, o),
        key="map_part",
        width=420,
        help=tr("One map holds at most {most} places; the filters make it smaller.", most=numbers.number(f"{MOST_CELLS:,}")),
    )
    write_to_url("map_part", chosen, "1")
    return parts[int(chosen or 1) - 1]


def _sizes(view: View, needs: pd.DataFrame) -> list[tuple[str, int]]:
    counted, places = needs["persona_id"].value_counts(), view.answer.cells["stage_id"].nunique() + 1
    return [(p, int(counted.get(p, 0)) * places) for p in view.names.personas]


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
    told = map_choices.said(choices, len(needs), _all_needs(view) if choices.narrows else 0)
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


def offer_snapshot(view: View) -> None:
    """The whole map and all behind it as one page, of the persona in view or of all; filters are chosen there anew."""

    with st.container(horizontal=True, vertical_alignment="bottom", key="snapshot"):
        language = language_of_files("snapshot")
        _snapshot(view, language)


def _snapshot(view: View, language: str) -> None:
    def make() -> bytes:
        from cx.report.content import Report  # loads what draws charts, for whoever wants it

        return SNAPSHOT[2](Report(view.workspace, view.answer, persona_id=view.persona_id))

    name = named_in(f"{file_of(view)}{SNAPSHOT_ENDING}", language)
    download(tr(SNAPSHOT[0]), in_language(language, make), name, SNAPSHOT[1], key="snapshot_file")
