"""Tables that stand side by side in a sheet, with a blank column between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cx.issues import Issue
from cx.lexicon.headings import HEADINGS, ONE_EACH
from cx.lexicon.plain import plain
from cx.readers.content import Row
from cx.readers.extras import Extras, extras_of
from cx.readers.layout.header import Header, again, extent, filled
from cx.readers.layout.multiple_tables import KNOWN
from cx.readers.text_table import Grid


@dataclass(frozen=True)
class Side:
    """Columns `left` to `right` of a grid; rows are numbered as in the whole."""

    grid: Grid
    left: int
    right: int

    @property
    def positioned(self) -> bool:
        """As in the whole."""
        return self.grid.positioned

    @property
    def extras(self) -> Extras:
        """What is stated of these columns."""
        return extras_of(self.grid).beside(self.left, self.right)

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        """The rows, cut to these columns."""
        for number, cells in self.grid.rows(damaged if self.left == 0 else None):
            yield number, tuple(cells[self.left : self.right + 1])


def sides(grid: Grid, head: Sequence[Row], header: Header) -> list[Grid]:
    """The tables that stand side by side; the whole where there is one."""
    rows = [cells for number, cells in head if number >= header.row]
    width = max(extent(cells) for cells in rows)
    used = {place for cells in rows for place in filled(cells)}
    bounds = [-1, *(place for place in range(1, width - 1) if place not in used), width]
    blocks = [(a + 1, b - 1) for a, b in zip(bounds, bounds[1:], strict=False) if b > a + 1]
    if step := again(header.names):
        blocks = [(left, left + step - 1) for left in range(0, extent(header.names), step)]
    elif second := _named_again(header.names):
        blocks = [(0, second - 1), (second, width - 1)]
    if len(blocks) < 2 or not all(_names_columns(header.names[left : right + 1]) for left, right in blocks):
        return [grid]
    return [Side(grid, left, right) for left, right in blocks]


def _named_again(names: Sequence[str]) -> int:
    """Where the name of the same thing comes a second time, with nothing behind it but what describes that thing: a second list begins there."""
    called = [plain(name) for name in names]
    for place, name in enumerate(called):
        subject = next((s for s in ONE_EACH if name in HEADINGS[s]), "")
        if (
            subject
            and name in called[:place]
            and all(any(word in HEADINGS[f] for f in (*ONE_EACH[subject], "description")) for word in called[place + 1 :])
        ):
            return place
    return 0


def _names_columns(names: Sequence[str]) -> bool:
    """Whether these headings are those of a table of their own."""
    return sum(plain(name) in KNOWN for name in names if name.strip()) >= 2
