"""The style sheet, and small pieces of HTML that Streamlit has no element for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from cx.colours import page_variables
from cx.ui.shared.markup import write_html

SHEET = Markup((Path(__file__).parent / "style.css").read_text(encoding="utf-8"))


def apply() -> None:
    """Put the style sheet and its colours on the page.

    The browser picks between light and dark, by the scheme that Streamlit gives to the page: a device that goes over to the
    dark in the evening gets a page that can be read at once, and not only after the next run. What opens over the page has
    no scheme of its own; it gets that of this run.
    """
    kind = st.context.theme.type if st.context.theme.type in ("light", "dark") else "light"
    write_html(_sheet(kind))


@cache
def _sheet(kind: str) -> Markup:
    return Markup("<style>:root {{ color-scheme: {}; {} }}\n{}</style>").format(kind, page_variables(), SHEET)
