"""Who acts: whatever writes asks here whether it may, so that no page has to remember it.

A command on this machine is the operator, who may do everything. The dashboard says with `found_by` how it finds the person
in front of a page; from then on an act without a person is refused, where a key is needed at all.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from cx.errors import NeedsKey


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. Without a name the history records the account under which this program runs."""

    name: str = ""
    may_write: bool = True


OPERATOR = Actor()
LOOKING = Actor(may_write=False)
ANYBODY = Actor("a visitor")
"""Whoever acts where everybody may: the account under which the server runs has not done it."""

_acting: ContextVar[Actor | None] = ContextVar("who acts", default=None)


def _operator() -> Actor:
    return OPERATOR


_find: Callable[[], Actor] = _operator


def found_by(find: Callable[[], Actor]) -> None:
    """Ask this from now on, in every thread of this process, who acts where nobody has said it with `acting`."""
    global _find
    _find = find


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """What happens within is this actor's doing."""
    before = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(before)


def actor() -> Actor:
    """Who acts now."""
    return _acting.get() or _find()


def only_with_key() -> None:
    """Raise NeedsKey unless the one who acts now may write."""
    if not actor().may_write:
        raise NeedsKey("This needs the workspace's key, and nothing was done. Enter it at the top of the page, then try again.")


def user() -> str:
    """The name that the history records for what happens now."""
    if name := actor().name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
