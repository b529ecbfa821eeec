"""The order in which one participant is asked: drawn by lot for each, so that what stands first is not always the same thing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def drawn(room_id: str, person_id: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids in this person's own order: always the same for them, also after a reload, and for a part of the ids."""
    return tuple(sorted(ids, key=lambda i: hashlib.sha256(f"{room_id}/{person_id}/{i}".encode()).digest()))
