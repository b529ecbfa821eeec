"""In which order items stand: for one participant drawn by lot, so that what stands first is not always the same thing; where the
room decides, as the list of shortfalls has them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from cx.workshop.content import FAILS, MET, Item


def drawn(room_id: str, person_id: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids in this person's own order: always the same for them, also after a reload, and for a part of the ids."""
    return tuple(sorted(ids, key=lambda i: hashlib.sha256(f"{room_id}/{person_id}/{i}".encode()).digest()))


def ranked(items: Sequence[Item]) -> list[Item]:
    """The items by tier, and in it by priority; the stages of a must-have that fails stand together (method 3.3).

    What has no priority stays in the order of the table, and what is met comes last.
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
