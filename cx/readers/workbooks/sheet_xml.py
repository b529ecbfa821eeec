"""The XML of one sheet, and of the texts that sheets share, to cells of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cx.readers.content import Row
from cx.readers.extras import MOST, Area, area_of
from cx.readers.limits import MOST_COLUMNS
from cx.readers.workbooks.cells import GENERAL, number_text, unescaped

MOST_ROWS = 1_048_576
ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class TextsReader:
    """The texts that cells share; how a word is pronounced is no part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._inside = self._spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._spoken = True
        elif name == "t":
            self._inside = not self._spoken

    def end(self, name: str) -> None:
        if name == "si":
            self.found.append(unescaped("".join(self._parts)))
        elif name == "rPh":
            self._spoken = False
        elif name == "t":
            self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)


class TooWide(Exception):
    """A cell stands beyond the last column that is read."""

    def __init__(self, row: int):
        self.row = row
        super().__init__()


class SheetReader:
    """Cells of a sheet in the order of the file."""

    def __init__(self, texts: list[str], kinds: list[str], from_1904: bool):
        self._texts, self._kinds, self._from_1904 = texts, kinds, from_1904
        self._columns: dict[str, int] = {}
        self._done: list[Row] = []
        self._row = self._column = 0
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._type, self._style = "n", 0
        self._inside = self._formula = self._value = self._spoken = False
        self.percent = False
        self.areas: list[Area] = []
        self.hidden: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.without_result: list[int] = []

    def rows(self, pieces: Iterator[None]) -> Iterator[Row]:
        """Rows that hold something, with their numbers; cells up to the last one filled."""
        for _ in pieces:
            yield from self._done
            self._done.clear()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell or its value begins."""
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v":
            self._inside = self._value = True
        elif name == "t":
            self._inside = not self._spoken
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._spoken = True
        else:
            self._beside_cells(name, attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if not self._row < number <= MOST_ROWS:
            raise ValueError("rows out of order")
        self._row, self._column, self._cells = number, 0, []
        if attributes.get("hidden") in ("1", "true") and len(self.hidden) < MOST:
            self.hidden.append(number)

    def _beside_cells(self, name: str, attributes: dict[str, str]) -> None:
        """Hidden columns, and cells that are merged."""
        if name == "col" and attributes.get("hidden") in ("1", "true") and len(self.hidden_columns) < MOST_COLUMNS:
            self.hidden_columns.append((int(attributes.get("min", 0)) - 1, int(attributes.get("max", 0)) - 1))
        elif name == "mergeCell" and len(self.areas) < MOST:
            area = area_of(attributes.get("ref", ""))
            if area is not None:
                self.areas.append(area)

    def end(self, name: str) -> None:
        """A row, a cell or its value ends."""
        if name in ("v", "t"):
            self._inside = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if any(map(str.strip, self._cells)):
                self._done.append((self._row, tuple(self._cells)))
        elif name == "rPh":
            self._spoken = False

    def text(self, text: str) -> None:
        """A piece of a value."""
        if self._inside:
            self._parts.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self._column += 1
        else:
            letters = address.rstrip("0123456789")
            if letters not in self._columns:
                self._columns[letters] = _column(address)
            self._column = self._columns[letters]
        self._type = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._parts = []
        self._formula = self._value = False

    def _end_cell(self) -> None:
        raw = "".join(self._parts)
        if self._formula and not raw and self._type != "str":
            self.without_result.append(self._row)
        text = self._cell_text(raw) if raw else ""
        if not text:
            return
        if self._column > MOST_COLUMNS:
            raise TooWide(self._row)
        missing = self._column - len(self._cells)
        if missing < 1:
            raise ValueError("cells out of order")
        self._cells.extend([""] * (missing - 1))
        self._cells.append(text)

    def _cell_text(self, raw: str) -> str:
        if self._type == "s":
            return self._texts[int(raw)]
        if self._type in ("str", "inlineStr", "e"):
            return unescaped(raw)
        if self._type == "b":
            return "true" if raw.strip() in ("1", "true") else "false"
        if self._type == "d":
            return raw.strip().removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        kind = self._kinds[self._style] if self._style < len(self._kinds) else GENERAL
        self.percent = self.percent or kind == "percent"
        return number_text(raw, kind, self._from_1904)


def _column(address: str) -> int:
    match = ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError("no address of a cell")
    place = 0
    for letter in match[1]:
        place = place * 26 + ord(letter) - 64
    return place
