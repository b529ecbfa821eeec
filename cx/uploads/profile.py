"""What one pass over the rows of a table finds, for everything that is asked about them: made once, and kept while the table is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from cx.readers.text_table import TextTable
from cx.uploads.fields import shape_of
from cx.uploads.suggest.blank_below import BlankLook, Blanks, CellsAbove, likely
from cx.uploads.suggest.ranks import RankLook
from cx.uploads.suggest.row_look import RowLook, Seen
from cx.uploads.suggest.totals import SUMMED, is_summary

DISTINCT = 20_000
"""Distinct texts kept per column; more are free text, for which nothing is proposed."""
LOOKED_INTO = ("sheet", "touchpoints")
"""Shapes with one score a row."""
ASKED_ONCE = ("persona", "kind", "segment", "stage")
"""Fields that are asked once for the whole table where cells are blank."""
KEPT = 3
"""So many profiles of one table are kept: of the columns as proposed, and as somebody changed them."""


@dataclass(frozen=True)
class Look:
    """What the rows are looked at for: which column is which, and which cells count."""

    shape: str
    mapping: tuple[tuple[str, str], ...]
    """Headings and fields."""
    filled: frozenset[str] = frozenset()
    """Headings whose blank cells repeat what stands above them."""
    kept: frozenset[str] = frozenset()
    """Headings whose cells sum up nothing, whatever they say."""
    edits: tuple[tuple[tuple[int, str], str], ...] = ()
    """Corrections by (row of the file, heading)."""
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Profile:
    """What the rows say as a whole."""

    counts: Mapping[str, Counter[str]]
    """How often each text stands in each mapped column. Of rows that look like totals only the name counts, unless they
    are kept: the sum of scores is no score."""
    seen: Seen
    blank_fields: frozenset[str]
    """Fields of `ASKED_ONCE` whose column is blank in some row that says something and is no sum of others."""
    filled_columns: frozenset[str]
    """Headings of columns that hold something."""
    blanks: Mapping[str, Blanks]
    """The blank cells of columns of names, as typed."""
    ranked: tuple[int, int] | None
    """Where the importance ranks the needs: of how many personas, and at most how many needs."""

    def typed_once(self, mapping: Mapping[str, str]) -> set[str]:
        """Headings of columns of which blank cells are likely to repeat the name above."""
        return {heading for heading, seen in self.blanks.items() if likely(mapping[heading], seen)}


_profiles: WeakKeyDictionary[TextTable, dict[Look, Profile]] = WeakKeyDictionary()


def profile(table: TextTable, look: Look) -> Profile:
    """What the rows say as a whole: one pass, the first time that it is asked for."""
    known = _profiles.setdefault(table, {})
    if look not in known:
        while len(known) >= KEPT:
            known.pop(next(iter(known)))
        known[look] = _read(table, look)
    return known[look]


def _read(table: TextTable, look: Look) -> Profile:
    header, mapping = table.header, dict(look.mapping)
    texts, blanks, content = _Texts(header, mapping, look.kept), _Blanks(header, mapping), set(range(len(header)))
    rows = RowLook(header, mapping) if look.shape in LOOKED_INTO else None
    below, above = BlankLook(header, mapping, shape_of(look.shape)), CellsAbove(header, mapping, look.filled, look.kept)
    ranks, edits = RankLook(header, mapping), dict(look.edits)
    for row, raw in table.rows():
        if content:
            content -= {place for place in content if raw[place].strip()}
        cells = [edits.get((row, h), c) for h, c in zip(header, raw, strict=True)] if edits else raw
        filled = above.fill(cells)  # a row that is left out says what the blank cells below it repeat
        if row in look.left_out:
            continue
        texts.take(raw, cells)
        below.take(row, cells)
        blanks.take(filled)
        ranks.take(filled)
        if rows is not None:
            rows.take(row, filled)
    seen = rows.seen(look.shape) if rows is not None else Seen()
    return Profile(
        texts.counts,
        seen,
        frozenset(blanks.found),
        frozenset(h for i, h in enumerate(header) if i not in content),
        below.found,
        ranks.found(),
    )


class _Texts:
    """Counts the texts of every mapped column."""

    def __init__(self, header: Sequence[str], mapping: Mapping[str, str], kept: Collection[str]):
        wanted = [(i, h, mapping[h]) for i, h in enumerate(header) if mapping.get(h)]
        self.counts: dict[str, Counter[str]] = {h: Counter() for _, h, _ in wanted}
        self._columns = [(i, self.counts[h]) for i, h, _ in wanted]
        self._naming = [(i, name) for i, h, name in wanted if name in SUMMED and h not in kept]

    def take(self, raw: Sequence[str], cells: Sequence[str]) -> None:
        totals = [i for i, name in self._naming if is_summary(name, raw[i])]
        for place, counter in self._columns:
            if totals and place not in totals:
                continue
            text = cells[place]
            if text in counter or len(counter) < DISTINCT:
                counter[text] += 1


@dataclass
class _Blanks:
    """Finds the fields that some row leaves open."""

    header: Sequence[str]
    mapping: Mapping[str, str]
    found: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._naming = [(i, f) for i, h in enumerate(self.header) if (f := self.mapping.get(h))]
        self._asked = [(i, f) for i, f in self._naming if f in ASKED_ONCE]

    def take(self, cells: Sequence[str]) -> None:
        blank = [f for i, f in self._asked if f not in self.found and not cells[i].strip()]
        if blank and any(cells[i].strip() for i, _ in self._naming) and not any(is_summary(f, cells[i]) for i, f in self._naming):
            self.found.update(blank)
