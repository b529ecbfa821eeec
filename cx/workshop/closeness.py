"""Closeness of the scores of an item, in words; a room reads it before any coefficient (method 6.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cx import words
from cx.languages.messages import tr
from cx.model import FEWEST_SHOWN
from cx.workshop.room import Room

Row = Mapping[str, Any]
APART, CLOSE, WIDE, FEW, NOBODY = "disagreement", "close", "spread out", "too few scores", "no score"

SPOKEN: dict[str, str] = {APART: "Disagreement", CLOSE: "Close", WIDE: "Spread out", FEW: "Too few scores", NOBODY: "No score"}
"""The verdicts as they begin a line."""
PHRASES: dict[str, str] = {
    CLOSE: "{n} close",
    WIDE: "{n} spread out",
    FEW: "{n} scored by fewer than {fewest} people, too few to show",
    NOBODY: "{n} that nobody could judge",
}


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
        return tr("Fewer than {fewest} people scored it, too few to show", fewest=FEWEST_SHOWN)
    if not row["n"]:
        return tr("Nobody could judge it")
    counted = tr("{near} of {all} within one step of the median", near=row["near"], all=row["n"])
    return f"{tr(SPOKEN[verdict(row)])}: {counted}" if named else counted


def summary(room: Room, rows: Mapping[str, Row]) -> str:
    """The first scores of all items in a sentence; no scores are no agreement."""
    if not room.people:
        return tr("Nobody has joined, so nothing was scored.")
    counts = _counted(room, rows)
    if counts[NOBODY] + counts[FEW] == len(room.items):
        return tr("No item has scores of {fewest} people, so nothing can be shown without giving them away.", fewest=FEWEST_SHOWN)
    split = counts[APART]
    every = words.count(len(room.items), "item")
    said = [
        tr("The room disagrees about {number} of {items}", number=split, items=every)
        if split
        else tr("The room disagrees about nothing of {items}", items=every)
    ]
    said += [tr(phrase, n=counts[word], fewest=FEWEST_SHOWN) for word, phrase in PHRASES.items() if counts[word]]
    return "; ".join(said) + "."


def _counted(room: Room, rows: Mapping[str, Row]) -> dict[str, int]:
    found: Sequence[str] = [verdict(rows.get(i.item_id)) for i in room.items]
    return {word: found.count(word) for word in (APART, CLOSE, WIDE, FEW, NOBODY)}
