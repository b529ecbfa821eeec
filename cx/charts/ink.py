"""What all charts share: ink, background, font, titles, and labels on two lines."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
from altair.utils import schemapi

from cx.colours import EITHER, in_either, tones

schemapi.disable_debug_mode()  # what a chart is made of is checked by the tests, not at every drawing: that took most of its time

FONT = "Source Sans, Source Sans Pro, sans-serif"
INK = {
    "light": {"text": "#1d2226", "muted": "#5f676e", "dot": "#b9bfc4", "accent": "#1f5fae", "decides": "#1d2226"},
    "dark": {"text": "#e8eaec", "muted": "#a3abb2", "dot": "#4a5259", "accent": "#7db4ff", "decides": "#f4f6f8"},
}
INK[EITHER] = {name: in_either(light, INK["dark"][name]) for name, light in INK["light"].items()}
BACKGROUND = {"light": "#ffffff", "dark": "#14181b"}
PAGE = {
    "muted": (INK["light"]["muted"], INK["dark"]["muted"]),
    "ink": (INK["light"]["text"], INK["dark"]["text"]),
    "line": ("#dcd8d2", "#3a4249"),
    "card": ("#ffffff", "#1a1f23"),
    "soft": ("#f7f5f2", "#1e2428"),
    "on-accent": (BACKGROUND["light"], BACKGROUND["dark"]),
    "page": (BACKGROUND["light"], BACKGROUND["dark"]),
    "link": ("#8a3b1f", "#efb193"),
}
"""Colours of a page by name, in the light and in the dark."""


def page_variables() -> str:
    """The colours of a page, and those of every tone of a cell, as variables of a style sheet: the browser picks by its scheme."""
    colours = dict(PAGE)
    for (name, light), dark in zip(tones("light").items(), tones("dark").values(), strict=True):
        colours |= {f"{name}-{part}": (light[n], dark[n]) for n, part in enumerate(("fill", "ink", "line"))}
    return " ".join(f"--{name}: {in_either(light, dark)};" for name, (light, dark) in colours.items())


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
