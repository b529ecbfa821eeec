"""What separates the cells, decided from many records: one row with commas in prose proves nothing."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from cx.readers.content import Text

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
SAMPLE = 1 << 18
RECORDS = 200
SAYS = re.compile(r'"?sep=(.)"?(\r\n|\r|\n|$)', re.I)
NONE = "\x1f"


@dataclass(frozen=True)
class Dialect:
    """How the cells of a text file are told apart."""

    delimiter: str
    blank_after: bool
    """Blanks after a delimiter do not belong to the cell."""
    skip: int
    """Lines before the first row."""
    note: str


def guess(text: Text) -> Dialect:
    """The dialect of a text, from its first few hundred records."""
    sample = text.head(SAMPLE)
    said = SAYS.match(sample)
    if said:
        name = DELIMITERS.get(said[1], f"“{said[1]}”")
        return Dialect(said[1], False, 1, f"Cells are separated by {name}, as the first line says; rows are counted without it.")
    if not sample.strip(' \t\r\n,;|"'):
        mark = max(DELIMITERS, key=sample.count)
        return Dialect(mark, False, 0, f"Cells are separated by {DELIMITERS[mark]}.")
    lines = list(io.StringIO(sample, newline=""))
    lines = lines[:-1] if len(sample) == SAMPLE and len(lines) > 1 else lines  # the last may be cut
    scored = [(_score(lines, sample, mark), mark) for mark in DELIMITERS]
    (score, width), best = max(scored, key=lambda pair: pair[0])
    if not width or _is_prose(lines, sample, best):
        return Dialect(NONE, False, 0, "No comma, semicolon, tab or bar separates cells: there is one column.")
    blank_after = best + ' "' in sample and _score(lines, sample, best, True)[0] > score
    return Dialect(best, blank_after, 0, f"Cells are separated by {DELIMITERS[best]}.")


def _score(lines: Iterable[str], sample: str, mark: str, blank_after: bool = False) -> tuple[float, int]:
    """How steadily a mark cuts records into the same number (above one) of cells, and that number."""
    widths = _widths(lines, mark, blank_after)
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0, 0
    width, times = several.most_common(1)[0]
    score = times / len(widths) + 0.2 * (widths[0] == width)
    if mark == ",":
        score -= 0.3 * _mostly_decimal(sample)
    return score, width


def _widths(lines: Iterable[str], mark: str, blank_after: bool = False) -> list[int]:
    reader = csv.reader(lines, delimiter=mark, skipinitialspace=blank_after)
    widths: list[int] = []
    with suppress(csv.Error):  # a cell without end: what stands above it tells all the same
        widths.extend(len(cells) for cells in islice((r for r in reader if any(map(str.strip, r))), RECORDS))
    return widths


def _is_prose(lines: list[str], sample: str, mark: str) -> bool:
    """Whether the mark belongs to sentences or numbers: the first record lacks it, and a blank or a digit follows it."""
    widths = _widths(lines, mark)
    if mark not in ",;" or widths[0] > 1:
        return False
    steady = Counter(widths).most_common(1)[0][1] * 2 >= len(widths)
    spaced = sample.count(mark + " ") * 10 >= sample.count(mark) * 9
    decimal = mark == "," and _mostly_decimal(sample)
    return spaced or decimal or not steady


def _mostly_decimal(sample: str) -> bool:
    return len(re.findall(r"\d,(?=\d)", sample)) * 10 >= sample.count(",") * 8
