"""The style sheet, and small pieces of HTML that Streamlit has no element for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from cx.charts.ink import BACKGROUND, INK
from cx.colours import tones
from cx.ui.shared.markup import write_html

SHEET = Markup((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))


LIGHT_AND_DARK = {
    "muted": (INK["light"]["muted"], INK["dark"]["muted"]),
    "ink": (INK["light"]["text"], INK["dark"]["text"]),
    "line": ("#dcd8d2", "#3a4249"),
    "card": ("#ffffff", "#1a1f23"),
    "soft": ("#f7f5f2", "#1e2428"),
    "on-accent": (BACKGROUND["light"], BACKGROUND["dark"]),
    "page": (BACKGROUND["light"], BACKGROUND["dark"]),
    "link": ("#8a3b1f", "#efb193"),
}
"""Colours of the style sheet by name."""


def apply() -> None:
    """Put the style sheet and its colours on the page.

    The browser picks between light and dark, by the scheme that Streamlit gives to the page: a device that goes over to the
    dark in the evening gets a page that can be read at once, and not only after the next run. What opens over the page has
    no scheme of its own; it gets that of this run.
    """
    kind = st.context.theme.type if st.context.theme.type in ("light", "dark") else "light"
    colours = dict(LIGHT_AND_DARK)
    for (name, light), dark in zip(tones("light").items(), tones("dark").values(), strict=True):
        colours |= {f"{name}-{part}": pair for part, *pair in zip(("fill", "ink", "line"), light, dark, strict=True)}  # type: ignore[misc]
    variables = " ".join(f"--{name}: light-dark({light}, {dark});" for name, (light, dark) in colours.items())
    write_html(Markup("<style>:root {{ color-scheme: {}; {} }}\n{}</style>").format(kind, variables, SHEET))
