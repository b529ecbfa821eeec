"""The outline of a Word document: headings by the level of their style, items of lists, paragraphs also in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cx.readers.outlines.outline import MOST_CHARACTERS, Line, TooLong
from cx.readers.outlines.package import Package
from cx.readers.workbooks.xml_stream import elements, parse

MAIN, STYLES = "word/document.xml", "word/styles.xml"
HEADING = re.compile(r"heading (\d)")
"""What the style is called in the file, whatever the language of the program shows."""
LIST = re.compile(r"list\b")
DEEPEST_BASE = 20


@dataclass
class _Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None


def word_outline(package: Package) -> Iterator[Line]:
    """The lines of the document in their order."""
    main = next((target for target, kind in package.related("").values() if kind == "officeDocument"), MAIN)
    styles = _styles(package)
    reader = _Reader({style: _level(styles, style) for style in styles}, {style for style in styles if LIST.match(styles[style].name)})
    with package.part(main) as stream:
        for _ in parse(stream, reader.start, reader.end, reader.text):
            yield from reader.found
            reader.found.clear()


def _styles(package: Package) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    if STYLES not in package:
        return found
    style = _Style()
    with package.part(STYLES) as stream:
        for name, given in elements(stream):
            if name == "style":
                style = found.setdefault(given.get("styleId", ""), _Style())
            elif name == "name":
                style.name = given.get("val", "").casefold()
            elif name == "basedOn":
                style.based_on = given.get("val", "")
            elif name == "outlineLvl" and given.get("val", "").isdigit():
                style.outline = int(given["val"])
    return found


def _level(styles: dict[str, _Style], id_: str) -> int | None:
    """The level of a style as a heading, its own or that of the style it is based on."""
    for _ in range(DEEPEST_BASE):
        style = styles.get(id_)
        if style is None:
            return None
        heading = HEADING.fullmatch(style.name)
        if heading or style.name == "title":
            return int(heading[1]) if heading else 0
        if style.outline is not None:
            return style.outline + 1 if style.outline < 9 else None
        id_ = style.based_on
    return None


class _Reader:
    """Collects paragraphs while the events of the main part come in."""

    def __init__(self, levels: dict[str, int | None], lists: set[str]):
        self._levels, self._lists = levels, lists
        self.found: list[Line] = []
        self._pieces: list[str] = []
        self._length = 0
        self._taking = False
        self._gone = 0
        self._level: int | None = None
        self._depth = -1

    def start(self, name: str, given: dict[str, str]) -> None:
        value = next((text for key, text in given.items() if key.rpartition("}")[2] == "val"), "")
        if name == "p":
            self._end_paragraph()
        elif name == "pStyle":
            self._level = self._levels.get(value, self._level)
            self._depth = 0 if value in self._lists else self._depth
        elif name == "outlineLvl" and value.isdigit():
            self._level = int(value) + 1 if int(value) < 9 else None
        elif name == "ilvl" and value.isdigit():
            self._depth = int(value)
        elif name == "numPr":
            self._depth = max(self._depth, 0)
        elif name in ("tab", "br", "cr"):
            self._pieces.append(" ")
        elif name == "Fallback":  # the same text once more, for old programs
            self._gone += 1
        self._taking = name == "t" and not self._gone

    def end(self, name: str) -> None:
        self._taking = False
        if name == "p":
            self._end_paragraph()
        elif name == "Fallback":
            self._gone -= 1

    def text(self, piece: str) -> None:
        if self._taking:
            self._length += len(piece)
            if self._length > MOST_CHARACTERS:
                raise TooLong
            self._pieces.append(piece)

    def _end_paragraph(self) -> None:
        text = " ".join("".join(self._pieces).split())
        if text:
            self.found.append(Line(text, self._level, -1 if self._level is not None else self._depth))
        self._pieces.clear()
        self._level, self._depth = None, -1
