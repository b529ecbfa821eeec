"""Which row holds the names of the columns, decided by evidence: width, text, distinctness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cx.issues import shorten
from cx.lexicon.headings import HEADINGS
from cx.lexicon.mangled import as_meant
from cx.lexicon.plain import plain
from cx.readers.content import Row
from cx.readers.layout.stage_row import is_stage_row

LOOKED_AT = 30
NUMBER = re.compile(r"[-+]?[.,'\s\xa0]*+\d[\d.,'\s\xa0]*+%?(e[-+]?\d+)?", re.I)
LINE_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")
YEAR = re.compile(r"(19|20)\d\d")
LONGEST_NAME = 200
SUBJECTS = ("need", "touchpoint", "persona", "segment", "stage")
"""What the rows of a table may be about: one heading of each is enough."""


@dataclass(frozen=True)
class Header:
    """The names by place (blank where there is none) and the rows they stand in."""

    row: int
    names: tuple[str, ...]
    above: Row | None
    """The upper of two header rows."""
    doubtful: bool
    """No row looked like names, so the first wide one was taken."""


def filled(cells: Sequence[str]) -> list[int]:
    """The places that hold something."""
    return [place for place, cell in enumerate(cells) if cell.strip()]


def extent(cells: Sequence[str]) -> int:
    """The number of cells up to the last one that holds something."""
    return max(filled(cells), default=-1) + 1


def usual_extent(rows: Sequence[Row]) -> int:
    """How wide the table is: the widest extent that at least a fifth of the rows share."""
    counts = Counter(extent(cells) for _, cells in rows)
    common = [width for width, count in counts.items() if count >= max(2, len(rows) / 5)]
    return max(common or counts, default=0)


def find_header(rows: Sequence[Row], grouped: Collection[int] = ()) -> Header:
    """The header among the first rows that hold anything (at least one row); `grouped` are rows in which a workbook states
    that several cells span columns, as the names of groups do."""
    width = usual_extent(rows)
    place, doubtful = _find(rows, width)
    number, cells = rows[place]
    over = rows[place - 1] if place and rows[place - 1][0] == number - 1 else None
    if over and _heads_groups(over, cells, grouped, [below for _, below in rows[place + 1 : place + LOOKED_AT]]):
        return Header(number, _joined(over[1], cells), over, doubtful)
    below = rows[place + 1] if place + 1 < len(rows) and rows[place + 1][0] == number + 1 else None
    if below and _is_second_row(cells, below[1], [cells for _, cells in rows[place + 2 :]]):
        return Header(below[0], _joined(cells, below[1]), rows[place], doubtful)
    return Header(number, tuple(cells), None, doubtful)


def _heads_groups(over: Row, cells: Sequence[str], grouped: Collection[int], body: Sequence[Sequence[str]]) -> bool:
    """Whether a row names groups of the columns below it: a workbook says so, or its texts do, or it names stages."""
    number, names = over
    if again(cells):
        return False  # tables side by side, each below its title
    return number in grouped or _is_group_row(names, cells) or is_stage_row(names, cells, body)


def again(names: Sequence[str]) -> int:
    """After how many columns all names come again, as of tables side by side without a blank column between; 0 where they do not."""
    called = [plain(name) for name in names[: extent(names)]]
    subjects = [place for place, name in enumerate(called) if any(name in HEADINGS[field] for field in SUBJECTS)]
    for width in range(2, len(called) // 2 + 1):
        if len(called) % width == 0 and all(called) and called == called[:width] * (len(called) // width):
            return width if any(place < width for place in subjects) else 0
    return 0


def title_above(rows: Sequence[Row], header: Header) -> str:
    """The one cell of the row above the header, where it holds no more; blank where there is none."""
    over = [cells for number, cells in rows if number < header.row]
    held = filled(over[-1]) if over and header.above is None else []
    return over[-1][held[0]].strip() if len(held) == 1 else ""


def _find(rows: Sequence[Row], width: int) -> tuple[int, bool]:
    early = rows[:LOOKED_AT]
    named = [place for place, (_, cells) in enumerate(early) if _could_be_names(cells, width)]
    for place in named:
        number, cells = rows[place]
        alone = place + 1 < len(rows) and rows[place + 1][0] > number + 1
        first = next(cell.strip() for cell in cells if cell.strip())
        if extent(cells) >= width or not (alone or first.endswith(":")):
            return place, False
    if named:
        return named[0], False
    wide = [place for place, (_, cells) in enumerate(early) if extent(cells) >= 0.6 * width]
    return (wide or [0])[0], True


def _could_be_names(cells: Sequence[str], width: int) -> bool:
    texts = [cells[place].strip() for place in filled(cells)]
    if len(texts) < max(min(2, width), 0.6 * width):
        return False
    numbers = sum(is_number(text) for text in texts)
    distinct = len({text.casefold() for text in texts})
    return numbers * 4 <= len(texts) and distinct * 2 >= len(texts)


def is_number(text: str) -> bool:
    """Whether a text is a number; a year is rather a name of a column."""
    return bool(NUMBER.fullmatch(text.strip())) and not YEAR.fullmatch(text.strip())


def _is_group_row(over: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the row above names groups of columns whose own names repeat or are left out."""
    held = set(filled(over))
    if len(held) < 2 or len(held) == extent(over) == extent(names) or any(is_number(over[place]) for place in held):
        return False
    texts = [names[place].strip().casefold() for place in filled(names)]
    lacking = [place for place in range(extent(names)) if not names[place].strip()]
    helps = any(place in held for place in lacking)
    return (len(set(texts)) < len(texts) or helps) and all(place in held for place in lacking)


def _is_second_row(groups: Sequence[str], names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the row below a header with gaps (merged cells) names the single columns: labels that repeat
    from group to group, fill every gap, and do not come again further down."""
    held, grouped = set(filled(names)), set(filled(groups))
    gaps = [place for place in range(1, max(extent(groups), extent(names))) if place not in grouped]
    texts = [names[place].strip().casefold() for place in held]
    if not gaps or len(set(texts)) == len(texts) or any(is_number(text) for text in texts):
        return False
    if not all(place in held for place in gaps):
        return False
    return not any(place < len(row) and row[place].strip().casefold() == names[place].strip().casefold() for row in body for place in held)


def _joined(groups: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    joined, group = [], ""
    for place in range(max(extent(groups), extent(names))):
        over = groups[place].strip() if place < len(groups) else ""
        name = names[place].strip() if place < len(names) else ""
        group = over or (group if name else "")
        joined.append(" · ".join(part for part in (group, name) if part))
    return tuple(joined)


def clean_names(names: Sequence[str], places: Sequence[int]) -> tuple[tuple[str, ...], list[str]]:
    """The names as typed, on one line, without outer blanks, none empty, none twice; and notes on what that took."""
    found: list[str] = []
    notes: list[str] = []
    for place in places:
        raw = names[place] if place < len(names) else ""
        name = (
            " ".join(line.strip() for line in LINE_BREAKS.split(raw.strip(" \ufeff\u200b").strip()) if line.strip())
            .strip(" \ufeff\u200b")
            .strip()
        )
        if len(name) > LONGEST_NAME:
            notes.append(f"The name of column {place + 1} has {len(name):,} characters; the first {LONGEST_NAME} are kept.")
            name = name[:LONGEST_NAME].rstrip()
        meant = as_meant(name)
        if meant != name:
            notes.append(
                f"The heading “{shorten(name)}” is read as “{shorten(meant)}”: its letters had been read in the wrong encoding or escaped."
            )
        found.append(meant)
    taken = {name for name in found if name}
    seen: set[str] = set()
    latest: dict[str, int] = {}
    for index, place in enumerate(places):
        name = found[index] or f"column {place + 1}"
        if name in seen or (not found[index] and name in taken):
            again = latest.get(name, 1) + 1
            while f"{name} ({again})" in taken or f"{name} ({again})" in seen:
                again += 1
            latest[name] = again
            notes.append(f"Two columns are named “{name}”; column {place + 1} is called “{name} ({again})” here.")
            name = f"{name} ({again})"
        seen.add(name)
        found[index] = name
    return tuple(found), notes
