"""Closeness of the scores of an item, in words; a room reads it before any coefficient (method 6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cx import words
from cx.model import FEWEST_SHOWN
from cx.workshop.room import Room

Row = Mapping[str, Any]
APART, CLOSE, WIDE, FEW, NOBODY = "disagreement", "close", "spread out", "too few scores", "no score"


def verdict(row: Row | None) -> str:
    """The verdict on an item of `Results.of`, one of five words; what too few people scored has no row.

    If nine in ten are close and the tenth is at the other end, the room disagrees.
    """
    if row is None:
        return FEW
    if not row["n"]:
        return NOBODY
    return APART if row["disagreement"] else CLOSE if row["close"] else WIDE


def near(row: Row | None, *, named: bool = True) -> str:
    """How many raters lie within one step of the median, e.g. “Close: 5 of 6 within one step of the median”.

    The word is that of `verdict`; with `named` false it is left out.
    """
    if row is None:
        return f"Fewer than {FEWEST_SHOWN} people scored it, too few to show"
    if not row["n"]:
        return "Nobody could judge it"
    counted = f"{row['near']} of {row['n']} within one step of the median"
    return f"{verdict(row).capitalize()}: {counted}" if named else counted


def summary(room: Room, rows: Mapping[str, Row]) -> str:
    """The first scores of all items in a sentence; no scores are no agreement."""
    if not room.people:
        return "Nobody has joined, so nothing was scored."
    counts = _counted(room, rows)
    if counts[NOBODY] + counts[FEW] == len(room.items):
        return f"No item has scores of {FEWEST_SHOWN} people, so nothing can be shown without giving them away."
    split = counts[APART]
    said = [f"The room disagrees about {split if split else 'nothing'} of {words.count(len(room.items), 'item')}"]
    said += [
        f"{counts[word]} {phrase}"
        for word, phrase in (
            (CLOSE, "close"),
            (WIDE, "spread out"),
            (FEW, f"scored by fewer than {FEWEST_SHOWN} people, too few to show"),
            (NOBODY, "that nobody could judge"),
        )
        if counts[word]
    ]
    return "; ".join(said) + "."


def _counted(room: Room, rows: Mapping[str, Row]) -> dict[str, int]:
    found: Sequence[str] = [verdict(rows.get(i.item_id)) for i in room.items]
    return {word: found.count(word) for word in (APART, CLOSE, WIDE, FEW, NOBODY)}
