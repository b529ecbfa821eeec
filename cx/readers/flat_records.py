"""A record as cells: nested values have names with a dot, lists are joined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cx.errors import InvalidData
from cx.issues import issue
from cx.lexicon.headings import HEADINGS, ITEMS
from cx.lexicon.listed import listed
from cx.lexicon.plain import plain
from cx.readers.content import storable
from cx.readers.limits import LONGEST_CELL

OF_A_PERSONA = frozenset(HEADINGS["gains"]) | {*HEADINGS["pains"], *HEADINGS["goals"], *HEADINGS["mandatory"], *HEADINGS["jobs"], "needs"}
"""Names of what a persona has, in lists or groups of lists."""


def holds_records(values: list[Any]) -> bool:
    """Whether some of the values are records."""
    return any(isinstance(value, dict) for value in values)


def flat(place: str, number: int, record: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Names of columns and their cells: what stands inside of a value has the name of both. Raises InvalidData for a cell too long."""
    for key, value in record.items():
        name = before + (key.strip() or "no name")
        if isinstance(value, dict) and value and _is_grouped(key, value):
            yield name, _cell(place, number, listed(joined(item) for group in value.values() for item in group))
        elif isinstance(value, dict) and value:
            yield from flat(place, number, value, name + ".")
        elif isinstance(value, list) and holds_records(value):
            yield from _side_by_side(place, number, name, value)
        else:
            yield name, _cell(place, number, joined(value))


def _is_grouped(key: str, value: dict[str, Any]) -> bool:
    """Whether what a persona has is listed in groups, as in jobs to be done: functional, emotional and social ones."""
    return plain(key) in OF_A_PERSONA and all(isinstance(group, list) and not holds_records(group) for group in value.values())


def lists_of(record: dict[str, Any], before: str = "") -> Iterator[str]:
    """The names of what holds a list of single values."""
    for key, value in record.items():
        name = before + (key.strip() or "no name")
        if isinstance(value, dict):
            yield from lists_of(value, name + ".")
        elif isinstance(value, list) and value and not holds_records(value):
            yield name


def _side_by_side(place: str, number: int, name: str, values: list[Any]) -> Iterator[tuple[str, str]]:
    """A list of mappings: one column per key, the values of all of them joined in their order."""
    rows = [dict(flat(place, number, value)) if isinstance(value, dict) else {"": joined(value)} for value in values]
    keys = dict.fromkeys(key for row in rows for key in row)
    # The list is one of what its items say; a list of things that only have a name is a list of names.
    said = next(iter(keys)) if len(keys) == 1 else next((key for key in keys if _says(key, name)), "")
    for key in keys:
        text = listed(row.get(key, "") for row in rows)
        yield f"{name}.{key}" if key and key != said else name, _cell(place, number, text)


def _says(key: str, name: str) -> bool:
    """Whether the key of an item holds what a list of this name lists: its text, or the word for one of them."""
    word = key.strip().casefold()
    return word in ITEMS or word == name.rpartition(".")[2].strip().casefold().removesuffix("s")


def _cell(place: str, number: int, text: str) -> str:
    if len(text) > LONGEST_CELL:
        raise InvalidData([issue("cell_too_long", place, number, limit=f"{LONGEST_CELL:,}")])
    return text


def joined(value: Any) -> str:
    """Text of a value; the items of a list separated by semicolons."""
    if isinstance(value, dict):
        return ";".join(f"{key}={joined(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return listed(map(joined, value))
    return scalar(value)


def scalar(value: Any) -> str:
    """A single value as it was typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return storable(str(value))
