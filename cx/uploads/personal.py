"""Columns of an upload that say who somebody is, or where exactly: not read unless somebody wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from cx.lexicon.personal import HELD, kinds
from cx.readers.text_table import TextTable
from cx.uploads.recognise.columns import LayoutMatch

NEVER = frozenset(("network", "place", "birth", "phone", "address"))
"""Kinds that no field of ours holds. E-mail addresses may tell raters apart, where they become pseudonyms; names are names of personas."""

_found: WeakKeyDictionary[TextTable, dict[str, str]] = WeakKeyDictionary()


def personal_kinds(table: TextTable) -> dict[str, str]:
    """The columns of a table that hold personal data: heading and kind; looked for once."""
    if table not in _found:
        _found[table] = kinds(table.header, [cells for _, cells in table.sample()])
    return _found[table]


def without_personal(table: TextTable, matches: Sequence[LayoutMatch]) -> list[LayoutMatch]:
    """The readings of a table in which no column of such data is a field."""
    never = [heading for heading, kind in personal_kinds(table).items() if kind in NEVER]
    if not never:
        return list(matches)
    return [replace(one, mapping=one.mapping | {heading: "" for heading in never if heading in one.mapping}) for one in matches]


def left_out(table: TextTable, headings: Sequence[str]) -> dict[str, str]:
    """Those of these columns, which nobody reads, that hold personal data, and what they hold in words."""
    found = personal_kinds(table)
    return {heading: HELD[found[heading]] for heading in headings if heading in found}
