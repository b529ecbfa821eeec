"""Names of a package that are loaded when they are asked for.

A package that loads its own parts lets threads wait for each other: one holds the package and waits for a part, the other holds the
part and waits for the package, and Python then gives one of them a half of it. A server begins with several threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def from_parts(package: str, parts: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package whose names stand in these parts of it. Raises AttributeError for any other name."""

    def give(name: str) -> Any:
        if name not in parts:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{parts[name]}"), name)

    return give
