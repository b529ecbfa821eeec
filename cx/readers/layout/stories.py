"""Needs that are told in one sentence, “As a commuter, I need to park nearby, so that I catch my train”: told apart into columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cx.issues import Issue
from cx.lexicon.headings import HEADINGS
from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain
from cx.readers.content import Row
from cx.readers.text_table import Grid, TextTable

MOSTLY = 0.8
"""The share of the filled cells from which a column holds such sentences."""
LONGEST = 2_000
WHO, WHAT, WHEN = "Persona", "Need", "Met when"
AS_A, I_NEED, MET_WHEN = (any_of(lexicon().words("stories", key)) for key in ("as_a", "i_need", "met_when"))
BEGIN = re.compile(rf"\W*(?:{AS_A})(?:\s+(?:an?|the)\b)?\s+", re.I)
NEED = re.compile(rf"[,;:\s]\s*(?:{I_NEED})(?:\s+|(?<=')|:\s*)", re.I)
MET = re.compile(rf"[,.;:\s]\s*(?:{MET_WHEN})\b[,:]?\s*", re.I)


@dataclass(frozen=True)
class Story:
    """Who needs what, and when the need is met; why stays with what."""

    who: str
    what: str
    met_when: str


def story(cell: str) -> Story | None:
    """A sentence told apart; None where it is none."""
    text = " ".join(cell.split()).replace("’", "'") if len(cell) <= LONGEST else ""
    begin = BEGIN.match(text)
    need = NEED.search(text, begin.end()) if begin else None
    if begin is None or need is None:
        return None
    who, rest = text[begin.end() : need.start()].strip(" ,;:"), text[need.end() :]
    met = MET.search(rest)
    what = (rest[: met.start()] if met else rest).strip(" ,;.")
    return Story(who, what[:1].upper() + what[1:], rest[met.end() :].strip() if met else "") if who and what else None


def with_stories_apart(table: TextTable) -> TextTable:
    """The table, with the columns that such a column says in its place; as it is where it has none, or the columns are ours."""
    if table.code_book or table.describes or any(plain(heading) in HEADINGS["need_id"] for heading in table.header):
        return table
    sample = [cells for _, cells in table.sample()]
    for place, heading in enumerate(table.header):
        filled = [cells[place] for cells in sample if cells[place].strip()]
        told = [one for one in map(story, filled) if one]
        if told and len(told) >= MOSTLY * len(filled):
            return _apart(table, place, heading, any(one.met_when for one in told))
    return table


def _apart(table: TextTable, place: int, heading: str, has_criteria: bool) -> TextTable:
    said = {plain(other) for other in table.header if other != heading}
    added = [WHO, WHAT, *[WHEN] * has_criteria]
    kept = [one for one in added if plain(one) not in said]
    if WHAT not in kept:
        return table
    width = max((*table.places, table.extent or 0)) + 1
    grid = _StoryGrid(table.grid, table.places[place], width, table.extent, table.header_row)
    places = [width + added.index(one) for one in kept]
    note = f"“{heading}” tells who needs what: it is read as {', '.join(f'“{one}”' for one in kept)}."
    return replace(
        table,
        header=(*table.header[:place], *kept, *table.header[place + 1 :]),
        places=(*table.places[:place], *places, *table.places[place + 1 :]),
        grid=grid,
        extent=None,
        notes=(*table.notes, note),
    )


@dataclass(frozen=True)
class _StoryGrid:
    """Rows with who, what and when behind their own cells; those that the table refuses as too long are left out."""

    grid: Grid
    place: int
    width: int
    extent: int | None
    header_row: int

    @property
    def positioned(self) -> bool:
        return self.grid.positioned

    def rows(self, damaged: list[Issue] | None = None) -> Iterator[Row]:
        for number, cells in self.grid.rows(damaged):
            if self.extent is not None and number > self.header_row and any(map(str.strip, cells[self.extent :])):
                continue
            yield number, (*self._filled(cells), *_told(cells[self.place] if self.place < len(cells) else ""))

    def _filled(self, cells: Sequence[str]) -> tuple[str, ...]:
        return (*cells[: self.width], *[""] * (self.width - len(cells)))


def _told(cell: str) -> tuple[str, str, str]:
    """Who, what and when; a cell that is no such sentence states a need."""
    one = story(cell)
    return (one.who, one.what, one.met_when) if one else ("", cell, "")
