"""Touchpoints × stages: what one need rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cx import words
from cx.appearance import look
from cx.charts.cell_words import rests_on, value_words
from cx.charts.grid import JOURNEY, Axis, Grid, drawn_cell, grid_frame, stages_among
from cx.charts.persona_map import need_cell
from cx.frames import row_dicts


def touchpoints_by_stages(
    links: pd.DataFrame,
    cells: pd.DataFrame,
    touchpoints: Mapping[str, str],
    stages: Mapping[str, str],
) -> Grid:
    """One need: its live touchpoints × stages (`links`, rows of `link`), under the value of each stage."""
    shown_stages = stages_among(stages, cells)
    columns = Axis(tuple((s, n, "") for s, n in shown_stages.items()))
    live = links[links["live"]]
    order = list(dict.fromkeys(live["touchpoint_id"]))
    rows = [(JOURNEY, "The stage as a whole", "total"), *((t, touchpoints.get(t, t), "") for t in order)]
    labels = {key: label for key, label, _ in rows}
    deciding = {c["stage_id"]: set() if words.missing(c["n"]) else set(c["touchpoints"] or ()) for c in row_dicts(cells)}
    drawn = [need_cell({**c, "need_id": JOURNEY}, (JOURNEY, c["stage_id"]), labels, shown_stages, False) for c in row_dicts(cells)]
    for link in row_dicts(live):
        place = (link["touchpoint_id"], link["stage_id"])
        decides = link["touchpoint_id"] in deciding.get(link["stage_id"], set())
        drawn.append(_link_cell(link, place, labels, shown_stages, decides))
    return Grid(Axis(tuple(rows)), columns, grid_frame(drawn, rows, columns.ids), "Touchpoint")


def _link_cell(
    link: Mapping[str, Any],
    place: tuple[str, str],
    labels: Mapping[str, str],
    stages: Mapping[str, str],
    decides: bool,
) -> dict[str, str]:
    shown = {**link, "flags": (), "upper": 1.0, "lower": 0.0}
    return drawn_cell(
        place,
        look(shown),
        labels.get(place[0], place[0]),
        stages.get(place[1], place[1]),
        value_words(shown),
        rests_on(shown),
        ("hidden_failure",) if link["hides_a_segment"] is True else (),
        decides,
    )
