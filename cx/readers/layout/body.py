"""What stands below the header: which columns are used, where the data end, what people should know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypedDict

from cx.issues import Issues, issue, shorten
from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain_cell
from cx.lexicon.values import SUMMARY
from cx.readers.content import Row
from cx.readers.ditto import is_dittoed
from cx.readers.layout.header import Header, extent, filled, usual_extent
from cx.words import count

LONGEST_TAIL = 50
LONGEST_SUMMARY = 20
REMARK = re.compile(rf"\s*([*†‡©]|({any_of(lexicon().words('sheets', 'remark'))})\b)", re.I)


class Marked(TypedDict):
    """Rows that only repeat the header, rows that may be titles, and whether there are ditto marks."""

    repeated: frozenset[int]
    titles: frozenset[int]
    dittoed: bool


class Body:
    """One pass over all rows below the header: which columns are used, where the data end, what people should know."""

    def __init__(self, place: str, header: Header, head: Sequence[Row], positioned: bool, records: bool):
        self._place, self._header, self._positioned, self._records = place, header, positioned, records
        body = [row for row in head if row[0] > header.row]
        named = filled(header.names)
        self.notes: list[str] = []
        self.extent = max(named, default=-1) + 1
        wider = [row for row in body if extent(row[1]) > self.extent]
        if body and not positioned and len(wider) * 2 >= len(body):
            usual = max(usual_extent(body), self.extent)
            self.notes.append(
                f"The rows have {usual} cells, the header has {self.extent}: the last ones are named by their place. "
                "If the names stand over the wrong columns, correct the header."
            )
            self.extent = usual
        self._named = set(named)
        self._empty = set(range(max(self.extent, len(header.names))))
        self._used = set(named)
        self.last = header.row
        self.rows = self.ragged = self._blank = self._skipped = self._short = 0
        self._tail: list[tuple[int, str, bool]] = []
        self._full = False
        self._summaries: list[str] = []
        self._names = [_tidy(name) for name in header.names[: self.extent]]
        self._repeated: list[int] = []
        self._many = 0
        self.titles: list[int] = []
        """Rows of one cell right above a header that comes again: perhaps the title of what follows."""
        self._alone = 0
        self.dittoed: list[int] = []
        """Rows with ditto marks."""

    @property
    def places(self) -> tuple[int, ...]:
        """The columns to keep: those with a name, and those with content."""
        return tuple(sorted(self._used))

    def marked(self) -> Marked:
        """Rows that are no ordinary ones, as a table remembers them."""
        return {"repeated": frozenset(self._repeated), "titles": frozenset(self.titles), "dittoed": bool(self.dittoed)}

    def take(self, number: int, cells: Sequence[str], found: Issues) -> None:
        """Look at one row."""
        if number <= self._header.row:
            return
        if not any(map(str.strip, cells)):
            self._skipped += 1
            return
        if (
            len(self._names) > 1
            and _tidy(cells[0]) == self._names[0]
            and [_tidy(cell) for cell in cells[: len(self._names)]] == self._names
        ):
            self._repeated.append(number)
            self.titles += [self._alone] if self._alone == self.last else []
            self.last, self._skipped = number, 0
            return
        if not self._records and is_dittoed(cells):
            self.dittoed.append(number)
        skipped = number - self.last - 1 if self._positioned else self._skipped
        self._blank += skipped
        self._skipped = 0
        self.last = number
        self.rows += 1
        if len(cells) > self.extent and self._is_ragged(number, cells, found):
            return
        self._alone = number if len(filled(cells)) == 1 else 0
        self._short += len(cells) < self.extent
        if self._empty:
            here = {place for place in self._empty if place < len(cells) and cells[place].strip()}
            self._empty -= here
            self._used |= here
        self._look_for_remarks(number, cells, skipped > 0)
        for cell in cells[:2]:
            if len(cell) < LONGEST_SUMMARY and plain_cell(cell) in SUMMARY:
                self._many += 1
                if self._many <= 5:
                    self._summaries.append(f"row {number} (“{shorten(cell, 30)}”)")
                break

    def _is_ragged(self, number: int, cells: Sequence[str], found: Issues) -> bool:
        beyond = {place for place in range(self.extent, len(cells)) if cells[place].strip()}
        if self._positioned:
            self._used |= beyond
            return False
        if beyond:
            self.ragged += 1
            found.append(issue("ragged_row", self._place, number, found=max(beyond) + 1, expected=self.extent))
        return bool(beyond)

    def _look_for_remarks(self, number: int, cells: Sequence[str], gap: bool) -> None:
        if len(cells) > 1 and cells[0].strip() and cells[1].strip():  # the usual row, told apart quickly
            self._full = True
            self._tail.clear()
            return
        held = list(islice((cell for cell in cells if cell.strip()), 2))
        if len(held) > 1 or len(self._used) < 2:
            self._full = True
            self._tail.clear()
        elif len(self._tail) <= LONGEST_TAIL:
            self._tail.append((number, held[0], gap))

    def finish(self) -> None:
        """Cut the remarks below the data off, and put what was seen into words."""
        trailing = self._skipped
        self.notes += [*self._about_repeated(), *self._about_remarks(self._cut()), *self._about_blanks(trailing), *self._about_columns()]
        if self._short and not self._positioned:
            self.notes.append(f"{count(self._short, 'row')} with fewer cells than the header; the missing ones are taken as blank.")
        if self._many and 2 * self._many <= self.rows:  # what stands in most rows, such as a group of everybody, sums up nothing
            more = f" and {self._many - 5} more" if self._many > 5 else ""
            self.notes.append(f"A summary rather than data, perhaps: {', '.join(self._summaries)}{more}.")

    def _about_repeated(self) -> Iterator[str]:
        if self._repeated:
            rows = ", ".join(map(str, self._repeated[:5])) + (f" and {len(self._repeated) - 5} more" if len(self._repeated) > 5 else "")
            yield f"The header is repeated, which is left out: {'row' if len(self._repeated) == 1 else 'rows'} {rows}."
        if self.dittoed:
            yield f"Ditto marks hold what stands above them: {count(len(self.dittoed), 'row')}, the first is row {self.dittoed[0]}."

    def _about_remarks(self, cut: Sequence[tuple[int, str, bool]]) -> Iterator[str]:
        """Leave the remarks out, and say so."""
        if cut:
            texts = ", ".join(f"“{shorten(text)}”" for _, text, _ in cut[:3]) + (" …" if len(cut) > 3 else "")
            word = f"row {cut[0][0]} is" if len(cut) == 1 else f"rows {cut[0][0]} to {cut[-1][0]} are"
            self.last = cut[0][0] - 1
            self.rows -= len(cut)
            yield f"Below the data, {word} left out: {texts}."

    def _about_blanks(self, trailing: int) -> Iterator[str]:
        if self._blank and not self._records:
            yield f"{count(self._blank, 'blank row')} between rows {'is' if self._blank == 1 else 'are'} skipped."
        if trailing:
            yield f"{count(trailing, 'empty row')} at the end {'is' if trailing == 1 else 'are'} left out."

    def _about_columns(self) -> Iterator[str]:
        dropped = len(set(range(len(self._header.names))) - self._used)
        if dropped:
            yield f"{count(dropped, 'column')} with neither name nor content {'is' if dropped == 1 else 'are'} left out."
        if self._used - self._named:
            places = ", ".join(str(place + 1) for place in sorted(self._used - self._named)[:10])
            yield f"Without a name, but with content: column {places}."
        empty = [self._header.names[place].strip() for place in sorted(self._empty & self._named)]
        if empty and self.rows:
            yield "Empty in every row: " + ", ".join(f"“{shorten(name, 40)}”" for name in empty[:10]) + "."

    def _cut(self) -> list[tuple[int, str, bool]]:
        """The remarks: single cells at the end, after a blank row or beginning as remarks do."""
        if self._records or not self._full or len(self._tail) > LONGEST_TAIL:
            return []
        for place, (_, text, gap) in enumerate(self._tail):
            if gap or REMARK.match(text):
                return self._tail[place:]
        return []


def _tidy(name: str) -> str:
    """A heading as it is compared: files that are put one behind the other bring their marks of encoding along, and their stars of what
    is required."""
    return name.strip(" \t\ufeff\u200b*_:").casefold()
