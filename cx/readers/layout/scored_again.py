"""Tables with the same headings that say something of the same things at several times, which their titles or sheets name:
“Before” and “After”, “Wave 1” and “Wave 2”."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cx.lexicon.headings import HEADINGS
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.times import in_order, told_apart
from cx.readers.layout.header import SUBJECTS
from cx.readers.text_table import TextTable

Things = frozenset[tuple[str, ...]]
"""What rows are about, by what they call their subjects."""


def subject_places(names: Sequence[str]) -> list[int]:
    """The columns that say what a row is about; the first one where no heading says it."""
    called = {plain(name): place for place, name in reversed(list(enumerate(names)))}
    return sorted({called[word] for subject in SUBJECTS for word in HEADINGS[subject] if word in called}) or [0]


def things(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Things:
    """What rows below these headings are about."""
    places = subject_places(names)
    return frozenset(tuple(plain_name(cells[place]) if place < len(cells) else "" for place in places) for cells in rows)


def are_the_same(one: Things, other: Things) -> bool:
    """Whether most of what one table is about comes again in the other."""
    return 2 * len(one & other) > min(len(one), len(other)) > 0


def with_times(tables: Sequence[TextTable]) -> list[TextTable]:
    """The tables of one file, each with the times of those that say the same of the same things."""
    alike: dict[tuple[str, ...], list[TextTable]] = {}
    for table in tables:
        if _time(table):
            alike.setdefault(tuple(map(plain, table.header)), []).append(table)
    times: dict[int, tuple[str, ...]] = {}
    for several in alike.values():
        if in_order([_time(table) for table in several]):
            said = [things(table.header, (cells for _, cells in table.sample())) for table in several]
            if all(are_the_same(said[0], other) for other in said[1:]):
                times |= {table.serial: tuple(map(_time, several)) for table in several}
    return [replace(table, times=times[table.serial]) if table.serial in times else table for table in tables]


def _time(table: TextTable) -> str:
    return told_apart(table.title)[1] or told_apart((table.sheet or "").split(" · ")[0])[1]
