"""What speaks for a table that is nothing of ours: articles, code books, published shares, registers, sums over time.

Told by what stands in the cells, whatever the language of the headings. It decides nothing: it is said beside the other guesses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from cx.words import count, listing

SHARE = 0.6
"""So large a share of the cells of a column is of one form."""
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
PERCENT = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?\s?%")
GROUPING = re.compile(r"[ ,'’\u00a0](?=\d{3}(?!\d))")
PLAIN_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ABOVE_SCALES = 100
"""No scale of scores goes further."""
TEXT_WORDS = 4
"""So many words stand on average in a cell of a text."""


def _hold(columns: int) -> str:
    return "holds" if columns == 1 else "hold"


@dataclass(frozen=True)
class Column:
    """A heading, and the cells below it that are not blank."""

    heading: str
    cells: tuple[str, ...]

    def are(self, test: Callable[[str], object]) -> bool:
        """Whether most cells pass the test."""
        return bool(self.cells) and sum(bool(test(cell.strip())) for cell in self.cells) >= SHARE * len(self.cells)


def _is_large(cell: str) -> bool:
    digits = GROUPING.sub("", cell)
    return bool(PLAIN_NUMBER.fullmatch(digits)) and abs(float(digits)) > ABOVE_SCALES


SIGNS: tuple[tuple[Callable[[Column], bool], int, Callable[[str, int], str]], ...] = (
    (
        lambda c: c.are(PERCENT.fullmatch),
        2,
        lambda named, n: f"{count(n, 'column holds', 'columns hold')} percentages ({named}), as in published results",
    ),
    (lambda c: c.are(lambda cell: cell.endswith("?")), 1, lambda named, n: f"{named} {_hold(n)} questions, as help articles do"),
    (lambda c: c.are(COLOUR.fullmatch), 1, lambda named, n: f"{named} {_hold(n)} colours, as code books do"),
    (lambda c: c.are(DAY.fullmatch), 1, lambda named, n: f"{named} {_hold(n)} days, as registers do"),
    (lambda c: any(map(_is_large, c.cells)), 1, lambda named, n: f"{named} {_hold(n)} numbers above {ABOVE_SCALES}, which are no scores"),
    (
        lambda c: sum(len(cell.split()) for cell in c.cells) >= TEXT_WORDS * max(1, len(c.cells)) and len(c.cells) > 1,
        1,
        lambda named, n: f"{named} {_hold(n)} texts",
    ),
)
"""What is seen of a column, in how many columns at least, and how that is said of them: the columns as listed, and how many they are."""


def not_ours(header: Sequence[str], sample: Sequence[Sequence[str]], known: Collection[str]) -> str:
    """What speaks for a table that is nothing of ours, as one sentence; `known` are the headings that some table of ours has."""
    columns = [
        Column(heading, tuple(cell for cell in cells if cell.strip()))
        for heading, cells in zip(header, zip(*sample, strict=False), strict=False)
    ]
    said = []
    for test, fewest, sentence in SIGNS:
        found = [f"“{column.heading}”" for column in columns if test(column)]
        if len(found) >= fewest:
            said.append(sentence(listing(found, 3), len(found)))
    said = said or ["no column holds names, needs or scores that are known"]
    if unknown := [f"“{heading}”" for heading in header if heading.strip() and heading not in known]:
        said.append(f"{'this column is' if len(unknown) == 1 else 'these columns are'} in no table of ours: {listing(unknown, 4)}")
    evidence = "; ".join(said)
    return f"{evidence[0].upper()}{evidence[1:]}."
