"""What one pass over whole rows finds of tables with one score a row: scores beside no touchpoint, several touchpoints in a
cell, one touchpoint with several channels, the same thing scored twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cx.lexicon.languages import lexicon
from cx.lexicon.mangled import as_meant
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain_cell, plain_name
from cx.lexicon.values import CHANNEL_WORDS, NOTHING
from cx.uploads.suggest.totals import SUMMED, is_summary

APART = re.compile(r"\s*(?:[;|\n→]|\s/\s|,\s)\s*")
"""Between touchpoints of one cell; a slash or a comma without a blank belongs to a name."""
JOINED = re.compile(rf"\s+(?:\+|&|{any_of(lexicon().words('grammar', 'and', 'or'))})\s+|(?<=[^\W\d]{{3}})[/,](?=[^\W\d]{{3}})", re.I)
"""Between touchpoints of one cell, or within the name of one: “Park & Ride”."""
CHANNELS = frozenset(map(plain_name, CHANNEL_WORDS))
LONGEST = 400
"""A longer cell lists no touchpoints; looking for marks in it would cost the square of its length."""
MOST_ROWS = 200_000
"""Longer tables are not searched for things that are scored twice."""
KEY = ("persona", "need", "kind", "stage", "touchpoint", "rater", "source", "segment", "round", "channel", "market")


@dataclass(frozen=True)
class Seen:
    """What one pass over the rows of a table has found."""

    bare: tuple[tuple[int, str], ...] = ()
    """Row and score where no touchpoint stands."""
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Cells that may hold several touchpoints, or one whose name says “and”."""
    before: frozenset[int] = frozenset()
    """Rows whose score a later row gives again."""


class RowLook:
    """Looks at row after row."""

    def __init__(self, header: Sequence[str], mapping: Mapping[str, str]):
        self._at = {f: i for i, h in enumerate(header) if (f := mapping.get(h))}
        self._summing = [(f, i) for f, i in self._at.items() if f in SUMMED]
        self._key = [self._at[f] for f in KEY if f in self._at]
        self._bare: list[tuple[int, str]] = []
        self._channels: dict[str, dict[str, None]] = {}
        self._cells_of: Counter[str] = Counter()
        self._rates_one_need = "need" in self._at or "needs" not in self._at
        """Whether a score is of one need: that of a row which lists needs is of each."""
        self._latest: dict[tuple[str, ...], tuple[int, str]] = {}
        self._before: set[int] = set()

    def take(self, row: int, raw: Sequence[str]) -> None:
        """Look at one row; rows that sum up others say nothing."""
        for name, place in self._summing:
            if is_summary(name, raw[place]):
                return
        touchpoint, score, channel = (self._said(raw, name) for name in ("touchpoint", "score", "channel"))
        self._cells_of[touchpoint] += 1
        if score and self._names_nothing(touchpoint) and plain_cell(score) not in NOTHING:
            self._bare.append((row, score))
        if touchpoint and channel:
            self._channels.setdefault(touchpoint, {})[channel] = None
        if score and touchpoint and self._rates_one_need:
            self._compare(row, raw, score)

    def _compare(self, row: int, cells: Sequence[str], score: str) -> None:
        """Compare a score with the one that an earlier row gives to the same thing."""
        if len(self._latest) >= MOST_ROWS:
            return
        key = tuple([_plainly(cells[place]) for place in self._key])
        earlier, other = self._latest.get(key, (row, score))
        if other != score:
            self._before.add(earlier)
        self._latest[key] = (row, score)

    def seen(self, shape: str) -> Seen:
        """What was found."""
        several = _several(self._cells_of)
        joined = _joined(self._cells_of) if shape == "sheet" else {}
        return Seen(
            tuple(self._bare),
            {t: tuple(c) for t, c in self._channels.items() if len(c) > 1},
            several,
            {cell: parts for cell, parts in joined.items() if cell not in several},
            frozenset(self._before),
        )

    def _said(self, cells: Sequence[str], name: str) -> str:
        return as_meant(cells[self._at[name]]).strip() if name in self._at else ""

    def _names_nothing(self, touchpoint: str) -> bool:
        if "touchpoint" not in self._at or "touchpoint_id" in self._at:
            return False
        return not touchpoint or plain_cell(touchpoint) in NOTHING


def _plainly(cell: str) -> str:
    """A cell as it is meant, in the form in which names are compared."""
    return _remembered(cell) if len(cell) <= LONGEST else plain_name(as_meant(cell).strip())


@lru_cache(maxsize=20_000)  # the same cells stand in many rows
def _remembered(cell: str) -> str:
    return plain_name(as_meant(cell).strip())


def _several(cells_of: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Cells that hold several touchpoints: parts of which one at least stands alone, or comes in another such cell."""
    cut = {
        cell: tuple(dict.fromkeys(p for p in APART.split(cell) if p)) for cell in cells_of if len(cell) <= LONGEST and APART.search(cell)
    }
    cut = {cell: parts for cell, parts in cut.items() if len(parts) > 1 and all(len(part) <= 40 for part in parts)}
    times = Counter(plain_name(part) for parts in cut.values() for part in parts) + Counter(
        plain_name(cell) for cell in cells_of if cell not in cut
    )
    return {cell: parts for cell, parts in cut.items() if any(times[plain_name(part)] > 1 for part in parts) or re.search(r"[;|\n→]", cell)}


def _joined(cells_of: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Cells whose parts are joined as within a name, where a part of them stands alone elsewhere; and those that are told apart
    clearly, or joined, and of which all parts, or one, are called as channels are."""
    alone = {plain_name(cell) for cell in cells_of}
    found = {}
    for cell in cells_of:
        clearly = len(cell) <= LONGEST and APART.search(cell)
        mark = APART if clearly else JOINED
        parts = tuple(dict.fromkeys(p.strip() for p in mark.split(cell) if p.strip())) if len(cell) <= LONGEST else ()
        if len(parts) < 2 or not all(part.count("(") == part.count(")") and len(part) <= 40 for part in parts):
            continue
        channels = [plain_name(part) in CHANNELS for part in parts]
        if all(channels) or (any(channels) if clearly else any(plain_name(part) in alone for part in parts)):
            found[cell] = parts
    return found
