"""Tables inside a Markdown text: rows of cells between pipes, below a row of names and a row of dashes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cx.errors import InvalidData
from cx.issues import issue, shorten
from cx.readers.content import Row, RowBuffer, Text
from cx.words import count

DASHES = re.compile(r"\s*+\|?\s*+:?-{2,}+:?\s*+(\|\s*+:?-{2,}+:?\s*+)*+\|?\s*+")
HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*)")
PIPE = re.compile(r"(?<!\\)\|")
MARKS_AROUND = 4
"""Marks that may stand around one cell, such as **_`x`_**; what is left is text."""
BOLD = re.compile(r"(\*\*|__|\*|_|`)(.+)\1")
LOOKED_AT = 100_000
"""Characters within which a text shows that it holds a table."""


@dataclass
class MarkdownTable:
    """One table: the heading above it, and its rows by the lines they stand in, the names first."""

    name: str | None
    grid: RowBuffer
    notes: list[str] = field(default_factory=list)


def holds_table(text: Text) -> bool:
    """Whether a row of dashes between pipes stands below a row of names."""
    lines = text.head(LOOKED_AT).splitlines()
    return any(_begins(above, line) for above, line in zip(lines, lines[1:], strict=False))


def markdown_tables(file: str, text: Text) -> list[MarkdownTable]:
    """The tables of a text, in their order; what stands around them is told as left out. Raises InvalidData if there is none."""
    found: list[tuple[str | None, list[Row]]] = []
    around: list[str] = []
    heading: str | None = None
    above, inside = "", False
    for number, line in enumerate(text.lines(), start=1):
        line = line.rstrip("\r\n")
        if inside and "|" in line:
            found[-1][1].append((number, _cells(line)))
        elif not inside and _begins(above, line):
            around.pop()
            found.append((heading, [(number - 1, _cells(above))]))
            inside = True
        else:
            inside = False
            if title := HEADING.fullmatch(line):
                heading = title[1].rstrip().rstrip("#").rstrip()
            if line.strip():
                around.append(line)
        above = line
    if not found:
        raise InvalidData([issue("no_table_in_text", file)])
    left = [line for line in around if not HEADING.fullmatch(line)]
    said = [f"Left out around the tables: {count(len(left), 'line')}, such as “{shorten(left[0])}”."] if left else []
    return [MarkdownTable(name if len(found) > 1 else None, RowBuffer(file).fill(iter(rows)), said) for name, rows in _told_apart(found)]


def _begins(names: str, dashes: str) -> bool:
    return "|" in names and "|" in dashes and bool(DASHES.fullmatch(dashes)) and len(_cells(names)) == len(_cells(dashes))


def _told_apart(found: Iterable[tuple[str | None, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """Tables under one heading, or under none, are numbered."""
    named: dict[str, list[Row]] = {}
    for place, (heading, rows) in enumerate(found, start=1):
        name = heading or f"table {place}"
        named[name if name not in named else f"{name} ({place})"] = rows
    return list(named.items())


def _cells(line: str) -> tuple[str, ...]:
    bare = line.strip().removeprefix("|")
    cells = PIPE.split(bare)
    if cells and not cells[-1].strip():
        cells.pop()
    return tuple(_plain(cell) for cell in cells)


def _plain(cell: str) -> str:
    """The text of a cell without what only shows it bold or breaks its lines."""
    text = re.sub(r"<br\s*/?>", "\n", cell.strip().replace("\\|", "|"), flags=re.I)
    for _ in range(MARKS_AROUND):
        bold = BOLD.fullmatch(text)
        text = bold[2].strip() if bold else text
    return text
