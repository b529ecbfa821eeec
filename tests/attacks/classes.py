"""The classes of attacks, by the name that the command takes. A class is a module with `attack`, and a line here."""

from __future__ import annotations

from collections.abc import Callable

from tests.attacks import door, files, frozen, injections, kills, room_secrets, rooms, sql
from tests.attacks.outcome import Outcome

CLASSES: dict[str, Callable[[bool], Outcome]] = {
    "door": door.attack,
    "files": files.attack,
    "frozen": frozen.attack,
    "injections": injections.attack,
    "kills": kills.attack,
    "sql": sql.attack,
    "room-keys": rooms.keys,
    "room-late": rooms.late,
    "room-copied": rooms.copied,
    "room-seals": rooms.seals,
    "room-codes": rooms.codes,
    "room-pages": rooms.pages,
    "room-who": room_secrets.order,
    "room-groups": room_secrets.groups,
}
"""What each takes: whether only a small, representative part is tried, for the suite (a few seconds at most)."""
