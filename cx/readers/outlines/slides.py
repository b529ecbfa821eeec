"""The outline of a presentation: each slide is a heading, its title, with the texts of its boxes below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from cx.errors import InvalidData
from cx.issues import Issue, issue
from cx.readers.outlines.outline import MOST_CHARACTERS, Line, TooLong
from cx.readers.outlines.package import Package
from cx.readers.outlines.persona_headings import TELLING, part_of
from cx.readers.workbooks.xml_stream import parse

MAIN = "ppt/presentation.xml"
TITLES = ("title", "ctrTitle")
MOST_SLIDES = 1_000


@dataclass
class Slides:
    """What a presentation says, and what is to be said of it."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def slides_outline(file: str, package: Package) -> Slides:
    """The slides in their order; hidden ones are left out, and that is noted.

    Raises InvalidData where the boxes of a slide do not tell which text belongs to which heading.
    """
    main = next((target for target, kind in package.related("").values() if kind == "officeDocument"), MAIN)
    targets = {id_: target for id_, (target, kind) in package.related(main).items() if kind == "slide"}
    with package.part(main) as stream:
        listed = [targets.get(relation) for name, relation in _with_relations(stream) if name == "sldId"]
    if len(listed) > MOST_SLIDES:
        raise TooLong
    found, hidden, drawn = Slides(), list[str](), list[str]()
    length = 0
    for number, target in enumerate(listed, start=1):
        if target is None or target not in package:
            continue
        slide = _Slide(MOST_CHARACTERS - length)
        with package.part(target) as stream:
            for _ in parse(stream, slide.start, slide.end, slide.text):
                pass
        length += slide.length
        if slide.hidden:
            hidden.append(str(number))
            continue
        if slide.drawn:
            drawn.append(str(number))
        _add(file, found, number, slide)
    for numbers, said in ((hidden, "Hidden slides are left out"), (drawn, "Diagrams are not read; they stand on slides")):
        if numbers:
            found.notes.append(f"{said}: {', '.join(numbers[:20])}.")
    return found


def _with_relations(stream: IO[bytes]) -> Iterator[tuple[str, str]]:
    """Elements with the id of their relation, which stands beside an id of their own without a namespace."""
    found: list[tuple[str, str]] = []

    def start(name: str, given: dict[str, str]) -> None:
        found.append((name, next((text for key, text in given.items() if key.endswith("}id")), "")))

    for _ in parse(stream, start, lambda name: None, lambda text: None):
        yield from found
        found.clear()


def _add(file: str, found: Slides, number: int, slide: _Slide) -> None:
    boxes = [box for box in slide.boxes if box]
    parts = [line.text for box in boxes for line in box if part_of(line.text) in TELLING]
    if not slide.title:
        if parts:
            found.issues.append(issue("slide_without_title", file, slide=number))
        return
    if unclear := _without_texts(boxes):
        raise InvalidData([issue("boxes_unclear", file, value=unclear, slide=number)])
    found.lines.append(Line(slide.title, 1))
    found.lines.extend(line for box in boxes for line in box)


def _without_texts(boxes: list[list[Line]]) -> str:
    """A heading alone in its box behind which another heading comes: its texts lie elsewhere."""
    for box, following in zip(boxes, [*boxes[1:], []], strict=True):
        alone = len(box) == 1 and part_of(box[0].text) in TELLING
        if alone and following and part_of(following[0].text) in TELLING:
            return box[0].text
    return ""


class _Slide:
    """Collects the texts of a slide, box by box, while the events of its part come in."""

    def __init__(self, left: int):
        self.title = ""
        self.boxes: list[list[Line]] = []
        self.hidden = self.drawn = False
        self.length = 0
        self._left = left
        self._is_title = False
        self._paragraphs: list[Line] = []
        self._pieces: list[str] = []
        self._depth = 0
        self._taking = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "sld":
            self.hidden = given.get("show") in ("0", "false")
        elif name == "sp" or name == "tc":
            self._end_box()
        elif name == "ph":
            self._is_title = given.get("type") in TITLES
        elif name == "pPr":
            self._depth = int(given["lvl"]) if given.get("lvl", "").isdigit() else 0
        elif name in ("br", "tab"):
            self._pieces.append(" ")
        elif name == "relIds":
            self.drawn = True
        self._taking = name == "t"

    def end(self, name: str) -> None:
        self._taking = False
        if name == "p":
            text = " ".join("".join(self._pieces).split())
            self._pieces.clear()
            if text:
                self._paragraphs.append(Line(text, None, self._depth))
            self._depth = 0
        elif name in ("sp", "tc", "sld"):
            self._end_box()

    def text(self, piece: str) -> None:
        if self._taking:
            self.length += len(piece)
            if self.length > self._left:
                raise TooLong
            self._pieces.append(piece)

    def _end_box(self) -> None:
        if self._is_title and self._paragraphs:
            self.title = " ".join(line.text for line in self._paragraphs)
        elif self._paragraphs:
            self.boxes.append(self._paragraphs)
        self._paragraphs, self._is_title = [], False
