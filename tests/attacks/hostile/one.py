"""A hostile file: made when it is wanted, since some have a hundred megabytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Hostile:
    """One file that was made to do harm."""

    kind: str
    """What it tries, as one of at least forty ways."""
    name: str
    make: Callable[[], bytes]
    heavy: bool = False
    """Whether it is large, or takes most of the budget of a file: not for the few seconds of the suite."""


def files(kind: str, named: Mapping[str, Callable[[], bytes]], *, heavy: Iterable[str] = ()) -> list[Hostile]:
    """Files of one kind, by name."""
    slow = frozenset(heavy)
    return [Hostile(kind, name, make, name in slow) for name, make in named.items()]


def zipped(members: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members, names as often as given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, content in members:
            archive.writestr(name, content, how)
    return stream.getvalue()
