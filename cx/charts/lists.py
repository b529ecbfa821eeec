"""Charts beside the list of shortfalls: where items rank, how they swap, which touchpoint closes most, the quadrants.

Each function gives the specification without data, for a frame whose columns it names; texts are in the frame, so
that a specification serves every language and theme alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from cx.charts.heatmap import BACKGROUND, FONT, INK, heading_of, wrapped
from cx.model import STATE_MEANING

LABEL = 310
"""Pixels for the names of items on the left."""
QUADRANTS: dict[str, str] = {
    "concentrate": "Concentrate here",
    "keep up": "Keep up the good work",
    "low priority": "Low priority",
    "overkill": "Possible overkill",
}
"""Names of the four quadrants (method 3.4)."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart with what it needs to stand alone: title that states the finding, scope, rows, and the table behind it."""

    title: str
    scope: str
    frame: pd.DataFrame
    table: pd.DataFrame
    file: str
    kind: str
    extra: Mapping[str, Any]

    def spec(self, theme: str, on_page: bool = True) -> dict[str, Any]:
        """The Vega-Lite specification; off the page with title and scope drawn in."""
        drawn = {"ranks": _ranks, "lines": _lines, "bars": _bars, "quadrants": _quadrants}[self.kind](self, theme)
        chart = drawn.configure(
            background="transparent" if on_page else BACKGROUND[theme], font=FONT, view=alt.ViewConfig(stroke=None)
        ).to_dict()
        chart.pop("datasets", None)
        chart = _without_data(chart) | {"autosize": "pad"}  # the page would squeeze labels and plot into the width of the plot
        if not on_page:
            chart |= {"title": heading_of((self.title, self.scope, ""), theme), "padding": 24}
        return chart


def rank_figure(items: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """Rank ranges: `items` with item, label, low, high, top (share of draws among the first five), caption."""
    frame = items[["item", "label", "low", "high", "top", "caption"]].assign(
        said=[f"{c}, in {round(t * 100)}% of the draws" for c, t in zip(items["caption"], items["top"], strict=True)]
    )
    return Figure(title, scope, frame, items, file, "ranks", {})


def lines_figure(lines: pd.DataFrame, crossings: pd.DataFrame, size_weight: float, title: str, scope: str, file: str) -> Figure:
    """Priority against the weight of size: `lines` with label, at_0, at_1 (priorities), place; `crossings` with x, y, said."""
    frame = pd.concat(
        [
            lines.assign(x=0.0, y=lines["at_0"], part="line"),
            lines.assign(x=1.0, y=lines["at_1"], part="line"),
            crossings.assign(part="crossing"),
        ]
    )[["label", "x", "y", "part", "said"]]
    return Figure(title, scope, frame, lines, file, "lines", {"size_weight": size_weight, "labels": lines["label"].tolist()})


def bars_figure(rows: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """What closes if repaired: `rows` with label, priority_closed, rest (priority that stays), said."""
    return Figure(title, scope, rows[["label", "priority_closed", "rest", "said"]], rows, file, "bars", {})


def quadrant_figure(needs: pd.DataFrame, title: str, scope: str, file: str) -> Figure:
    """Importance against fulfilment: `needs` with label, persona, importance, fulfilment, state, crosshair, target, quadrant."""
    return Figure(title, scope, needs, needs, file, "quadrants", {"personas": needs["persona"].nunique()})


def _axis(labels: Sequence[str], ink: Mapping[str, str]) -> alt.Axis:
    texts = {label: wrapped(label, 46) for label in labels}
    return alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=0, labelFontSize=13, labelLineHeight=16, labelColor=ink["text"], labelAlign="left",
        labelPadding=LABEL, minExtent=LABEL, labelExpr=f"{json.dumps(texts)}[datum.value]",
        labelOffset={"condition": [{"test": f"indexof({json.dumps([k for k, v in texts.items() if len(v) == 2])}, datum.value) >= 0", "value": -8}], "value": 0},
    )  # fmt: skip


def _plain(ink: Mapping[str, str], title: str | None, **more: Any) -> alt.Axis:
    return alt.Axis(
        title=title, titleColor=ink["muted"], labelColor=ink["muted"], gridColor=ink["dot"], gridOpacity=0.35, domain=False, tickColor=ink["dot"],
        labelFontSize=12, titleFontSize=12, titleFontWeight="normal", **more,
    )  # fmt: skip


def _base(columns: Sequence[str]) -> alt.Chart:
    return alt.Chart(pd.DataFrame({name: pd.Series(dtype="str") for name in columns}))


def _ranks(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    labels = figure.frame["label"].tolist()
    base = _base(figure.frame.columns)
    y = alt.Y("label:N", sort=None, scale=alt.Scale(domain=labels), axis=_axis(labels, ink))
    x = _plain(ink, "Rank in 90% of the draws (1 = first)", format="d", tickMinStep=1, orient="top")
    scale = alt.Scale(domain=[1, max(6.0, float(figure.frame["high"].max() if len(labels) else 6))], nice=False)
    tooltip = [
        alt.Tooltip("label:N", title="Shortfall"),
        alt.Tooltip("item:Q", title="Rank in the list"),
        alt.Tooltip("said:N", title="In the first five"),
    ]
    description = alt.Description("said:N")
    layers = [
        base.mark_rule(strokeWidth=7, opacity=0.35, color=ink["muted"], strokeCap="round", aria=False).encode(
            y=y, x=alt.X("low:Q", axis=x, scale=scale), x2="high:Q", tooltip=tooltip
        ),
        base.mark_point(filled=True, size=95, color=ink["text"], opacity=1).encode(
            y=y, x=alt.X("item:Q", scale=scale), tooltip=tooltip, description=description
        ),
    ]
    return alt.layer(*layers).properties(width=400, height=alt.Step(40))


def _lines(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    base = _base(figure.frame.columns)
    labels = figure.extra["labels"]
    x = alt.X(
        "x:Q", scale=alt.Scale(domain=[0, 1]), axis=_plain(ink, "← value alone · weight of size against value · size alone →", format=".1f")
    )
    y = alt.Y("y:Q", axis=_plain(ink, "Priority"))
    dashes = alt.StrokeDash(
        "label:N", scale=alt.Scale(domain=labels, range=[[1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 4]]), legend=_legend(ink)
    )
    colour = alt.Color("label:N", scale=alt.Scale(domain=labels, range=_series(theme)), legend=_legend(ink))
    crossings = base.transform_filter("datum.part == 'crossing'")
    chosen = alt.Chart(pd.DataFrame({"x": [figure.extra["size_weight"]]}))
    layers = [
        base.transform_filter("datum.part == 'line'")
        .mark_line(strokeWidth=2.4)
        .encode(x=x, y=y, color=colour, strokeDash=dashes, description="said:N", tooltip=alt.Tooltip("label:N", title="Shortfall")),
        crossings.mark_point(filled=True, size=70, color=ink["text"], opacity=1).encode(
            x="x:Q", y="y:Q", tooltip=alt.Tooltip("said:N", title="Swap"), description="said:N"
        ),
        chosen.mark_rule(color=ink["accent"], strokeWidth=2, strokeDash=[5, 4]).encode(x=alt.datum(figure.extra["size_weight"])),
    ]
    return alt.layer(*layers).properties(width=560, height=300)


def _legend(ink: Mapping[str, str]) -> alt.Legend:
    return alt.Legend(
        title=None,
        orient="bottom",
        columns=1,
        labelLimit=640,
        labelColor=ink["text"],
        labelFontSize=13,
        symbolSize=500,
        symbolStrokeWidth=2.4,
    )


def _series(theme: str) -> list[str]:
    # Six that differ in lightness as well, so that they stay apart without colour; dashes repeat it.
    return (
        ["#7a2c12", "#1f5fae", "#a87420", "#4a5259", "#2f7f79", "#8a5fa8"]
        if theme == "light"
        else ["#ef9c7c", "#7db4ff", "#e0b25c", "#c3cad0", "#74c7c0", "#c9a6e0"]
    )


def _bars(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    labels = figure.frame["label"].tolist()
    base = _base(figure.frame.columns)
    y = alt.Y("label:N", sort=None, scale=alt.Scale(domain=labels, paddingInner=0.45), axis=_axis(labels, ink))
    x = alt.X("priority_closed:Q", axis=_plain(ink, "Priority that would go", orient="top"))
    tooltip = [alt.Tooltip("label:N", title="What"), alt.Tooltip("said:N", title="Closes")]
    fill = STATE_MEANING["missed"].light[0] if theme == "light" else STATE_MEANING["missed"].dark[0]
    layers = [
        base.mark_bar(color=fill, cornerRadiusEnd=3).encode(y=y, x=x, tooltip=tooltip, description="said:N"),
        base.mark_text(align="left", dx=6, color=ink["muted"], fontSize=12.5, aria=False).encode(y=y, x="priority_closed:Q", text="said:N"),
    ]
    return alt.layer(*layers).properties(width=330, height=alt.Step(40))


def _quadrants(figure: Figure, theme: str) -> alt.LayerChart | alt.FacetChart:
    ink = INK[theme]
    base = _base(figure.frame.columns)
    many = figure.extra["personas"] > 1
    tones = {name: getattr(meaning, theme) for name, meaning in STATE_MEANING.items()}
    x = alt.X("fulfilment:Q", scale=alt.Scale(domain=[0, 1]), axis=_plain(ink, "Fulfilment", format=".0%"))
    y = alt.Y(
        "importance:Q", scale=alt.Scale(domain=[0, 1.04]), axis=_plain(ink, "Importance", format=".0%", values=[0, 0.25, 0.5, 0.75, 1])
    )
    present = list(dict.fromkeys(figure.frame["state"]))
    tooltip = [
        alt.Tooltip("label:N", title="Need"),
        alt.Tooltip("place:N", title="Quadrant"),
        alt.Tooltip("importance:Q", title="Importance", format=".0%"),
        alt.Tooltip("fulfilment:Q", title="Fulfilment", format=".0%"),
    ]
    layers = [
        base.mark_rule(color=ink["muted"], strokeDash=[4, 4]).encode(x="target:Q", tooltip=alt.value(None)),
        base.mark_rule(color=ink["muted"], strokeDash=[4, 4]).encode(y="crosshair:Q", tooltip=alt.value(None)),
        base.mark_point(filled=True, strokeWidth=1.4, opacity=0.94).encode(
            size=alt.condition("datum.mark != ''", alt.value(330), alt.value(130)),
            x=x, y=y, tooltip=tooltip, description="label:N",
            fill=alt.Fill("state:N", scale=alt.Scale(domain=present, range=[tones[s][0] for s in present]), legend=None),
            stroke=alt.Stroke("state:N", scale=alt.Scale(domain=present, range=[tones[s][2] for s in present]), legend=None),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=["Mandatory needs", "Gains", "Pains"], range=["circle", "triangle-up", "diamond"]),
                            legend=alt.Legend(title=None, orient="bottom", labelColor=ink["text"], labelFontSize=13, symbolFillColor=ink["text"], symbolStrokeColor=ink["text"])),
        ),
        base.mark_text(fontSize=12, fontWeight=600, aria=False).encode(
            x="fulfilment:Q", y="importance:Q", text="mark:N",
            color=alt.Color("state:N", scale=alt.Scale(domain=present, range=[tones[s][1] for s in present]), legend=None),
        ),
    ]  # fmt: skip
    chart = alt.layer(*layers).properties(width=300 if many else 460, height=230 if many else 330)
    if not many:
        return chart
    return chart.facet(
        facet=alt.Facet(
            "persona:N", title=None, header=alt.Header(labelColor=ink["text"], labelFontSize=14, labelFontWeight=600, labelAnchor="start")
        ),
        columns=2,
    )


def _without_data(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_data(value) for key, value in part.items() if key != "data"}
    return [_without_data(item) for item in part] if isinstance(part, list) else part
