"""The door of a room: whoever guesses codes waits, longer with every wrong one.

A wrong code counts for the page that gave it and for the address that it came from; many people of one company share an
address, so it has more to spare. A right code takes nothing away, so that nobody who has one of their own can clear what they guessed.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_network

from cx.errors import NotNow, UnknownRoom
from cx.languages.messages import trn
from cx.store import Workspace
from cx.workshop.board import board_of, room_with_code
from cx.workshop.room import Room

OF_A_PAGE, OF_AN_ADDRESS = 5, 30
"""Wrong codes that a page, and an address, has to spare before it waits."""
LONGEST = 300.0
"""Seconds of the longest wait; the first is one second, each of the next twice as long."""
FORGOTTEN = 900.0
"""Seconds after its last wrong code for which a page or an address is remembered."""
MOST = 10_000
"""Pages and addresses that are remembered; beyond it the oldest go."""


@dataclass(frozen=True)
class Guest:
    """Who stands at the door: the address of a computer, and one page on it."""

    address: str
    page: str


@dataclass
class Wrong:
    """Wrong codes of a page or an address: how many, and when the last one was given (seconds of a clock)."""

    number: int = 0
    last: float = 0.0

    def wait(self, spare: int, at: float) -> float:
        """Seconds until the next code is looked at."""
        if self.number < spare:
            return 0.0
        return self.last + min(LONGEST, 2.0 ** min(self.number - spare, 16)) - at


def room_behind(workspace: Workspace, code: str, guest: Guest) -> Room:
    """The room with this code. Raises UnknownRoom for a wrong one, NotNow where too many were wrong: then no code is looked at."""
    look(workspace, guest)
    try:
        return room_with_code(workspace, code)
    except UnknownRoom:
        count_wrong(workspace, guest)
        raise


def look(workspace: Workspace, guest: Guest) -> None:
    """Raise NotNow where somebody has to wait before anything that they give is looked at."""
    board, at = board_of(workspace), time.monotonic()
    with board.lock:
        waits = [board.wrong[key].wait(spare, at) for key, spare in _keys(guest) if key in board.wrong]
    seconds = math.ceil(max(waits, default=0.0))
    if seconds > 0:
        raise NotNow(
            trn(
                "Too many wrong codes came from here. Look at the wall again, and try in {n} second.",
                "Too many wrong codes came from here. Look at the wall again, and try in {n} seconds.",
                seconds,
            )
        )


def count_wrong(workspace: Workspace, guest: Guest) -> None:
    """Remember a wrong code, or a key that opens nothing."""
    board, at = board_of(workspace), time.monotonic()
    with board.lock:
        for key, _ in _keys(guest):
            wrong = board.wrong.pop(key, Wrong())
            number = wrong.number if at - wrong.last < FORGOTTEN else 0
            board.wrong[key] = Wrong(number + 1, at)  # the one that came last stands last
        while len(board.wrong) > MOST:
            del board.wrong[next(iter(board.wrong))]


def _keys(guest: Guest) -> tuple[tuple[tuple[str, str], int], ...]:
    return (("page", guest.page), OF_A_PAGE), (("address", _network(guest.address)), OF_AN_ADDRESS)


def _network(address: str) -> str:
    """What one owner of an address has: of the sixth version of the protocol everybody has 2^64 of them."""
    try:
        network = ip_network(address)
    except ValueError:
        return address
    return str(network.supernet(new_prefix=64)) if isinstance(network.network_address, IPv6Address) else address
