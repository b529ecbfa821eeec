"""Segments flow into personas: bands as wide as the people, or the value, behind them."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from cx import words
from cx.charts.figure import Figure, without_rows
from cx.charts.ink import wrapped
from cx.colours import INK, tones
from cx.frames import row_dicts

NOBODY = ";nobody"
"""The end of what no persona stands for; no id has a semicolon."""
STEPS = 12
"""Points along a band, so that it bends evenly."""
GAP = 0.012
"""Room between two neighbours, as a share of the whole height."""
ROW = 30
"""Pixels of height for each segment."""
LINE = 17
"""Pixels between two labels at least."""
BAR = 0.015
"""Width of the bar at either end, as a share of the whole width."""


def crosswalk_figure(flows: pd.DataFrame, title: str, scope: str, file: str, table: pd.DataFrame) -> Figure:
    """A flow chart: `flows` with segment_id, segment, persona_id (or `NOBODY`), persona, size, and said, in the order in which they stand."""
    rows = flows["segment_id"].nunique()
    frame = pd.DataFrame(_bands(flows) + _bars(flows, "segment", rows) + _bars(flows, "persona", rows))
    return Figure(title, scope, frame, table, file, _chart, {"rows": rows})


def _places(flows: pd.DataFrame, side: str) -> dict[str, tuple[float, float]]:
    """Where each end begins and how high it is, from the top, as shares of the whole height."""
    sizes = flows.groupby(f"{side}_id", sort=False)["size"].sum()
    room = 1 - GAP * max(len(sizes) - 1, 0)
    whole, top, places = max(float(sizes.sum()), 1e-9), 0.0, {}
    for name, size in sizes.items():
        height = room * float(size) / whole
        places[str(name)] = (top, height)
        top += height + GAP
    return places


def _bands(flows: pd.DataFrame) -> list[dict[str, Any]]:
    begins = {side: {name: top for name, (top, _) in _places(flows, side).items()} for side in ("segment", "persona")}
    rooms = {side: 1 - GAP * max(flows[f"{side}_id"].nunique() - 1, 0) for side in ("segment", "persona")}
    whole, rows = max(float(flows["size"].sum()), 1e-9), []
    for number, flow in enumerate(row_dicts(flows)):
        ends = []
        for side in ("segment", "persona"):
            height = rooms[side] * flow["size"] / whole
            top = begins[side][flow[f"{side}_id"]]
            begins[side][flow[f"{side}_id"]] = top + height
            ends.append((top, top + height))
        for step in range(STEPS + 1):
            share = step / STEPS
            eased = share * share * (3 - 2 * share)
            top, bottom = (a + (b - a) * eased for a, b in zip(*ends, strict=True))
            x = BAR + share * (1 - 2 * BAR)
            rows.append(_row("band", f"{number}", flow["persona_id"], x=x, y=top, y2=bottom, said=flow["said"]))
    return rows


def _bars(flows: pd.DataFrame, side: str, rows: int) -> list[dict[str, Any]]:
    sizes = flows.groupby(f"{side}_id", sort=False)["size"].sum()
    whole, places = max(float(sizes.sum()), 1e-9), _places(flows, side)
    names = dict(zip(flows[f"{side}_id"], flows[side], strict=True))
    labels = _apart([top + height / 2 for top, height in places.values()], LINE / _height(rows))
    bars = []
    for (name, (top, height)), middle in zip(places.items(), labels, strict=True):
        share = f"{100 * sizes[name] / whole:.0f}%"
        called = "Nobody" if name == NOBODY else names[name]
        bars.append(
            _row(
                side, name, name, x=0.0 if side == "segment" else 1.0, y=top, y2=top + height, middle=middle,
                said=f"{called}: {sizes[name]:,.0f}, {share} of all", label=f"{words.isolated(_short(called))} · {share}",
            )
        )  # fmt: skip
    return bars


def _height(rows: int) -> int:
    return max(300, ROW * rows)


def _short(name: str) -> str:
    first, *more = wrapped(name, 30)
    return f"{first}…" if more else first


def _apart(middles: list[float], least: float) -> list[float]:
    """Places of labels, in order, moved apart to the least distance and kept between 0 and 1."""
    moved: list[float] = []
    for middle in middles:
        moved.append(max(middle, moved[-1] + least if moved else least / 2))
    limit = 1 - least / 2
    for place in range(len(moved) - 1, -1, -1):
        moved[place] = min(moved[place], limit)
        limit = moved[place] - least
    return moved


def _row(part: str, name: str, persona: str, **more: Any) -> dict[str, Any]:
    return {
        "part": part,
        "name": name,
        "nobody": persona == NOBODY,
        "x": 0.0,
        "y": 0.0,
        "y2": 0.0,
        "middle": 0.0,
        "said": "",
        "label": "",
    } | more


def _chart(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink, missed = INK[theme], tones(theme)["missed"][0]
    base = without_rows(figure.frame.columns)
    plain = alt.Scale(domain=[0, 1], nice=False)
    down = alt.Scale(domain=[1, 0], nice=False)
    x, y = alt.X("x:Q", axis=None, scale=plain), alt.Y("y:Q", axis=None, scale=down)
    colour = alt.condition("datum.nobody", alt.value(missed), alt.value(ink["muted"]))
    tooltip = [alt.Tooltip("said:N", title="Flow")]
    bands = (
        base.transform_filter("datum.part == 'band'")
        .mark_area(opacity=0.32, line=False, aria=False)
        .encode(x=x, y=y, y2="y2:Q", detail="name:N", color=colour, tooltip=tooltip)
    )
    layers: list[alt.Chart] = [bands]
    sides: tuple[tuple[str, Literal["right", "left"]], ...] = (("segment", "right"), ("persona", "left"))
    for side, edge in sides:
        of = base.transform_filter(f"datum.part == '{side}'").transform_calculate(end=f"datum.x {'+' if side == 'segment' else '-'} {BAR}")
        layers.append(
            of.mark_rect(aria=False).encode(x=x, x2="end:Q", y=y, y2="y2:Q", color=colour, tooltip=[alt.Tooltip("said:N", title="In all")])
        )
        away = -8 if side == "segment" else 8
        layers.append(
            of.mark_text(align=edge, dx=away, fontSize=13, color=ink["text"]).encode(
                x=x, y=alt.Y("middle:Q", axis=None, scale=down), text="label:N", description="said:N"
            )
        )
    return alt.layer(*layers).properties(width=360, height=_height(figure.extra["rows"]))
