"""What the tables of one upload have said so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from cx.issues import Issue, issue
from cx.lexicon.plain import plain_name

Record = dict[str, str]
"""A cleaned row: text by field name; `*<thing>` for the score columns of a grid."""


REMARKS = ("owner", "description", "tagline", "narrative", "quote", "theme", "met_when")
"""Of these the first value holds; rows with another one are reported, and not refused."""


def picked(record: Record, names: Sequence[str]) -> Record:
    """What a record says under these names, in their order."""
    return {name: record[name] for name in names if record.get(name)}


@dataclass
class Gathered:
    """What the tables of one upload have said of things so far: each thing is one row of ours, whoever speaks of it."""

    entities: dict[tuple[str, str], tuple[str, int, Record]] = field(default_factory=dict)
    """By table and id: the place and the row that spoke of it first, and all that is said of it."""
    pairs: set[tuple[str, ...]] = field(default_factory=set)
    days: dict[str, date | None] = field(default_factory=dict)
    """The first day of new rounds, as a person saw it; None where nobody knows it yet."""
    rated: dict[str, str] = field(default_factory=dict)
    """The earliest date among the ratings of each new round of which nobody was asked."""
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What is to be done when all tables are read, since they may refer to what stands further down."""
    places: dict[str, str] = field(default_factory=dict)
    """Where a file says that its stages stand, by name."""
    speakers: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    """By table, id and column: the place and row that said it first, where another row than the first of the thing did."""
    news: int = 0
    """How often a row said something of a thing that was not known, or not so. As long as none does, the same words mean the same."""

    def merge(self, table: str, id_: str, said_at: tuple[str, int], record: Record, default_channel: str) -> Iterator[Issue]:
        """Add what a row says of a thing; yields an issue for every value that differs from an earlier one, which is kept."""
        if (table, id_) not in self.entities:
            self.entities[table, id_] = (*said_at, dict(record))
            self.news += 1
            return
        place, first, so_far = self.entities[table, id_]
        for name, value in record.items():
            if not value:
                continue  # a blank says nothing, so it contradicts nothing
            earlier = so_far.get(name, "")
            if earlier in ("", value) or (name == "channel" and earlier == default_channel):
                if earlier != value:
                    self.speakers[table, id_, name] = said_at
                    self.news += 1
                so_far[name] = value
            elif (name != "channel" or value != default_channel) and plain_name(earlier) != plain_name(value):
                there, number = self.speakers.get((table, id_, name), (place, first))
                code = "differs" if name in REMARKS else "contradiction"
                self.news += 1
                before = number if there == said_at[0] else f"{number} of {there}"
                yield issue(code, *said_at, name, value, first=before, held=earlier)
