"""Needs × stages: the map of one persona, or of several one under the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cx import words
from cx.appearance import look
from cx.charts.cell_words import rests_on, value_words
from cx.charts.grid import JOURNEY, Axis, Grid, drawn_cell, grid_frame
from cx.frames import row_dicts
from cx.languages.messages import tr, trn
from cx.model import KINDS


def needs_by_stages(
    cells: pd.DataFrame,
    needs: pd.DataFrame,
    statements: Mapping[str, str],
    stages: Mapping[str, str],
    *,
    personas: Mapping[str, str] | None = None,
) -> Grid:
    """Needs in groups (mandatory, gains, pains) × stages, with a journey column; with `personas` (names by id) those of each
    under its name.

    `cells` and `needs` are rows of coverage, needs in the order in which they stand; `statements` and `stages` name ids. All
    `stages` become columns: give those of the whole view, so that maps of several personas have the same ones.
    """
    columns = Axis((*((s, n, "") for s, n in stages.items()), (JOURNEY, tr("Journey"), "total")))
    every = row_dicts(needs)
    rows = _rows(every, statements, personas)
    by_id = {n["need_id"]: n for n in every}
    drawn = []
    for cell in row_dicts(cells):
        need = by_id.get(cell["need_id"])
        if need is None:
            continue
        decides = need["weakest_stage"] == cell["stage_id"] and need["state"] != "met" and cell["state"] != "not_assessed"
        drawn.append(need_cell(cell, (cell["need_id"], cell["stage_id"]), statements, stages, decides))
    drawn += [_journey(need, statements, stages) for need in every]
    return Grid(Axis(tuple(rows)), columns, grid_frame(drawn, rows, columns.ids), tr("Need"))


def _rows(
    needs: Sequence[Mapping[str, Any]], statements: Mapping[str, str], personas: Mapping[str, str] | None
) -> list[tuple[str, str, str]]:
    """Needs under their kind and, where several personas are shown, under their persona; headings without needs are left out."""
    rows: list[tuple[str, str, str]] = []
    for persona_id, name in (personas or {"": ""}).items():
        own = [n for n in needs if not personas or n["persona_id"] == persona_id]
        if own and personas:
            rows.append((f"§{persona_id}", name, "persona"))
        for kind in KINDS:
            group = [n for n in own if n["kind"] == kind.kind]
            if group:
                rows.append((f"§{persona_id}§{kind.kind}", tr(kind.plural), "group"))
            rows += [(n["need_id"], statements.get(n["need_id"], n["need_id"]), "assumed" if n["provisional"] else "") for n in group]
    return rows


def need_cell(
    cell: Mapping[str, Any],
    place: tuple[str, str],
    row_labels: Mapping[str, str],
    stages: Mapping[str, str],
    decides: bool,
) -> dict[str, str]:
    """The cell of a need at a stage, from a row of `cell`."""
    return drawn_cell(
        place,
        look(cell),
        row_labels.get(place[0], place[0]),
        stages.get(place[1], place[1]),
        value_words(cell),
        rests_on(cell),
        cell["flags"],
        decides,
    )


def _journey(
    need: Mapping[str, Any],
    statements: Mapping[str, str],
    stages: Mapping[str, str],
) -> dict[str, str]:
    decides = need["weakest_stage"]
    if need["stages_needed"]:
        behind = trn("{met} of {n} stage met", "{met} of {n} stages met", need["stages_needed"], met=need["stages_met"])
    else:
        behind = tr("no stage recorded")
    if not words.missing(decides):
        which = tr("best stage: {stage}" if need["kind"] == "gain" else "weakest stage: {stage}", stage=stages.get(decides, decides))
        behind += f"; {which}"
    return drawn_cell(
        (need["need_id"], JOURNEY),
        look(need),
        statements.get(need["need_id"], need["need_id"]),
        tr("Whole journey"),
        value_words({**need, "evidence": None if need["state"] == "no_touchpoint" else "x"}),
        behind,
        need["flags"],
        False,
    )
