"""Personas × stages: how many mandatory needs are met, for all personas at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from cx import words
from cx.appearance import ABOUT, NOT_MET, Look, look, within
from cx.charts.grid import JOURNEY, Axis, Grid, drawn_cell, grid_frame, stages_among
from cx.frames import row_dicts
from cx.languages.messages import tr
from cx.model import STATES


def personas_by_stages(
    persona_stages: pd.DataFrame,
    personas: pd.DataFrame,
    statements: Mapping[str, str],
    stages: Mapping[str, str],
) -> Grid:
    """All personas × stages: how many mandatory needs are met there; the worst state stands for the stage."""
    shown_stages = stages_among(stages, persona_stages)
    columns = Axis((*((s, n, "") for s, n in shown_stages.items()), (JOURNEY, tr("Whole journey"), "total")))
    rows = [(p["persona_id"], p["name"], "") for p in row_dicts(personas)]
    labels = {key: label for key, label, _ in rows}
    drawn = []
    for stage in row_dicts(persona_stages):
        drawn.append(_persona_cell(stage, (stage["persona_id"], stage["stage_id"]), labels, shown_stages, statements))
    for persona in row_dicts(personas):
        if persona["mandatory"]:
            drawn.append(_persona_total(persona, labels))
    return Grid(Axis(tuple(rows)), columns, grid_frame(drawn, rows, columns.ids), tr("Persona"))


def _persona_cell(
    stage: Mapping[str, Any],
    place: tuple[str, str],
    labels: Mapping[str, str],
    stages: Mapping[str, str],
    statements: Mapping[str, str],
) -> dict[str, str]:
    lowest = stage["lowest_need"]
    low = "" if words.missing(lowest) else _lowest(statements.get(lowest, lowest), stage)
    return drawn_cell(
        place,
        _counted(
            stage["state"],
            stage["lowest"],
            stage["state_assumed"],
            tr("{number} of {all}", number=stage["met"], all=stage["needed"]),
            stage["state_flags"],
        ),
        labels.get(place[0], place[0]),
        stages.get(place[1], place[1]),
        _with_out_of_reach({**stage, "not_assessed": stage["not_assessed"] - stage["cannot_be_met"]}, stage["cannot_be_met"]),
        low or tr("no rating"),
        ("hidden_failure",) if stage["hidden"] else (),
        False,
    )


def _lowest(need: str, stage: Mapping[str, Any]) -> str:
    return tr("lowest: {need} ({value})", need=need, value=words.percent(stage["lowest"]))


def _persona_total(persona: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    tally = {s.state.value: persona[f"mandatory_{s.state.value}"] for s in STATES if s.state != "not_assessed"}
    tally["not_assessed"] = persona["mandatory_undetermined"]
    out_of_reach = persona["mandatory_cannot_be_met"]
    flags = ("cannot_be_met",) if persona["mandatory_state"] == "not_assessed" and out_of_reach else ()
    said = _with_out_of_reach(tally, out_of_reach)
    return drawn_cell(
        (persona["persona_id"], JOURNEY),
        _counted(
            persona["mandatory_state"],
            None,
            persona["mandatory_state_assumed"],
            tr("{number} of {all}", number=persona["mandatory_met"], all=persona["mandatory"]),
            flags,
        ),
        labels[persona["persona_id"]],
        tr("Whole journey"),
        said,
        words.headline_range(persona["mandatory_met"], persona["mandatory_undetermined"], persona["mandatory"]) or tr("all settled"),
        (),
        False,
    )


def _with_out_of_reach(tally: Mapping[str, Any], out_of_reach: int) -> str:
    """Number of needs by state, and how many cannot be met whatever is found out."""
    return ", ".join(filter(None, (_tally(tally), f"{out_of_reach} {tr(NOT_MET)}" if out_of_reach else "")))


def _counted(state: str, lowest: Any, assumed: Any, text: str, flags: Sequence[str]) -> Look:
    """A cell that counts needs, in the look of their worst state; marked if only assumed ratings support it.

    An unassessed stage that cannot be met (`flags`) looks as its cells do: not met.
    """
    of_state = look(
        {"state": state, "fulfilment": lowest, "assumed": assumed, "upper": 1.0, "target": 1.0, "adequate": 1.0, "flags": flags}
    )
    if flags:
        of_state = replace(of_state, word=words.sentence(tr(NOT_MET)).rstrip("."))
    return replace(of_state, text=ABOUT + text if of_state.provisional else text)


def _tally(counts: Mapping[str, Any]) -> str:
    said = [f"{counts[s.state.value]} {within(s.state)}" for s in STATES if counts.get(s.state.value)]
    return ", ".join(said)
