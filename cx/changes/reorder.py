"""The order of stages: a stage takes the place that is typed, and the others make room."""

from __future__ import annotations

import re
from collections.abc import Sequence

PLACE = re.compile(r"[1-9][0-9]{0,8}")


def reordered(before: Sequence[int | None], typed: Sequence[str]) -> list[int] | None:
    """The places 1, 2, … of rows after some were typed anew, row by row; None if a place cannot be read.

    `before` gives the place at which each row stood (None for a new row), `typed` the text in its cell. Rows whose
    place was changed stand where it says; the others keep their order around them. A new row without a place comes
    last. Of two rows with the same new place, the one further down in the grid comes second.
    """
    if any(text and not PLACE.fullmatch(text) for text in typed) or any(was and not text for was, text in zip(before, typed, strict=True)):
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
