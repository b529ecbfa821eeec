"""The style sheet, and small pieces of HTML that Streamlit has no element for. All text is escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from cx.appearance import look
from cx.charts.heatmap import BACKGROUND, INK
from cx.model import DEEP, STATE_MEANING, state_label, tones

SHEET = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


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
    said = " ".join(f"--{name}: light-dark({light}, {dark});" for name, (light, dark) in colours.items())
    st.html(f"<style>:root {{ color-scheme: {kind}; {said} }}\n{SHEET}</style>")


BLOCKS = 24
"""Needs that have a block of their own in the bar of a card; more are drawn as one block per look."""
JOINER = "\u2060"
SHORTCODE = re.compile(r":(?=[\w+/-]+:)", re.ASCII)
"""The colon of an emoji's or a symbol's name (:heart_eyes:, :material/home:)."""
ARROW = re.compile(r"(?<!\S)([<>~-])(->|-|>|=)(?!\S)")
"""What becomes an arrow, a dash or a comparison where it stands alone (->, --, >=)."""


def _unpictured(text: str) -> str:
    """Text in which nothing between colons becomes a picture and no sign an arrow: Markdown looks for those after everything
    else, also where they are escaped, so a joiner that nobody sees parts them."""
    return ARROW.sub(rf"\1{JOINER}\2", SHORTCODE.sub(f":{JOINER}", text))


def literal(text: str) -> str:
    """Text for an element that reads Markdown (titles, headings, hints), so that it shows as it was written."""
    escaped = re.sub(r"([\\`*_\[\]<>$~&#|]|:(?=\S))", r"\\\1", _unpictured(" ".join(text.split())))
    escaped = re.sub(r"^(?=[-+=])", r"\\", escaped)
    return re.sub(r"^(\d+)(?=[.)])", r"\1\\", escaped)


def chip(state: str, text: str | None = None, title: str = "", tone: str = "", kind: str = "") -> str:
    """A state as a small label: glyph and word, coloured and bordered like its cell (of `tone`); a pain has words of its own."""
    meaning = STATE_MEANING[state]
    hint = f' title="{escape(title or meaning.meaning)}"'
    return f'<span class="chip {tone or state}"{hint}><b>{meaning.glyph}</b> {escape(text or state_label(state, kind))}</span>'


def state_chip(row: Mapping[str, Any]) -> str:
    """The state of a cell or need with its number, as on the map."""
    shown = look(row)
    hint = f"{shown.words}: an assumed rating" if shown.provisional else ""
    return chip(shown.state, shown.text or shown.word, hint, shown.tone)


def word_chip(row: Mapping[str, Any]) -> str:
    """The state of a cell or need in words, toned as on the map."""
    shown = look(row)
    return chip(shown.state, shown.word, "", shown.tone)


def tag(text: str, title: str = "") -> str:
    """A remark as a small outlined label."""
    return f'<span class="tag" title="{escape(title)}">{escape(text)}</span>'


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A small table; cells are HTML already, header and caption are text."""
    head = "".join(f"<th scope='col'>{escape(h)}</th>" for h in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="small"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def state_bar(needs: Iterable[Mapping[str, Any]], label: str) -> str:
    """One block per need, in the order of the states, of many needs one block per look with their number; read out as `label`."""
    order = list(STATE_MEANING)
    looks = sorted(map(look, needs), key=lambda shown: (order.index(shown.state), shown.provisional))
    if len(looks) <= BLOCKS:
        blocks = "".join(f'<i class="{shown.tone}" title="{escape(shown.words)}">{shown.glyph}</i>' for shown in looks)
    else:
        many = Counter((shown.tone, shown.glyph) for shown in looks)
        blocks = "".join(
            f'<i class="{tone}" style="flex-grow: {number}; max-width: none">{glyph} {number}</i>' for (tone, glyph), number in many.items()
        )
    return f'<div class="bar" role="img" aria-label="{escape(label)}">{blocks}</div>'


def legend() -> str:
    """The key of the heatmap in words."""
    states = []
    for name, meaning in STATE_MEANING.items():
        pain = "" if meaning.pain_label == meaning.label else f" For a pain: {meaning.pain_label.lower()}."
        states.append(f"<li>{chip(name)} <span>{escape(meaning.meaning + pain)}</span></li>")
        if name == "missed":
            states.append(f"<li>{chip(name, 'Missed by far', tone='missed_deep')} <span>Below {DEEP:.0%}: the deeper red.</span></li>")
    marks = (
        f"<li>{chip('not_assessed', '≤ 70%', tone='partial_tint')}<span>Whatever is found out, at most this; in colour where that is below the target: not met</span></li>"
        f"<li>{chip('partial', '~62%', tone='partial_tint')}<span>Assumed rating: one opinion, or experts who do not agree. Lighter, dashed, “~”</span></li>"
        "<li class='on_map'><i>Italic need</i><span>Assumed need: nobody has shown yet that customers have it</span></li>"
        '<li class="on_map"><span class="key decides"></span><span>Thick outline: the stage that decides</span></li>'
        "<li><b>!</b><span>A remark, such as a hidden failure: select the cell</span></li>"
        "<li class='on_map'>·<span>Not needed here</span></li>"
    )
    return f'<ul class="legend">{"".join(states)}{marks}</ul>'
