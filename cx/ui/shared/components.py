"""Small pieces of HTML that Streamlit has no element for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from cx.analysis.portraits import Portrait
from cx.appearance import ITALIC, OUTLINE, legend_signs, look
from cx.languages.messages import spoken, tr
from cx.model import STATE_MEANING, STATUS, state_label


def chip(state: str, text: str | None = None, title: str = "", tone: str = "", kind: str = "") -> Markup:
    """A state as a small label: glyph and word, coloured and bordered like its cell (of `tone`); a pain has words of its own."""
    meaning = STATE_MEANING[state]
    return Markup('<span class="chip {}" title="{}"><b>{}</b> {}</span>').format(
        tone or state, title or tr(meaning.meaning), meaning.glyph, tr(state_label(state, kind)) if text is None else text
    )


def state_chip(row: Mapping[str, Any]) -> Markup:
    """The state of a cell or need with its number, as on the map."""
    shown = look(row)
    hint = tr("{state}: an assumed rating", state=shown.words) if shown.provisional else ""
    return chip(shown.state, shown.text or shown.word, hint, shown.tone)


def word_chip(row: Mapping[str, Any]) -> Markup:
    """The state of a cell or need in words, toned as on the map."""
    shown = look(row)
    return chip(shown.state, shown.word, "", shown.tone)


def status_chip(status: str, more: str = "") -> Markup:
    """The status of a statement as a small label; `more` follows what it means."""
    meaning = STATUS[status]
    return Markup('<span class="chip {}" title="{}"><b>{}</b> {}</span>').format(
        meaning.tone, f"{tr(meaning.meaning)} {more}".strip(), meaning.glyph, tr(meaning.label)
    )


def tag(text: str, title: str = "") -> Markup:
    """A remark as a small outlined label."""
    return Markup('<span class="tag" title="{}">{}</span>').format(title, text)


def paragraph(text: str, kind: str = "fact") -> Markup:
    """A paragraph in the look of its kind: fact, scope (under a title), lead or aside."""
    return Markup('<p class="{}">{}</p>').format(kind, text)


def bullet_list(lines: Iterable[str]) -> Markup:
    """Lines as a list; nothing where there is no line."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup('<ul class="rows">{}</ul>').format(items) if items else Markup("")


def portrait(of: Portrait | None, kind: str = "") -> Markup:
    """The picture of a persona, in the size of its kind (large, or small); nothing where there is none."""
    return Markup('<img class="portrait {}" src="{}" alt="{}">').format(kind, of.address, of.alt) if of else Markup("")


def credited_portrait(of: Portrait | None) -> Markup:
    """The same, large, with where it comes from below it."""
    below = Markup("<figcaption dir='auto'>{}</figcaption>").format(of.source) if of and of.source else Markup("")
    return Markup('<figure class="portrait">{}{}</figure>').format(portrait(of, "large"), below) if of else Markup("")


WIDEST = 3
"""Columns that stand side by side on a phone; the rows of a wider table become cards there, each cell after its heading."""


def table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Markup:
    """A small table; a cell that is no HTML is shown as written."""
    wide = len(header) > WIDEST
    # What is no longer laid out as a table is one for readers of the screen only if it says so.
    of_table, of_row, of_cell = (Markup(' role="table"'), Markup(' role="row"'), Markup(' role="cell"')) if wide else ("", "", "")
    head = Markup("").join(Markup("<th scope='col'>{}</th>").format(h) for h in header)
    names = [h.striptags() if isinstance(h, Markup) else h for h in header]
    body = Markup("").join(
        Markup("<tr{}>").format(of_row)
        + Markup("").join(
            Markup("<td{}{}>{}</td>").format(of_cell, Markup(' data-label="{}"').format(name) if wide and name else "", cell)
            for name, cell in zip(names, row, strict=True)
        )
        + Markup("</tr>")
        for row in rows
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="small{}"{}><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(caption, " stacks" if wide else "", of_table, caption, head, body)


BLOCKS = 24
"""Needs that have a block of their own in the bar of a card; more are drawn as one block per look."""


def in_bold(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows of a term and what it means, the term in bold."""
    return [(Markup("<b>{}</b>").format(term), meaning) for term, meaning in rows]


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
    """The key of the heatmap in words; what a map alone has, and no table, is `on_map`."""
    return _legend(spoken())


@cache
def _legend(_language: str) -> Markup:
    """The key, written once in each language."""
    # Marks of the key that are not a sign.
    marks = {ITALIC: Markup("<i>{}</i>").format(tr("Italic need")), OUTLINE: Markup('<span class="key decides"></span>')}
    items = []
    for sign in legend_signs():
        drawn = chip(sign.state, sign.word, tone=sign.tone) if sign.state else marks.get(sign.mark, Markup("<b>{}</b>").format(sign.mark))
        on_map = Markup(' class="on_map"') if sign.mark and sign.mark != "!" else ""
        items.append(Markup("<li{}>{} <span>{}</span></li>").format(on_map, drawn, sign.meaning))
    return Markup('<ul class="legend">{}</ul>').format(Markup("").join(items))
