"""The labels of a heatmap: stages above, rows on the left, each on two lines at most."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from cx.charts.grid import Axis
from cx.charts.ink import wrapped

STEP_Y = 42
LABEL_WIDTH = 250
LABEL_LINE = 17
HEADER_LINE = 16
LABEL_CHARACTERS = 36
HEADER_CHARACTERS = 13


def top_axis(columns: Axis, ink: Mapping[str, str]) -> alt.Axis:
    """Names of the columns, all on the same number of lines; totals are bold."""
    totals = [entry[0] for entry in columns.entries if entry[2] == "total"]
    texts = {key: wrapped(label, HEADER_CHARACTERS) for key, label, _ in columns.entries}
    most = max((len(lines) for lines in texts.values()), default=1)
    # The first line stands at the padding and the others below it: all get the same number, shorter ones at the bottom.
    texts = {key: [""] * (most - len(lines)) + lines for key, lines in texts.items()}
    return alt.Axis(
        orient="top",
        title=None,
        domain=False,
        ticks=False,
        labelAngle=0,
        labelPadding=8 + HEADER_LINE * (most - 1),
        labelFontSize=13,
        labelLineHeight=HEADER_LINE,
        labelLimit=0,
        labelColor=ink["muted"],
        labelFontWeight=_weight(totals),
        labelExpr=_labels(texts),
        labelBaseline="bottom",
    )


def left_axis(rows: Axis, ink: Mapping[str, str]) -> alt.Axis:
    """Names of the rows; headings and totals are bold, what rests on assumption is italic."""
    groups = [entry[0] for entry in rows.entries if entry[2] in ("group", "persona", "total")]
    texts = {key: wrapped(label, LABEL_CHARACTERS) for key, label, _ in rows.entries}
    longest = max((len(line) for lines in texts.values() for line in lines), default=0)
    headings = json.dumps([entry[0] for entry in rows.entries if entry[2] in ("group", "persona")])
    two_lines = json.dumps([key for key, lines in texts.items() if len(lines) == 2])
    width = min(LABEL_WIDTH, 24 + 7 * longest)
    assumed = json.dumps([entry[0] for entry in rows.entries if entry[2] == "assumed"])
    return alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelAlign="left",
        labelPadding=width,
        minExtent=width,
        labelFontSize=14,
        labelLineHeight=LABEL_LINE,
        # Two lines stand around the middle of the row; a heading stands close to its own rows.
        labelOffset={
            "condition": [
                {"test": f"indexof({headings}, datum.value) >= 0", "value": STEP_Y * 0.2},
                {"test": f"indexof({two_lines}, datum.value) >= 0", "value": -LABEL_LINE / 2},
            ],
            "value": 0,
        },
        labelLimit=0,
        labelColor=ink["text"],
        labelFontWeight=_weight(groups),
        labelFontStyle={"condition": {"test": f"indexof({assumed}, datum.value) >= 0", "value": "italic"}, "value": "normal"},
        labelExpr=_labels(texts),
    )


def _weight(bold: Sequence[str]) -> dict[str, Any]:
    return {"condition": {"test": f"indexof({json.dumps(list(bold))}, datum.value) >= 0", "value": 700}, "value": 400}


def _labels(texts: Mapping[str, list[str]]) -> str:
    return f"{json.dumps(texts)}[datum.value]"
