"""What libraries that read files for us give: a value as the text of a cell, and how they say that a file asks for a password."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta


class Protected(Exception):
    """The file asks for a password."""


def cell_text(value: object) -> str:
    """A value of a library as the text a person sees, as far as it tells."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = float(f"{value:.15g}")
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
