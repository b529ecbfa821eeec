"""The time zone of whoever looks at a page."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from cx.workshop.clock import local


def here() -> tzinfo | None:
    """The zone of this browser; None (that of the server) where it does not say."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        offset = st.context.timezone_offset
        return None if offset is None else timezone(timedelta(minutes=-offset))


def shown(at: datetime) -> datetime:
    """A stored time as this browser's clock says it."""
    return local(at, here())
