"""The one place where HTML is given to Streamlit.

A piece of HTML is `Markup`: its template is ours, and what is filled into it is escaped by the library. A text that reaches
this place as a plain `str` is shown as it was written.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st
from markupsafe import escape
from streamlit.delta_generator import DeltaGenerator


def write_html(content: str, place: DeltaGenerator | None = None, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """Write HTML where the page stands, or into a place that it has left for it; whatever is not `Markup` is escaped."""
    (st if place is None else place).html(str(escape(content)), width=width)
