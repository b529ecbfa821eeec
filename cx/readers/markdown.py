"""Tables inside a Markdown text: what is one, markdown-it-py decides, by the rules of GitHub's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit

from cx.errors import InvalidData
from cx.issues import issue, shorten
from cx.readers.content import BufferedGrid, Row, Text
from cx.words import count

BLOCKS = MarkdownIt("zero").enable(["table", "blockquote", "list", "heading", "lheading", "hr"])
"""Blocks of code and of HTML are not told apart: a table inside one is a table to whoever brings it."""
BLOCKS.core.ruler.enableOnly(["normalize", "block"])  # the text of a cell is kept as it is, and parsing it would take quadratic time
LINE_END = re.compile("\r\n?|\n")
IN_BLOCK = re.compile(r"[\s>]*+([-+*]\s++)?")
"""What stands before a row inside of a quotation or a list."""
MARKS_AROUND = 4
"""Marks that may stand around one cell, such as **_`x`_**; what is left is text."""
BOLD = re.compile(r"(\*\*|__|\*|_|`)(.+)\1")
LOOKED_AT = 100_000
"""Characters within which a text shows that it holds a table."""


@dataclass
class MarkdownTable:
    """One table: the heading above it, and its rows by the lines they stand in, the names first."""

    name: str | None
    grid: BufferedGrid
    notes: list[str] = field(default_factory=list)


def holds_table(text: Text) -> bool:
    """Whether the beginning of a text holds a table."""
    head = text.head(LOOKED_AT)
    return "|" in head and any(token.type == "table_open" for token in BLOCKS.parse(head))


def markdown_tables(file: str, text: str) -> list[MarkdownTable]:
    """The tables of a text, in their order; what stands around them is told as left out. Raises InvalidData if there is none."""
    lines = LINE_END.split(text)
    around = dict.fromkeys(number for number, line in enumerate(lines) if line.strip())
    found: list[tuple[str | None, list[Row]]] = []
    heading: str | None = None
    for token, following in pairwise(BLOCKS.parse(text)):
        first, end = token.map or (0, 0)
        taken: Iterable[int] = ()
        if token.type == "heading_open":
            heading, taken = following.content, range(first, end)
        elif token.type == "thead_open":
            found.append((heading, []))
            taken = (first + 1,)  # the dashes
        elif token.type == "tr_open" and "|" in lines[first]:  # a line without a pipe below a table is a remark to people
            found[-1][1].append((first + 1, _cells(lines[first])))
            taken = (first,)
        for number in taken:
            around.pop(number, None)
    if not found:
        raise InvalidData([issue("no_table_in_text", file)])
    left = [lines[number] for number in around]
    said = [f"Left out around the tables: {count(len(left), 'line')}, such as “{shorten(left[0])}”."] if left else []
    return [MarkdownTable(name if len(found) > 1 else None, BufferedGrid(file).fill(iter(rows)), said) for name, rows in _told_apart(found)]


def _told_apart(found: Iterable[tuple[str | None, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """Tables under one heading, or under none, are numbered."""
    named: dict[str, list[Row]] = {}
    for place, (heading, rows) in enumerate(found, start=1):
        name = heading or f"table {place}"
        named[name if name not in named else f"{name} ({place})"] = rows
    return list(named.items())


def _cells(line: str) -> tuple[str, ...]:
    """All cells of a row, also those beyond the last name, which the library would drop."""
    cells = escapedSplit(IN_BLOCK.sub("", line, count=1).rstrip().removeprefix("|"))
    if not cells[-1].strip():
        cells.pop()
    return tuple(map(_plain, cells))


def _plain(cell: str) -> str:
    """The text of a cell without what only shows it bold or breaks its lines."""
    text = re.sub(r"<br\s*/?>", "\n", cell.strip(), flags=re.I)
    for _ in range(MARKS_AROUND):
        bold = BOLD.fullmatch(text)
        text = bold[2].strip() if bold else text
    return text
