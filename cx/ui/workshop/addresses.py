"""Addresses of a room, as this browser reaches the server."""

from __future__ import annotations

import streamlit as st

from cx.workshop.room import Room


def address_of(room: Room, **more: str) -> str:
    """The address under which this room is joined, as this browser reaches the server."""
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"{_base()}/join?room={room.code}{extra}"


def address_to_lead(key: str) -> str:
    """The address under which a room is led: the only way back into its lead, for whoever has it."""
    return f"{_base()}/workshop?host={key}"


def _base() -> str:
    base = str(st.context.url or "").split("?")[0].rstrip("/")
    return base[: -len("/" + base.rsplit("/", 1)[-1])] if base.rsplit("/", 1)[-1] in ("join", "workshop") else base
