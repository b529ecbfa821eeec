"""A column of numbers that another sheet of the workbook refers to: it is the id of what the rows are about, and not to be left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.lexicon.headings import HEADINGS, NUMBER_WORDS, NUMBERING
from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain
from cx.readers.text_table import TextTable
from cx.uploads.recognise.columns import LayoutMatch

SUBJECT = {
    "needs": "need",
    "touchpoints": "touchpoint",
    "personas": "persona",
    "segments": "segment",
    "matrix": "need",
    "stages_across": "need",
    "matrix_transposed": "touchpoint",
}
"""What the rows of a list are about, by its shape."""
SERVED = any_of(lexicon().words("ids", "served"))
BETWEEN = re.compile(r"[;,/|+&\s]+")
CODE = re.compile(r"[A-Za-z]{0,6}[-_.#]?\d{1,6}[a-z]?")
MOST = 20_000
"""Longer tables are not looked through."""


def referred_to(tables: Sequence[TextTable]) -> dict[int, dict[str, dict[str, str]]]:
    """By serial number of a table and shape: the columns that are ids since another table of the same file refers to them, with the field."""
    ids: dict[int, dict[str, dict[str, str]]] = {}
    for one in tables:
        for heading, codes in _numberings(one).items():
            for other in tables:
                if other.serial != one.serial and other.file == one.file:
                    for shape, subject in SUBJECT.items():
                        if _refers(other, subject, codes):
                            ids.setdefault(one.serial, {}).setdefault(shape, {}).setdefault(heading, f"{subject}_id")
    return ids


def with_ids(readings: Sequence[LayoutMatch], ids: Mapping[str, Mapping[str, str]]) -> list[LayoutMatch]:
    """The readings of a table with the columns that other sheets refer to as ids, unless another column gives the id."""
    return [_with(one, ids.get(one.shape.name, {})) for one in readings]


def _with(reading: LayoutMatch, ids: Mapping[str, str]) -> LayoutMatch:
    mapping, added = dict(reading.mapping), ""
    for heading, field in ids.items():
        if not mapping.get(heading) and field not in mapping.values() and any(f.name == field for f in reading.shape.fields):
            mapping[heading] = field
            added += f" Another sheet refers to the numbers of “{heading}”, so they are the {field.replace('_', ' ')}."
    return replace(reading, mapping=mapping, reason=reading.reason + added) if added else reading


def _numberings(table: TextTable) -> dict[str, frozenset[str]]:
    """Columns that only number the rows, each row with a code of its own."""
    codes: dict[str, frozenset[str]] = {}
    for heading in (h for h in table.header if plain(h) in NUMBERING or plain(h) in NUMBER_WORDS):
        cells = _cells(table, heading)
        if len(cells) > 1 and len(set(cells)) == len(cells) and all(CODE.fullmatch(cell) for cell in cells):
            codes[heading] = frozenset(map(_bare, cells))
    return codes


def _refers(table: TextTable, subject: str, codes: frozenset[str]) -> bool:
    """Whether a column about these things holds nothing but their codes."""
    for heading in table.header:
        if _is_about(plain(heading), subject):
            named = {_bare(part) for cell in _cells(table, heading) for part in BETWEEN.split(cell) if part}
            if named and named <= codes:
                return True
    return False


def _is_about(heading: str, subject: str) -> bool:
    words = {subject, f"{subject}s", *HEADINGS.get(subject, ()), *HEADINGS.get(f"{subject}s", ()), *HEADINGS.get(f"{subject}_id", ())}
    bare = re.sub(rf"\s(?:{any_of(NUMBER_WORDS)})$", "", heading)
    return heading in words or bare in words or re.sub(rf"^(?:{SERVED}) ", "", bare) in words


def _cells(table: TextTable, heading: str) -> list[str]:
    place = table.header.index(heading)
    found: list[str] = []
    for _, cells in table.rows():
        if cells[place].strip():
            found.append(cells[place].strip())
        if len(found) > MOST:
            return []
    return found


def _bare(code: str) -> str:
    """A code as it is compared: a spreadsheet may write 3 as 3.0."""
    return re.sub(r"\.0$", "", code.strip())
