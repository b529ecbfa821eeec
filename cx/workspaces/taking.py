"""A name for a new workspace, taken before anything is written under it: of two who make one at the same time each gets their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cx.errors import WorkspaceError
from cx.members.ledger import ledger_of
from cx.store.home.catalogue import catalogue
from cx.store.opening import explained, home_of
from cx.workspaces.places import Place, folder, free_name, path_of


def new_place(title: str) -> Place:
    """A place for a workspace that is called so; its name is taken from now on, by its file of members and, where a server holds the
    rows, by its schema there, which processes on other machines see as well."""
    with in_words():
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    others: set[str] = set()
    while True:
        name = free_name(title, others)
        place = Place(name, path_of(name))
        if _is_taken_by_us(place):
            return place
        others.add(name)


def _is_taken_by_us(place: Place) -> bool:
    members, home = ledger_of(place.path), home_of(place.path)
    with in_words():
        try:
            members.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            return False
    try:
        if home is None or catalogue(home.address).take(home.schema):
            return True
    except WorkspaceError:
        members.unlink(missing_ok=True)
        raise
    members.unlink(missing_ok=True)
    return False


@contextmanager
def in_words() -> Iterator[None]:
    """A folder that cannot be used is told so, and what to do."""
    try:
        yield
    except OSError as error:
        raise explained(error, folder()) or WorkspaceError(
            f"The folder {folder()} cannot be used: {error.strerror or error}. Let the user who runs this program write there, then try again."
        ) from None
