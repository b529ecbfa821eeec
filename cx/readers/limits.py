"""How large a file may be, and what is in it."""

from __future__ import annotations

from cx.settings import MAX_MB

MOST_COLUMNS = 1_000
MOST_TABLES = 100
"""Tables of one file or archive: a person has to say of each what it is."""
MOST_ROWS, MOST_AT_ONCE = 500_000, 10_000_000
"""Rows of one file, or one archive, that a page takes, and cells of them: what is worked out of them shares a process with everybody
who looks at a page. A command takes more."""
LONGEST_CELL = 250_000
"""Characters of one cell, a hundred pages: what is longer is no cell."""

_handed: list[int] = []
"""What another process found and handed to this one, which answers its one call."""


def only_here(most: int) -> None:
    """Take this for the largest file that is read."""
    _handed[:] = [most]


def max_bytes() -> int:
    """The largest file that is read, in bytes (environment variable CX_MAX_MB, default 200).

    Raises WrongSetting if the variable holds something else than such a number.
    """
    if _handed:
        return _handed[0]
    return int(MAX_MB.number * 1_000_000)
