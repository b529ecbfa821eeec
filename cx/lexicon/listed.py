"""Several things in one cell: people separate them by semicolons, and files of records hold them apart.

An item of a record may hold a semicolon of its own. Then the items are marked, so that they are not cut where they were not.
"""

from __future__ import annotations

from collections.abc import Iterable

MARK = "\u2063"
"""Stands, unseen, before each item of a list that came apart already; no keyboard types it."""


def listed(items: Iterable[str]) -> str:
    """The items in one cell; cut apart again by `parts`."""
    texts = list(items)
    if any(";" in text and MARK not in text for text in texts):
        return ";".join(f"{MARK}{text}" for text in texts)
    return ";".join(texts)


def parts(cell: str) -> list[str]:
    """The things that a cell lists, without blank ones."""
    if MARK in cell:
        return [part for text in cell.removeprefix(MARK).split(f";{MARK}") if (part := text.strip())]
    return [part for text in cell.split(";") if (part := text.strip())]


def unmarked(cell: str) -> str:
    """The cell as a text of its own."""
    return cell.replace(MARK, "") if MARK in cell else cell
