"""The events of a REFI-QDA project: its codes, its sources, and which passage has which code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cx.readers.outlines.outline import MOST_CHARACTERS, TooLong

BETWEEN = " / "
"""Between a code and the one that it belongs to."""
INSIDE = "internal://"
LONGEST_QUOTE = 10_000
MOST_NESTED = 50


@dataclass(frozen=True)
class Passage:
    """A passage with one of its codes."""

    document: str
    code: str
    quote: str


@dataclass
class _Selection:
    start: int | None
    end: int | None
    name: str


@dataclass
class Codes:
    """Codes by guid, each with those it belongs to, and what is said of them."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)


class ProjectReader:
    """Collects passages while the events of the project come in; `text_of` gives the text of a source by its path."""

    def __init__(self, text_of: Callable[[str], str]):
        self.codes = Codes()
        self.passages: list[Passage] = []
        self._text_of = text_of
        self._open: list[str] = []
        """Guids of the codes that the next one stands in."""
        self._document = ""
        self._depth = 0
        """How many sources and transcripts are open."""
        self._texts: list[str] = []
        self._selection: _Selection | None = None
        self._in_coding = False
        self._taking = ""
        self._pieces: list[str] = []
        self._length = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Code":
            self._code(given)
        elif name.endswith("Source"):
            self._document = given.get("name", "") or given.get("guid", "")
            self._texts = [self._text(given)]
        elif name in ("Transcript", "Representation"):
            self._texts.append(self._text(given))
        elif name.endswith("Selection"):
            start, end = (_whole(given.get(key)) for key in ("startPosition", "endPosition"))
            self._selection = _Selection(start, end, given.get("name", ""))
        elif name == "Coding":
            self._in_coding = True
        elif name == "CodeRef" and self._in_coding and self._document:
            self.passages.append(Passage(self._document, self.codes.names.get(given.get("targetGUID", ""), ""), self._quote()))
        self._taking = name if name in ("Description", "PlainTextContent") else ""
        self._pieces.clear()

    def end(self, name: str) -> None:
        if name == self._taking == "Description" and self._open:
            self.codes.descriptions[self._open[-1]] = "".join(self._pieces)
        elif name == self._taking == "PlainTextContent" and self._texts:
            self._texts[-1] = "".join(self._pieces)
        elif name == "Code":
            self._open.pop()
        elif name.endswith("Source"):
            self._document, self._texts = "", []
        elif name in ("Transcript", "Representation") and self._texts:
            self._texts.pop()
        elif name.endswith("Selection"):
            self._selection = None
        elif name == "Coding":
            self._in_coding = False
        self._taking = ""

    def text(self, piece: str) -> None:
        if self._taking:
            self._length += len(piece)
            if self._length > MOST_CHARACTERS:
                raise TooLong
            self._pieces.append(piece)

    def _code(self, given: dict[str, str]) -> None:
        if len(self._open) >= MOST_NESTED:
            raise TooLong
        parent = self.codes.names.get(self._open[-1], "") if self._open else ""
        guid, name = given.get("guid", ""), given.get("name", "")
        self.codes.names[guid] = f"{parent}{BETWEEN}{name}" if parent else name
        self._open.append(guid)

    def _text(self, given: dict[str, str]) -> str:
        path = given.get("plainTextPath", "")
        return self._text_of(f"sources/{path.removeprefix(INSIDE)}") if path.startswith(INSIDE) else ""

    def _quote(self) -> str:
        one = self._selection
        if one is None:
            return ""
        text = self._texts[-1] if self._texts else ""
        if one.start is None or one.end is None or not 0 <= one.start < one.end <= len(text):
            return one.name
        return text[one.start : min(one.end, one.start + LONGEST_QUOTE)]


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
