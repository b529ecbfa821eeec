"""The order of stages: a stage moves to the position that was typed, and the others shift."""

from __future__ import annotations

import re
from collections.abc import Sequence

PLACE = re.compile(r"[1-9][0-9]{0,8}")


def reordered(before: Sequence[int | None], typed: Sequence[str]) -> list[int] | None:
    """The positions 1, 2, … of rows after some were changed; None if a position cannot be read.

    `before` gives the former position of each row (None for a new row), `typed` the text in its cell. Rows whose position was
    changed move there; the others keep their order. A new row without a position comes last. Of two rows with the same new
    position, the one further down in the grid comes second.
    """
    unreadable = any(text and not PLACE.fullmatch(text) for text in typed)
    emptied = any(was and not text for was, text in zip(before, typed, strict=True))
    if unreadable or emptied:
        return None
    rows = range(len(typed))
    stay = sorted((r for r in rows if before[r] is not None and str(before[r]) == typed[r]), key=lambda r: before[r] or 0)
    moved = sorted(set(rows) - set(stay), key=lambda r: (int(typed[r]) if typed[r] else len(typed), r))
    order = list(stay)
    for row in moved:
        at = int(typed[row]) - 1 if typed[row] else len(order)
        at = min(at, len(order))
        while at < len(order) and order[at] in moved and typed[order[at]] == typed[row]:
            at += 1
        order.insert(at, row)
    places = {row: place for place, row in enumerate(order, start=1)}
    return [places[row] for row in rows]
