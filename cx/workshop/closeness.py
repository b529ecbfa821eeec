"""Closeness of the scores of an item, in words; a room reads it before any coefficient (method 6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cx import words
from cx.workshop.room import Room

Row = Mapping[str, Any]
APART, CLOSE, WIDE, ONE, NOBODY = "disagreement", "close", "spread out", "one score", "no score"


def verdict(row: Row | None) -> str:
    """The verdict on an item of `Results.of`, one of five words; it needs two scores.

    If nine in ten are close and the tenth is at the other end, the room disagrees.
    """
    if row is None or not row["n"]:
        return NOBODY
    if row["n"] == 1:
        return ONE
    return APART if row["disagreement"] else CLOSE if row["close"] else WIDE


def near(row: Row | None, *, named: bool = True) -> str:
    """How many raters lie within one step of the median, e.g. “Close: 5 of 6 within one step of the median”.

    The word is that of `verdict`; with `named` false it is left out.
    """
    if row is None or not row["n"]:
        return "Nobody has scored it" if row is None or not row["cannot_judge"] else "Nobody could judge it"
    if row["n"] == 1:
        return "One person scored it"
    counted = f"{row['near']} of {row['n']} within one step of the median"
    return f"{verdict(row).capitalize()}: {counted}" if named else counted


def summary(room: Room, rows: Mapping[str, Row]) -> str:
    """The first scores of all items in a sentence; no scores are no agreement."""
    if not room.people:
        return "Nobody has joined, so nothing was scored."
    counts = _counted(room, rows)
    if counts[NOBODY] == len(room.items):
        return "Nobody has scored anything yet, so nothing can be said about agreement."
    split = counts[APART]
    said = [f"The room disagrees about {split if split else 'nothing'} of {words.count(len(room.items), 'item')}"]
    said += [
        f"{counts[word]} {phrase}"
        for word, phrase in ((CLOSE, "close"), (WIDE, "spread out"), (ONE, "scored by one person only"), (NOBODY, "scored by nobody"))
        if counts[word]
    ]
    return "; ".join(said) + "."


def _counted(room: Room, rows: Mapping[str, Row]) -> dict[str, int]:
    found: Sequence[str] = [verdict(rows.get(i.item_id)) for i in room.items]
    return {word: found.count(word) for word in (APART, CLOSE, WIDE, ONE, NOBODY)}
