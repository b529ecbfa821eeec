"""Where the dashboard is, as this browser reaches it."""

from __future__ import annotations

import streamlit as st

PAGES: tuple[tuple[str, str, str], ...] = (
    ("pages/overview.py", "Overview", "overview"),
    ("pages/coverage.py", "Coverage", "coverage"),
    ("pages/shortfalls.py", "Shortfalls", "shortfalls"),
    ("pages/personas.py", "Personas", "personas"),
    ("pages/research.py", "Research", "research"),
    ("pages/touchpoints.py", "Touchpoints", "touchpoints"),
    ("pages/workshop.py", "Workshop", "workshop"),
    ("pages/scenarios.py", "Scenarios", "scenarios"),
    ("pages/rounds.py", "Rounds", "rounds"),
    ("pages/progress.py", "Progress", "progress"),
    ("pages/data.py", "Data", "data"),
    ("pages/method.py", "Method", "method"),
    ("pages/workspaces.py", "Workspaces", "workspaces"),
    ("pages/join.py", "Join", "join"),
)
"""The pages: file, title, address (the file's name, so that a link works as the first request after a start)."""
TITLES = {address: title for _, title, address in PAGES}
"""What each page is called in English, as a log has it."""
UNLISTED = ("join",)
"""Addresses for guests, which stand in no menu: whoever joins a workshop follows a link."""
GALLERY = "workspaces"
"""The address that is about all workspaces, and stands in no menu of one."""
ENDS = tuple(address for _, _, address in PAGES)
FIRST = ENDS[0]
"""The page that stands at the bare address."""


def base() -> str:
    """The address of the dashboard without the page: whoever is on a page knows it from the address of the page."""
    address = str(st.context.url or "").split("?")[0].split("#")[0].rstrip("/")
    before, _, last = address.rpartition("/")
    return before if last in ENDS else address
