"""The style sheet, and small pieces of HTML that Streamlit has no element for. All text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from cx.charts.grids import cell_text
from cx.charts.heatmap import BACKGROUND, INK, NEUTRAL, tone
from cx.model import STATE_MEANING

SHEET = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def apply() -> None:
    """Put the style sheet and the colours of the current theme on the page."""
    kind = st.context.theme.type if st.context.theme.type in ("light", "dark") else "light"
    colours = [f"--muted: {INK[kind]['muted']}; --ink: {INK[kind]['text']}; --line: {'#dcd8d2' if kind == 'light' else '#3a4249'};"]
    colours.append(f"--card: {'#ffffff' if kind == 'light' else '#1a1f23'}; --soft: {'#f7f5f2' if kind == 'light' else '#1e2428'};")
    colours.append(f"--on-accent: {BACKGROUND[kind]}; --link: {'#8a3b1f' if kind == 'light' else '#efb193'};")
    for name, meaning in STATE_MEANING.items():
        fill, ink, border = getattr(meaning, kind)
        colours.append(f"--{name}-fill: {fill}; --{name}-ink: {ink}; --{name}-line: {border};")
    fill, ink, border = NEUTRAL[kind]
    colours.append(f"--assumed-fill: {fill}; --assumed-ink: {ink}; --assumed-line: {border};")
    st.html(f"<style>:root {{ {' '.join(colours)} }}\n{SHEET}</style>")


def literal(text: str) -> str:
    """Text for an element that reads Markdown (titles, headings, hints), so that it shows as it was written."""
    escaped = re.sub(r"([\\`*_\[\]<>$~&#|]|:(?=\S))", r"\\\1", " ".join(text.split()))
    escaped = re.sub(r"^(?=[-+=])", r"\\", escaped)
    return re.sub(r"^(\d+)(?=[.)])", r"\1\\", escaped)


def chip(state: str, text: str | None = None, title: str = "", look: str = "") -> str:
    """A state as a small label: glyph and word, coloured and bordered like its cell (of tone `look`)."""
    meaning = STATE_MEANING[state]
    hint = f' title="{escape(title or meaning.meaning)}"'
    return f'<span class="chip {state if look in ("", "missed_deep") else look}"{hint}><b>{meaning.glyph}</b> {escape(text or meaning.label)}</span>'


def state_chip(row: Mapping[str, Any], show_all: bool = False) -> str:
    """The state of a cell or need with its number; a value that rests on assumption looks provisional, as on the map."""
    shown = cell_text(row, show_all)
    if tone(row["state"], None, bool(row["assumed"]), show_all) != "assumed":
        return chip(row["state"], shown or None)
    return chip(row["state"], shown, f"{STATE_MEANING[row['state']].label}, but the value rests on assumption", "assumed")


def tag(text: str, title: str = "") -> str:
    """A remark as a small outlined label."""
    return f'<span class="tag" title="{escape(title)}">{escape(text)}</span>'


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """A small table; cells are HTML already, header and caption are text."""
    head = "".join(f"<th scope='col'>{escape(h)}</th>" for h in header)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="small"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def state_bar(needs: Iterable[Mapping[str, Any]], label: str) -> str:
    """One block per need, in the order of the states; read out as `label`."""
    order = list(STATE_MEANING)
    blocks = "".join(
        f'<i class="{tone(n["state"], None, bool(n["assumed"]), False)}" title="{escape(STATE_MEANING[n["state"]].label)}">{STATE_MEANING[n["state"]].glyph}</i>'
        for n in sorted(needs, key=lambda n: (order.index(n["state"]), bool(n["assumed"])))
    )
    return f'<div class="bar" role="img" aria-label="{escape(label)}">{blocks}</div>'


def legend() -> str:
    """The key of the heatmap in words."""
    states = "".join(f"<li>{chip(name)} <span>{escape(m.meaning)}</span></li>" for name, m in STATE_MEANING.items())
    marks = (
        '<li class="on_map"><span class="key decides"></span><span>Thick outline: the stage that decides</span></li>'
        '<li><span class="chip assumed"><b>◐</b> assumed</span><span>The value rests on assumption</span></li>'
        "<li class='on_map'><i>Italic need</i><span>The need itself is assumed</span></li>"
        "<li><b>!</b><span>A remark, such as a hidden failure: select the cell</span></li>"
        "<li class='on_map'>·<span>Not needed here</span></li>"
    )
    return f'<ul class="legend">{states}{marks}</ul>'
