"""A chart with what it needs to stand alone, and the axes that charts beside the list share.

Each chart gives its specification without data, for a frame whose columns it names; texts are in the frame, so that a
specification serves every language and theme alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from cx.charts.ink import FONT, drawn_by, heading_of, wrapped
from cx.colours import BACKGROUND

LABEL = 310
"""Pixels for the names of items on the left."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart with what it needs to stand alone: title that states the finding, scope, rows, and the table behind it."""

    title: str
    scope: str
    frame: pd.DataFrame
    table: pd.DataFrame
    file: str
    chart: Callable[[Figure, str], alt.LayerChart | alt.FacetChart]
    extra: Mapping[str, Any]

    def spec(self, theme: str, on_page: bool = True) -> dict[str, Any]:
        """The Vega-Lite specification, for the light or the dark theme, or on a page for either; off the page with title and
        scope drawn in."""
        chart = (
            self.chart(self, theme)
            .configure(background="transparent" if on_page else BACKGROUND[theme], font=FONT, view=alt.ViewConfig(stroke=None))
            .to_dict(validate=False)
        )
        chart.pop("datasets", None)
        chart = (
            _without_data(chart) | drawn_by(theme) | {"autosize": "pad"}
        )  # the page would squeeze labels and plot into the width of the plot
        if not on_page:
            chart |= {"title": heading_of((self.title, self.scope, ""), theme), "padding": 24}
        return chart


def label_axis(labels: Sequence[str], ink: Mapping[str, str]) -> alt.Axis:
    """The axis with the names of items, each on at most two lines."""
    texts = {label: wrapped(label, 46) for label in labels}
    return alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=0, labelFontSize=13, labelLineHeight=16, labelColor=ink["text"], labelAlign="left",
        labelPadding=LABEL, minExtent=LABEL, labelExpr=f"{json.dumps(texts)}[datum.value]",
        labelOffset={"condition": [{"test": f"indexof({json.dumps([k for k, v in texts.items() if len(v) == 2])}, datum.value) >= 0", "value": -8}], "value": 0},
    )  # fmt: skip


def number_axis(ink: Mapping[str, str], title: str | None, **more: Any) -> alt.Axis:
    """An axis of numbers; `more` is what Altair takes besides."""
    return alt.Axis(
        title=title, titleColor=ink["muted"], labelColor=ink["muted"], gridColor=ink["dot"], gridOpacity=0.35, domain=False, tickColor=ink["dot"],
        labelFontSize=12, titleFontSize=12, titleFontWeight="normal", **more,
    )  # fmt: skip


def without_rows(columns: Iterable[str]) -> alt.Chart:
    """A chart with these columns and no row yet."""
    return alt.Chart(pd.DataFrame({name: pd.Series(dtype="str") for name in columns}))


def _without_data(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_data(value) for key, value in part.items() if key != "data"}
    return [_without_data(item) for item in part] if isinstance(part, list) else part
