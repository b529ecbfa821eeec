"""Where the workspaces of an installation are, by name.

The first one is the file that `CX_WORKSPACE` names; the others are files in a folder beside it, each with members of its own.
A name is part of an address, so it is made of few characters; how a workspace is called stands in the workspace itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from cx.errors import UsageError
from cx.settings import DATABASE
from cx.store.home.catalogue import Names, catalogue
from cx.store.opening import ARCHIVE, beside_first, first_path
from cx.words import printable

LONGEST = 40
NAME = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{LONGEST - 2}}}[a-z0-9])?")
FIRST = ""
"""The name of the first workspace: its address has none."""
SUFFIX = ".duckdb"
UNNAMED = "workspace"


@dataclass(frozen=True, order=True)
class Place:
    """One workspace: its name (empty for the first), its file, and whether it was put away."""

    name: str
    path: Path
    is_away: bool = False


def folder() -> Path:
    """Where the workspaces besides the first are."""
    return beside_first()


def path_of(name: str) -> Path:
    """Where the workspace of this name is, or would be. Raises UsageError for what is no name."""
    if name == FIRST:
        return first_path().expanduser().resolve()
    return folder() / f"{_checked(name)}{SUFFIX}"


def away_path(name: str) -> Path:
    """Where the workspace of this name is once it was put away."""
    return folder() / ARCHIVE / f"{_checked(name)}{SUFFIX}"


def is_there(name: str) -> bool:
    """Whether there is a workspace of this name that can be opened; the first one is made when somebody opens it."""
    if name == FIRST:
        return True
    held = in_server()
    return name in held.here if held is not None else is_name(name) and path_of(name).is_file()


def is_name(name: str) -> bool:
    """Whether a workspace can have this name."""
    return NAME.fullmatch(name) is not None


def places() -> list[Place]:
    """Every workspace: the first, the others by name, and then those that were put away."""
    held = in_server()
    if held is None:
        return [Place(FIRST, path_of(FIRST)), *_in(folder()), *_in(folder() / ARCHIVE, is_away=True)]
    others = [*(Place(name, path_of(name)) for name in held.here), *(Place(name, away_path(name), is_away=True) for name in held.away)]
    return [Place(FIRST, path_of(FIRST)), *others]


def in_server() -> Names | None:
    """The workspaces besides the first that a server holds; None where each lives in its file."""
    if not DATABASE.is_set:
        return None
    held = catalogue(DATABASE.given).names()  # among schemas that somebody else has called so
    return Names(tuple(filter(is_name, held.here)), tuple(filter(is_name, held.away)))


def place_of(name: str) -> Place:
    """The workspace of this name. Raises UsageError where there is none that can be opened."""
    if not is_there(name):
        raise UsageError(f"There is no workspace “{printable(name)}”. There are: {_listed(places())}.")
    return Place(name, path_of(name))


def free_name(title: str, others: Collection[str] = ()) -> str:
    """A name for a workspace that is called so, which no other one has, nor had before it was put away, nor left members under, and
    which is none of `others`.

    >>> free_name("Kundenreise Köln 2026")
    'kundenreise-koln-2026'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST - 4].strip("-") or UNNAMED
    taken = {file.name.partition(SUFFIX)[0] for place in (folder(), folder() / ARCHIVE) for file in place.glob(f"*{SUFFIX}*")} | {
        ARCHIVE,
        *others,
    }
    if (held := in_server()) is not None:
        taken |= {*held.here, *held.away}
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _in(place: Path, *, is_away: bool = False) -> list[Place]:
    files = sorted(place.glob(f"*{SUFFIX}")) if place.is_dir() else []
    return [Place(file.stem, file, is_away) for file in files if is_name(file.stem)]


def _checked(name: str) -> str:
    if not is_name(name):
        raise UsageError(
            f"“{printable(name[: LONGEST * 2])}” cannot be the name of a workspace: small letters a to z, digits and hyphens, at most {LONGEST}."
        )
    return name


def _listed(found: list[Place]) -> str:
    return ", ".join(place.name or "(the first)" for place in found if not place.is_away)
