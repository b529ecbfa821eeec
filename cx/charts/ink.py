"""What all charts share: font, titles, and labels on two lines."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
from altair.utils import schemapi

from cx.colours import EITHER, INK

schemapi.disable_debug_mode()  # what a chart is made of is checked by the tests, not at every drawing: that took most of its time

FONT = "Source Sans, Source Sans Pro, sans-serif"


def drawn_by(theme: str) -> dict[str, Any]:
    """The part of a specification that says how it is drawn: in either theme as SVG, whose colours the browser picks; a canvas
    knows no such colours."""
    return {"usermeta": {"embedOptions": {"renderer": "svg"}}} if theme == EITHER else {}


def heading_of(heading: tuple[str, str, str], theme: str) -> dict[str, Any]:
    """Title, scope line and key (or '') as they are drawn into a picture."""
    ink = INK[theme]
    return alt.TitleParams(
        textwrap.wrap(heading[0], 110),
        subtitle=[*textwrap.wrap(heading[1], 150), *textwrap.wrap(heading[2], 150)],
        anchor="start",
        fontSize=19,
        subtitleFontSize=13,
        subtitlePadding=8,
        offset=14,
        color=ink["text"],
        subtitleColor=ink["muted"],
        font=FONT,
        subtitleFont=FONT,
    ).to_dict(validate=False)


def wrapped(label: str, width: int) -> list[str]:
    """The label on at most two lines; longer ones are cut, and complete in the tooltip."""
    lines = textwrap.wrap(" ".join(label.split()), width) or [""]
    if len(lines) > 2:
        second = textwrap.shorten(" ".join(lines[1:]), width, placeholder="…")
        lines = [lines[0], second if second != "…" else lines[1][: width - 1] + "…"]
    return [line if len(line) <= width else line[: width - 1] + "…" for line in lines]
