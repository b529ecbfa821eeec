"""The forms of a room's minutes: a page, Markdown, and a tagged PDF. All texts show as they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from markupsafe import Markup

from cx import words
from cx.languages.messages import ENGLISH, spoken
from cx.report.typed import typed
from cx.report.typeset import typeset

TEMPLATE = Path(__file__).parent / "minutes.typ"
TABLE_CSS = Markup(
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2226;background:#fff}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.5rem 0 1.2rem}th,td{text-align:left;vertical-align:top;"
    "padding:.35rem .6rem .35rem 0;border-bottom:1px solid #d9d5cf}th{color:#5b6268}h1{line-height:1.2}h2{margin-top:1.8rem}"
    ".scroll{overflow-x:auto}@media print{body{margin:0;max-width:none}}"
)


LONGER = Markup("@media print{table{font-size:.62rem}th,td{overflow-wrap:anywhere;padding-right:.35rem}}")
"""For languages that say more than English: tables of many columns stay on the paper."""


@dataclass(frozen=True)
class Block:
    """One part of a document: a heading, paragraphs, and a table (header, rows) or none. `by_hand`: empty columns are written into, on
    paper, and need room for that."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    by_hand: bool = False


def as_html(blocks: Sequence[Block]) -> str:
    """The minutes as one self-contained page."""
    parts: list[Markup] = []
    for level, block in zip(("h1", *["h2"] * len(blocks)), blocks, strict=False):
        parts.append(Markup("<{}>{}</{}>").format(level, block.heading, level))
        parts += [Markup("<p>{}</p>").format(p) for p in block.paragraphs]
        if block.rows:
            head = Markup("").join(Markup('<th scope="col">{}</th>').format(h) for h in block.header)
            body = Markup("").join(
                Markup("<tr>") + Markup("").join(Markup("<td>{}</td>").format(c) for c in row) + Markup("</tr>") for row in block.rows
            )
            parts.append(Markup('<div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>').format(head, body))
    page = Markup(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{}</title><style>{}</style></head><body>{}</body></html>'
    ).format(spoken(), blocks[0].heading, TABLE_CSS if spoken() == ENGLISH else TABLE_CSS + LONGER, Markup("").join(parts))
    return words.printable(page)


def as_markdown(blocks: Sequence[Block]) -> str:
    """The minutes as Markdown; texts show as they were written."""
    parts = []
    for level, block in zip(("#", *["##"] * len(blocks)), blocks, strict=False):
        parts.append(f"{level} {typed(block.heading)}")
        parts += [typed(p) for p in block.paragraphs]
        if block.rows:
            lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in (block.header, *block.rows)]
            parts.append("\n".join([lines[0], "|" + " --- |" * len(block.header), *lines[1:]]))
    return "\n\n".join(parts) + "\n"


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """The minutes as a tagged PDF."""
    content = {"title": blocks[0].heading, "parts": [asdict(block) for block in blocks]}
    return typeset(TEMPLATE, lambda _: content)


def _cell(text: str) -> str:
    return typed(text) or " "
