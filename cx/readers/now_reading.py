"""Which file is being read, told to whoever must say so when the process of its reader ends; and whether this is such a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Told = Callable[[str, str], None]
"""Takes the name of a file, and the code of the issue where a library ends the process over it."""
_told: ContextVar[Told | None] = ContextVar("told", default=None)


def begins(file: str, code: str) -> None:
    """Say that a file is read from here on."""
    tell = _told.get()
    if tell is not None:
        tell(file, code)


def is_beside() -> bool:
    """Whether this is a process in which the system limits what a file may cost."""
    return _told.get() is not None


@contextmanager
def beside(tell: Told) -> Iterator[None]:
    """The time in which a call is answered."""
    token = _told.set(tell)
    try:
        yield
    finally:
        _told.reset(token)
