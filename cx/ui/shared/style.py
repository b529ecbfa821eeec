"""The style sheet, and small pieces of HTML that Streamlit has no element for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from cx.appearance import look
from cx.charts.ink import BACKGROUND, INK
from cx.model import DEEP, STATE_MEANING, state_label, tones
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
    said = " ".join(f"--{name}: light-dark({light}, {dark});" for name, (light, dark) in colours.items())
    write_html(Markup("<style>:root {{ color-scheme: {}; {} }}\n{}</style>").format(kind, said, SHEET))


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


def chip(state: str, text: str | None = None, title: str = "", tone: str = "", kind: str = "") -> Markup:
    """A state as a small label: glyph and word, coloured and bordered like its cell (of `tone`); a pain has words of its own."""
    meaning = STATE_MEANING[state]
    return Markup('<span class="chip {}" title="{}"><b>{}</b> {}</span>').format(
        tone or state, title or meaning.meaning, meaning.glyph, text or state_label(state, kind)
    )


def state_chip(row: Mapping[str, Any]) -> Markup:
    """The state of a cell or need with its number, as on the map."""
    shown = look(row)
    hint = f"{shown.words}: an assumed rating" if shown.provisional else ""
    return chip(shown.state, shown.text or shown.word, hint, shown.tone)


def word_chip(row: Mapping[str, Any]) -> Markup:
    """The state of a cell or need in words, toned as on the map."""
    shown = look(row)
    return chip(shown.state, shown.word, "", shown.tone)


def tag(text: str, title: str = "") -> Markup:
    """A remark as a small outlined label."""
    return Markup('<span class="tag" title="{}">{}</span>').format(title, text)


def bullet_list(lines: Iterable[str]) -> Markup:
    """Lines as a list; nothing where there is no line."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup('<ul class="rows">{}</ul>').format(items) if items else Markup("")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Markup:
    """A small table; a cell that is no HTML is shown as written."""
    head = Markup("").join(Markup("<th scope='col'>{}</th>").format(h) for h in header)
    body = Markup("").join(
        Markup("<tr>") + Markup("").join(Markup("<td>{}</td>").format(cell) for cell in row) + Markup("</tr>") for row in rows
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="small"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(caption, caption, head, body)


def state_bar(needs: Iterable[Mapping[str, Any]], label: str) -> Markup:
    """One block per need, in the order of the states, of many needs one block per look with their number; read out as `label`."""
    order = list(STATE_MEANING)
    looks = sorted(map(look, needs), key=lambda shown: (order.index(shown.state), shown.provisional))
    if len(looks) <= BLOCKS:
        blocks = Markup("").join(Markup('<i class="{}" title="{}">{}</i>').format(shown.tone, shown.words, shown.glyph) for shown in looks)
    else:
        many = Counter((shown.tone, shown.glyph) for shown in looks)
        blocks = Markup("").join(
            Markup('<i class="{}" style="flex-grow: {}; max-width: none">{} {}</i>').format(tone, number, glyph, number)
            for (tone, glyph), number in many.items()
        )
    return Markup('<div class="bar" role="img" aria-label="{}">{}</div>').format(label, blocks)


def legend() -> Markup:
    """The key of the heatmap in words."""
    states = []
    for name, meaning in STATE_MEANING.items():
        pain = "" if meaning.pain_label == meaning.label else f" For a pain: {meaning.pain_label.lower()}."
        states.append(Markup("<li>{} <span>{}</span></li>").format(chip(name), meaning.meaning + pain))
        if name == "missed":
            states.append(
                Markup("<li>{} <span>Below {:.0%}: the deeper red.</span></li>").format(
                    chip(name, "Missed by far", tone="missed_deep"), DEEP
                )
            )
    marks = Markup(
        "<li>{}<span>Whatever is found out, at most this; in colour where that is below the target: not met</span></li>"
        "<li>{}<span>Assumed rating: one opinion, or experts who do not agree. Lighter, dashed, “~”</span></li>"
        "<li class='on_map'><i>Italic need</i><span>Assumed need: nobody has shown yet that customers have it</span></li>"
        '<li class="on_map"><span class="key decides"></span><span>Thick outline: the stage that decides</span></li>'
        "<li><b>!</b><span>A remark, such as a hidden failure: select the cell</span></li>"
        "<li class='on_map'>·<span>Not needed here</span></li>"
    ).format(chip("not_assessed", "≤ 70%", tone="partial_tint"), chip("partial", "~62%", tone="partial_tint"))
    return Markup('<ul class="legend">{}{}</ul>').format(Markup("").join(states), marks)
