"""What the server remembers of people who sign in themselves: where they were going, and who they are, each for a while and under a
name that nobody can guess. In memory alone: after a restart of the server people sign in anew, and land where they were."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any, Generic, TypeVar

T = TypeVar("T")
UNDER_WAY = 600.0
"""Seconds in which a sign-in has to come to its end."""
STAYS = 12 * 3600.0
"""Seconds after which whoever signed in does it again."""
MANY = 20_000
"""Of each kind; the oldest go first."""
LONGEST = 4_000
"""Characters of an address that is kept."""


@dataclass
class Under(Generic[T]):
    """Things under names that nobody can guess, each for so many seconds."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, tuple[float, T]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, thing: T, name: str | None = None) -> str:
        """Keep a thing; returns its name."""
        name = name or token_urlsafe(32)
        with self._lock:
            self._kept[name] = (self.clock() + self.seconds, thing)
            while len(self._kept) > MANY or next(iter(self._kept.values()))[0] < self.clock():
                self._kept.popitem(last=False)
        return name

    def get(self, name: str) -> T | None:
        """The thing of that name, while its time lasts."""
        with self._lock:
            until, thing = self._kept.get(name, (0.0, None))
        return thing if until >= self.clock() else None

    def take(self, name: str) -> T | None:
        """The same, once."""
        thing = self.get(name)
        with self._lock:
            return thing if self._kept.pop(name, None) else None


@dataclass(frozen=True)
class Begun:
    """A sign-in under way: from which browser, what the provider's answer is compared with, and where it was to lead."""

    browser: str
    data: dict[str, Any]
    to: str


@dataclass(frozen=True)
class Person:
    """Somebody who has signed in, and the groups that the provider named."""

    who: str
    groups: tuple[str, ...] = ()


going_to: Under[str] = Under(UNDER_WAY)
begun: Under[Begun] = Under(UNDER_WAY)
known: Under[Person] = Under(STAYS)


def kept_for_later(address: str) -> str:
    """The name under which an address of ours is kept, path and query, to go there once after signing in."""
    is_ours = address.startswith("/") and not address.startswith(("//", "/\\")) and len(address) <= LONGEST and address.isprintable()
    return going_to.put(address if is_ours else "/")
