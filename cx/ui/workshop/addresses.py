"""Addresses of a room, as this browser reaches the server."""

from __future__ import annotations

from cx.ui.shared.addresses import base
from cx.workshop.room import Room


def address_of(room: Room, **more: str) -> str:
    """The address under which this room is joined, as this browser reaches the server."""
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{base()}/join?room={room.code}{extra}"


def address_to_lead(key: str) -> str:
    """The address under which a room is led: the only way back into its lead, for whoever has it."""
    return f"{base()}/workshop?host={key}"
