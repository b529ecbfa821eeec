"""A row of stages above the names of the columns, in a file that cannot merge cells: “Find,,Pay,” over “Map,Website,Till,App”."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cx.lexicon.plain import plain
from cx.lexicon.score_words import is_mark, share_of_scores
from cx.lexicon.stages import STAGES, number_of


@dataclass(frozen=True)
class Candidate:
    """A row that may name stages: `over` itself, the `names` of the columns below it, and rows of the `body`."""

    over: Sequence[str]
    names: Sequence[str]
    body: Sequence[Sequence[str]]

    @property
    def held(self) -> list[int]:
        """The columns in which the row holds something."""
        return [column for column, cell in enumerate(self.over) if cell.strip()]

    @property
    def texts(self) -> list[str]:
        """What stands in the row."""
        return [self.over[column].strip() for column in self.held]

    @property
    def usual(self) -> int:
        """How many of its texts stages usually have as names."""
        return sum(plain(text) in STAGES or number_of(text) is not None for text in self.texts)

    @property
    def width(self) -> int:
        """How many columns there are, to the last that has a name."""
        return max((column + 1 for column, cell in enumerate(self.names) if cell.strip()), default=0)

    @property
    def headings(self) -> Sequence[str]:
        """The names of the columns for which the row holds."""
        return self.names[self.held[0] : self.width]

    @property
    def values(self) -> list[str]:
        """What stands in these columns."""
        return [cell for row in self.body for cell in row[self.held[0] : self.width] if cell.strip()]


REFUSALS: tuple[tuple[Callable[[Candidate], bool], str], ...] = (
    (lambda row: len(row.held) < 2, "a single text is a title"),
    (lambda row: row.held[0] == 0, "the first column holds labels, which have no stage"),
    (lambda row: row.held[-1] >= row.width, "a stage must hold for some column"),
    (lambda row: len(row.held) == row.width - row.held[0], "it names every column, as headings do"),
    (lambda row: len({text.casefold() for text in row.texts}) < len(row.texts), "a stage is named once"),
    (lambda row: 2 * row.usual < len(row.texts), "at least half of the names are those that stages usually have"),
    (lambda row: not all(map(str.strip, row.headings)), "each column below has a name of its own"),
    (lambda row: not row.values, "nothing is scored"),
    (lambda row: not all(share_of_scores([cell]) or is_mark(cell) for cell in row.values), "the columns hold more than scores and marks"),
)
"""What keeps a row from being one of stages, and why; the first that holds says so."""


def is_stage_row(over: Sequence[str], names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the row names stages of which each holds for the columns up to the next: blank over the columns of labels, over
    columns of scores or marks only, and at least half of the names are those that stages usually have.

    A person is asked about it, as about groups that a workbook states by merged cells.
    """
    row = Candidate(over, names, body)
    return not any(test(row) for test, _ in REFUSALS)
