"""Maps beside one another: as it is, and as it would be. What is projected looks so; what stays is drawn as it was rated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cx.analysis.named import named
from cx.charts.grid import Grid, stages_among
from cx.charts.persona_map import needs_by_stages
from cx.ui.shared.markup import literal
from cx.ui.shared.scope_bar import View

Draw = Callable[..., None]
"""Draws a map with its twin and its downloads: the page brings it."""


@dataclass(frozen=True)
class Side:
    """One of the maps: what it is called, and rows of cells and needs."""

    title: str
    key: str
    cells: pd.DataFrame
    needs: pd.DataFrame


def side_by_side(view: View, draw: Draw, sides: Sequence[Side], changed: Sequence[str]) -> None:
    """Maps of one persona beside one another; `changed` are the personas of which something changes, which are offered first."""
    people = view.names.personas
    persona = view.persona_id
    if persona is None:
        order = [*(p for p in people if p in changed), *(p for p in people if p not in changed)]
        persona = st.selectbox("Maps of", order, format_func=lambda p: people.get(p, p), key="scenario_map", width=320)
    if persona is None:
        return
    for column, side in zip(st.columns(len(sides), gap="medium"), sides, strict=True):
        with column:
            st.subheader(literal(side.title))
            cells, needs = (frame[frame["persona_id"] == persona] for frame in (side.cells, side.needs))
            draw(
                _grid(view, cells, needs),
                side.key,
                title=f"{people[persona]}: {side.title}",
                scope="» projected, not measured" if "projected" in cells else "as rated",
                data=lambda cells=cells: named(cells.drop(columns=["touchpoints", "flags"]), view.names),
                file=f"{side.key}-{persona}",
                selectable=False,
            )


def _grid(view: View, cells: pd.DataFrame, needs: pd.DataFrame) -> Grid:
    return needs_by_stages(cells, needs, view.names.needs, stages_among(view.names.stages, view.answer.cells))
