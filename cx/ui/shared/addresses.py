"""Where the dashboard is, as this browser reaches it."""

from __future__ import annotations

import streamlit as st

from cx.ui.shared.shell import PAGES

ENDS = tuple(address for _, _, address in PAGES)


def base() -> str:
    """The address of the dashboard without the page: whoever is on a page knows it from the address of the page."""
    address = str(st.context.url or "").split("?")[0].split("#")[0].rstrip("/")
    before, _, last = address.rpartition("/")
    return before if last in ENDS else address
