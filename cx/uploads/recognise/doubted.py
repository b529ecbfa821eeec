"""A reading of a table that may be doubted, and what is known of the table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.headings import HEADINGS, NUMBERING
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.spoken import spoken
from cx.lexicon.values import KINDS, sums_of
from cx.uploads.recognise.columns import LayoutMatch
from cx.uploads.score_column import WEIGHED, items, things

KNOWN_SHARE = 0.6
"""So large a share of the names is known to the workspace where they tell what the rows are."""


@dataclass(frozen=True)
class Doubted:
    """A reading, and what is known of the table."""

    match: LayoutMatch
    columns: Mapping[str, Sequence[str]]
    file: str
    known: Mapping[str, Sequence[str]]

    def named_by(self, field: str) -> str:
        """The heading of the column that is taken for the field."""
        return next((heading for heading, name in self.match.mapping.items() if name == field), "")

    def has_any(self, fields: frozenset[str]) -> bool:
        """Whether one of these fields has a column."""
        return bool(fields & {*self.match.mapping.values()})

    def is_known(self, field: str, word: str) -> bool:
        """Whether most names of the column are stored, or the file is called after them."""
        called = f" {plain(self.file.rpartition('.')[0] or self.file)} "
        if any(f" {one} " in called or f" {one}s " in called for one in HEADINGS[field] if len(one) > 3):
            return True
        return self.are_stored(field, word)

    def are_stored(self, field: str, word: str) -> bool:
        """Whether most names of the column are stored."""
        return _share(self.cells(field), {plain_name(name) for name in self.known.get(word, ())}) >= KNOWN_SHARE

    def unexplained(self) -> list[str]:
        """The headings of columns that hold something and that the reading leaves out, though they neither number the rows nor
        sum up or weigh the others."""
        beside = NUMBERING | sums_of(spoken(tuple(self.match.mapping)))
        of_grid = "*" in self.match.mapping.values()
        weighed = {heading for heading, one in things(list(self.match.mapping)).items() if of_grid and one.measure in WEIGHED}
        left = [heading for heading, field in self.match.mapping.items() if not field and heading not in weighed]
        return [heading for heading in left if plain(heading) not in beside and any(map(str.strip, self.columns.get(heading, ())))]

    def explained(self) -> int:
        """How many columns the reading takes for a field."""
        return sum(map(bool, self.match.mapping.values()))

    def cells(self, field: str) -> list[str]:
        """What stands in the column that is taken for the field."""
        return [cell.strip() for cell in self.columns.get(self.named_by(field), ()) if cell.strip()]

    def says_kinds(self) -> bool:
        """Whether a column says of what kind needs are, in words that are known."""
        return any(plain(cell) in KINDS for cell in self.cells("kind"))

    def across(self) -> list[str]:
        """What the columns of a grid would be about."""
        return list(items(self.match.mapping).values())

    def are_known(self, word: str) -> bool:
        """Whether most of what the columns of a grid are about is stored."""
        return _share(self.across(), {plain_name(name) for name in self.known.get(word, ())}) >= KNOWN_SHARE


def _share(names: Sequence[str], known: Collection[str]) -> float:
    return sum(plain_name(name) in known for name in names) / len(names) if names else 0.0
