"""The one place where HTML is given to Streamlit, and texts for the elements that read Markdown.

A piece of HTML is `Markup`: its template is ours, and what is filled into it is escaped by the library. A text that reaches
this place as a plain `str` is shown as it was written.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import streamlit as st
from markupsafe import Markup, escape
from streamlit.delta_generator import DeltaGenerator

from cx import words

JOINER = "\u2060"
SHORTCODE = re.compile(r":(?=[\w+/-]+:|material/)", re.ASCII)
"""The colon of an emoji's or a symbol's name (:heart_eyes:, :material/home:)."""
ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)(?=[\w-])", re.IGNORECASE)
"""Where the address of a page or a mail hangs together; one that stands in a text becomes a link by itself."""
ARROW = re.compile(r"(?<!\S)([<>~-])(->|-|>|=)(?!\S)")
"""What becomes an arrow, a dash or a comparison where it stands alone (->, --, >=)."""


def write_html(content: str, container: DeltaGenerator | None = None, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """Write HTML where the page stands, or into a place that it has left for it; whatever is not `Markup` is escaped. Nothing is written
    of nothing, which Streamlit refuses."""
    if not content:
        return
    (st if container is None else container).html(_AsWritten(words.printable(str(escape(content)))), width=width)


class _AsWritten:
    """HTML that is shown as it is. A plain text is searched line by line for an indentation to take away, which takes longer than
    writing it."""

    def __init__(self, content: str):
        self._content = content

    def _repr_html_(self) -> str:
        return self._content


FOCUS_SCRIPT = Markup(
    "(() => { const asked = [...document.querySelectorAll('[data-focus]')].pop();"
    " const place = asked && document.querySelector(`.st-key-${asked.dataset.focus}`); if (!place) return; place.tabIndex = -1;"
    " place.scrollIntoView({ block: 'center' }); place.focus({ preventScroll: true }); })();"
)
"""A script of ours. It is always the same, so that browsers can be told to run no other."""
FOCUS = Markup('<i hidden data-focus="{}" data-time="{}"></i><script>{}</script>')


COMB_SCRIPT = Markup((Path(__file__).parent / "comb.js").read_text(encoding="utf-8").strip())
"""The script that combs notes: it reads what stands in `data-comb`, and builds its elements without reading HTML."""


CELLS_SCRIPT = Markup((Path(__file__).parent / "cells.js").read_text(encoding="utf-8").strip())
"""The script that puts the cells of a map in place and follows their links."""


def held(opening: Markup, cells: Markup) -> Markup:
    """An element with many others inside, for `write_held`: its opening tag without the last sign, and what it holds.

    Streamlit's program looks at every element of a piece of HTML and at each of their attributes, which for a large map takes longer than
    all else. What it holds is escaped like the rest, and no script but ours may run, so our script puts it in place.
    """
    return Markup('{} data-cells="{}"></div><script>{}</script>').format(opening, words.printable(str(cells)), CELLS_SCRIPT)


def write_held(content: Markup) -> None:
    """Write what `held` gave."""
    st.html(_AsWritten(content), unsafe_allow_javascript=True)


def comb(content: str) -> None:
    """The place where notes are combed; `content` is JSON that the script reads."""
    st.html(
        str(Markup('<div class="comb" data-comb="{}"></div><script>{}</script>').format(words.printable(content), COMB_SCRIPT)),
        unsafe_allow_javascript=True,
    )


def move_focus_to(key: str, time: int) -> None:
    """Bring a container of ours into sight and give it the focus, so that the next key goes on there and it is read out.

    `time` counts how often: the browser runs the script again where the piece around it has changed.
    """
    if not key.isidentifier():
        raise ValueError(f"{key!r} is no key of ours")
    st.html(str(FOCUS.format(key, int(time), FOCUS_SCRIPT)), unsafe_allow_javascript=True)


def _in_pieces(text: str) -> str:
    """Text in which nothing between colons becomes a picture, no sign an arrow, no address a link: Markdown looks for those after
    everything else, also where they are escaped, so a joiner that nobody sees parts them."""
    return ARROW.sub(rf"\1{JOINER}\2", ADDRESS.sub(JOINER, SHORTCODE.sub(f":{JOINER}", text)))


def literal(text: str) -> str:
    """Text for an element that reads Markdown (titles, headings, hints), so that it shows as it was written."""
    escaped = re.sub(r"([\\`*_\[\]<>$~&#|]|:(?=\S))", r"\\\1", _in_pieces(" ".join(words.printable(text).split())))
    escaped = re.sub(r"^(?=[-+=])", r"\\", escaped)
    return re.sub(r"^(\d+)(?=[.)])", r"\1\\", escaped)
