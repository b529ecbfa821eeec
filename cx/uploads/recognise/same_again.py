"""Tables of one upload that say only what another of its tables says: the same rows again, or the example of a template.

The zip of all templates holds the same example as one sheet, as a workbook and as CSV files. Such a table is proposed to be
left out, with the table that says it; read twice, its rows would refuse one another.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from cx.exports.templates import BY_NAME, example_of
from cx.readers.text_table import TextTable
from cx.tables import TABLE
from cx.uploads.fields import LEFT_OUT
from cx.uploads.recognise.columns import LayoutMatch

FIT = 0.96
"""It is certain; and a person may still want it read."""


def repeats(tables: Sequence[TextTable]) -> dict[int, str]:
    """Why each table is to be left out that says nothing of its own, by its serial number."""
    alike: defaultdict[tuple[str, ...], list[TextTable]] = defaultdict(list)
    for one in tables:
        alike[tuple(one.header)].append(one)
    reasons: dict[int, str] = {}
    for same in alike.values():
        first: dict[bytes, str] = {}
        for one in same if len(same) > 1 else ():
            place = first.setdefault(_content(one), one.place)
            if place != one.place:
                reasons[one.serial] = f"It holds just the rows of “{place}”, which are read once."
    whole = {frozenset(one.header) for one in tables if one.serial not in reasons}
    if all(frozenset(column.name for column in TABLE[name].columns) in whole for name in ("personas", "needs", "touchpoints")):
        reason = "It holds only the example of the template, which the other tables of this upload tell as well."
        reasons |= {one.serial: reason for one in tables if one.serial not in reasons and _is_example(one)}
    return reasons


def with_repeated(readings: Sequence[LayoutMatch], reason: str) -> list[LayoutMatch]:
    """The readings of a table with leaving it out first, if there is a reason."""
    if not reason:
        return list(readings)
    aside = next(one for one in readings if one.shape.name == LEFT_OUT)
    return [replace(aside, fit=FIT, reason=reason), *(one for one in readings if one is not aside)]


def _is_example(table: TextTable) -> bool:
    examples = (example_of(one) for one in BY_NAME.values())
    rows = [list(cells) for _, cells in table.rows()] if table.row_count == 1 else []
    return any(list(table.header) == list(example) and rows == [list(example.values())] for example in examples)


def _content(table: TextTable) -> bytes:
    """What identifies the rows; nothing is held of them."""
    digest = hashlib.sha256()
    for _, cells in table.rows():
        digest.update("\0".join((*(cell.strip() for cell in cells), "\n")).encode("utf-8", "surrogatepass"))
    return digest.digest()
