"""The order of items: random for each participant, against order effects; where the room decides, that of the list of
shortfalls."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from cx.workshop.content import FAILS, MET, Item


def drawn(room_id: str, person_id: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids in this person's random order, which is stable across reloads and for any subset."""
    return tuple(sorted(ids, key=lambda i: hashlib.sha256(f"{room_id}/{person_id}/{i}".encode()).digest()))


def ranked(items: Sequence[Item]) -> list[Item]:
    """The items by tier and priority; the stages of a failing must-have are kept together (method 3.3).

    Items without priority keep the order of the table; met ones come last.
    """
    stages: dict[str, list[int]] = {}
    for number, item in enumerate(items):
        if item.tier == FAILS:
            stages.setdefault(item.cells[0][0], []).append(number)

    def place(number: int) -> tuple[bool, int, float, int, float, int]:
        item = items[number]
        together = stages[item.cells[0][0]] if item.tier == FAILS else [number]
        return (item.tier == MET, item.tier, -max(_weight(items[n]) for n in together), together[0], -_weight(item), number)

    return [items[number] for number in sorted(range(len(items)), key=place)]


def _weight(item: Item) -> float:
    return round(item.priority or 0.0, 9)
