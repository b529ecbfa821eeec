"""The classes of attacks, by the name that the command takes. A class is a module with `attack`, and a line here."""

from __future__ import annotations

from collections.abc import Callable

from tests.attacks import files
from tests.attacks.outcome import Outcome

CLASSES: dict[str, Callable[[bool], Outcome]] = {
    "files": files.attack,
}
"""What each takes: whether only a small, representative part is tried, for the suite (a few seconds at most)."""
