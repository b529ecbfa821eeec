"""Blank cells below a name that somebody typed once: asked about with the names and rows, and filled where a person agrees.

A new persona ends what stood above in the columns to its right: nobody has the need of somebody else by a blank cell. So does a
new improvement, which changes nothing by the row of another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cx.issues import Issue, issue
from cx.lexicon.plain import plain_name
from cx.uploads.fields import FileLayout
from cx.uploads.proposal import KEEP, CleaningChoices, Proposal
from cx.uploads.suggest.totals import SUMMED, is_summary
from cx.words import count, listing

FILL = "fill"
BEGINS = {"persona": ("need", "stage"), "improvement": ("touchpoint", "need", "stage")}
"""Fields that begin anew with each persona, or each improvement, where they stand to the right of it."""
LIKELY = ("persona", "need", "stage")
"""Fields of which a blank cell is proposed to repeat the name above, where the column looks so."""
SHOWN = 4
"""So many names are told with the rows below them."""


@dataclass
class Blanks:
    """The blank cells of one column of names, in rows that say something."""

    typed: int = 0
    """Cells that hold a name."""
    again: int = 0
    """Cells that repeat the name right above them: such a column is typed cell by cell."""
    below: int = 0
    """Blank cells below a name."""
    below_none: int = 0
    """Blank cells above the first name, or below a new persona."""
    named: int = 0
    """Names with a blank cell below."""
    runs: list[tuple[str, int, int, int]] = field(default_factory=list)
    """The first names with blank cells below: name, first and last row, and number of those."""

    @property
    def typed_once(self) -> bool:
        """Whether each name seems to have been typed once, above the rows that it holds for."""
        return self.below >= self.typed > 0 and not self.again and not self.below_none


class CellsAbove:
    """What stands above the blank cells of columns that are filled down. Give it row after row.

    `kept` are columns of which no cell sums up others, whatever it says; below a sum nothing is repeated.
    """

    def __init__(self, header: Sequence[str], mapping: Mapping[str, str], filled: Collection[str], kept: Collection[str]):
        self._columns = [(i, f, h in kept) for i, h in enumerate(header) if h in filled and (f := mapping.get(h))]
        self._new = _NewSubject.of([(i, mapping.get(h, "")) for i, h in enumerate(header)])
        self._ends = [i for i, f, _ in self._columns if self._new.ends(i, f)]
        self._mapped = [i for i, h in enumerate(header) if mapping.get(h)]
        self._above: dict[int, str] = {}

    def fill(self, cells: Sequence[str]) -> Sequence[str]:
        """The cells of the next row, with what stands above the blank ones."""
        if not self._columns or not any(cells[i].strip() for i in self._mapped):
            return cells
        if self._new.begins(cells):
            for place in self._ends:
                self._above.pop(place, None)
        found = list(cells)
        for place, name, kept in self._columns:
            if not cells[place].strip():
                found[place] = self._above.get(place, cells[place])
            elif is_summary(name, cells[place]) and not kept:
                self._above.pop(place, None)
            else:
                self._above[place] = cells[place]
        return found


class BlankLook:
    """Counts the blank cells of every column that may be filled down, row after row."""

    def __init__(self, header: Sequence[str], mapping: Mapping[str, str], shape: FileLayout):
        self._at = [(i, h, f) for i, h in enumerate(header) if (f := mapping.get(h)) and _may_repeat(shape, f)]
        self._fields = [(i, f) for i, h in enumerate(header) if (f := mapping.get(h))]
        self._summing = [(i, f) for i, f in self._fields if f in SUMMED]
        self._new = _NewSubject.of(self._fields)
        self._above: dict[str, str] = {}
        self._open: dict[str, bool] = {}
        """Whether the last row of the column was blank below a name."""
        self.found: dict[str, Blanks] = {h: Blanks() for _, h, _ in self._at}

    def take(self, row: int, cells: Sequence[str]) -> None:
        """Look at one row; rows that say nothing, or sum up others, leave nothing blank."""
        if not self._at or not any(cells[i].strip() for i, _ in self._fields):
            return
        for place, name in self._summing:
            if is_summary(name, cells[place]):
                return
        if self._new.begins(cells):
            for place, heading, name in self._at:
                if self._new.ends(place, name):
                    self._above.pop(heading, None)
        for place, heading, _ in self._at:
            self._count(self.found[heading], heading, row, cells[place].strip())

    def _count(self, blanks: Blanks, heading: str, row: int, text: str) -> None:
        above = self._above.get(heading, "")
        if text:
            blanks.typed += 1
            blanks.again += (text == above or plain_name(text) == plain_name(above)) and not self._open.get(heading)
            self._above[heading], self._open[heading] = text, False
        elif not above:
            blanks.below_none += 1
        else:
            blanks.below += 1
            begins = not self._open.get(heading)
            blanks.named += begins
            if begins and len(blanks.runs) < SHOWN:
                blanks.runs.append((above, row, row, 1))
            elif not begins and blanks.named == len(blanks.runs):
                name, first, _, cells = blanks.runs[-1]
                blanks.runs[-1] = (name, first, row, cells + 1)
            self._open[heading] = True


@dataclass
class _NewSubject:
    """Tells rows that begin another persona, or another improvement, than the rows above."""

    place: int | None
    ended: tuple[str, ...] = ()
    """The fields that begin anew."""
    last: str = ""
    typed: str = ""
    """The cell that was looked at last."""

    @staticmethod
    def of(fields: Sequence[tuple[int, str]]) -> _NewSubject:
        """Of a table with these fields by place; where improvements name personas, the improvement begins anew."""
        found = {name: place for place, name in reversed(fields) if name in BEGINS}
        name = "improvement" if "improvement" in found else "persona"
        return _NewSubject(found.get(name), BEGINS[name])

    def ends(self, place: int, name: str) -> bool:
        """Whether what stood above in a column is nothing for the next one."""
        return self.place is not None and name in self.ended and place > self.place

    def begins(self, cells: Sequence[str]) -> bool:
        if self.place is None or cells[self.place] == self.typed:
            return False
        self.typed = cells[self.place]
        said = plain_name(self.typed)
        new = bool(said) and said != self.last
        self.last = said or self.last
        return new


def _may_repeat(shape: FileLayout, name: str) -> bool:
    """Whether a blank cell of this field may repeat the name above: a row says nothing without it."""
    served = ("touchpoint", "need") if shape.name == "improvements" else ()
    if shape.name.startswith("table:") or name not in (*shape.needs_all, *served, "persona", "stage"):
        return False
    return shape.field(name).column in ("name", "statement")


def blanks_below(mapping: Mapping[str, str], blanks: Mapping[str, Blanks]) -> list[Proposal]:
    """Whether blank cells repeat the name above, asked once for each column of names."""
    found = []
    for heading, seen in blanks.items():
        if not seen.below:
            continue
        name = mapping[heading]
        options = {KEEP: "Leave them blank", FILL: f"The same {name} as above"}
        if likely(name, seen):
            options = dict(reversed(options.items()))
        examples = tuple((_rows(first, last, cells), above) for above, first, last, cells in seen.runs)
        found.append(Proposal(f"{heading}:{FILL}", heading, FILL, _title(name, seen), seen.below, examples, options))
    return found


def likely(name: str, seen: Blanks) -> bool:
    """Whether blank cells are proposed to repeat the name above."""
    return name == "improvement" or (name in LIKELY and seen.typed_once)  # an effect of nothing is none


def _title(name: str, seen: Blanks) -> str:
    if seen.named == 1:
        (above, first, last, cells), *_ = seen.runs
        rows = (
            f"The row below “{above}” ({_rows(first, last, cells)}) has"
            if cells == 1
            else f"The {cells:,} rows below “{above}” ({_rows(first, last, cells)}) have"
        )
        said = f"{rows} no {name}: the same {name} as above?"
    else:
        named = [f"“{above}” ({cells})" for above, _, _, cells in seen.runs]
        more = f", and below {count(seen.named - len(named), 'further name')}," if seen.named > len(named) else ""
        said = f"Rows below {listing(named, SHOWN)}{more} have no {name}: the same {name} as above?"
    if seen.below_none:
        said += f" {count(seen.below_none, 'further row')} without {name} {'stands' if seen.below_none == 1 else 'stand'} below none."
    return said


def _rows(first: int, last: int, cells: int) -> str:
    return f"row {first}" if cells == 1 else f"rows {first} to {last}"


def filled_down(proposals: Sequence[Proposal], choices: CleaningChoices) -> set[str]:
    """Headings of columns in which a blank cell repeats the one above, as decided."""
    return {p.heading for p in proposals if p.kind == FILL and p.chosen(choices).choice == FILL}


def told_filled(place: str, mapping: Mapping[str, str], blanks: Mapping[str, Blanks], filled: Collection[str]) -> Iterator[Issue]:
    """What was filled down, said once for each column."""
    for heading in sorted(filled):
        seen = blanks.get(heading)
        if seen and seen.below:
            yield issue(
                "filled_from_above",
                place,
                column=heading,
                number=count(seen.below, "blank cell"),
                what=mapping[heading],
                named=listing([f"“{above}” ({_rows(first, last, cells)})" for above, first, last, cells in seen.runs], SHOWN)
                + (f" and {count(seen.named - len(seen.runs), 'further name')}" if seen.named > len(seen.runs) else ""),
            )
