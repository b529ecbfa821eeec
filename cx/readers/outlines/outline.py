"""What a document with headings says, line by line, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MOST_LINES = 50_000
MOST_CHARACTERS = 5_000_000


@dataclass(frozen=True)
class Line:
    """A heading, an item of a list or a paragraph."""

    text: str
    level: int | None = None
    """Of a heading: 0 is the title of the document, 1 the highest heading."""
    depth: int = -1
    """Of an item: 0 in the outermost list; -1 is no item."""


class TooLong(Exception):
    """There are more lines or characters than anybody writes about personas."""


@dataclass
class Node:
    """A heading with what stands under it: lines, and the headings below it."""

    text: str
    level: int
    lines: list[Line] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)


def bounded(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that say something; raises TooLong beyond what is read."""
    length = 0
    for number, line in enumerate(lines):
        length += len(line.text)
        if number >= MOST_LINES or length > MOST_CHARACTERS:
            raise TooLong
        if line.text.strip():
            yield line


def tree(lines: Iterable[Line]) -> Node:
    """The headings by their levels, below one that stands for the document."""
    root = Node("", -1)
    open_ = [root]
    for line in lines:
        if line.level is None:
            open_[-1].lines.append(line)
            continue
        while open_[-1].level >= line.level:
            open_.pop()
        node = Node(line.text.strip(), line.level)
        open_[-1].below.append(node)
        open_.append(node)
    return root
