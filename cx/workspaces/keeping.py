"""Making, copying, archiving, exporting and importing whole workspaces.

Who may is asked in the workspace that it is about: whoever makes or imports one acts in the first. A copy brings no members along;
who makes it is its first admin, where people sign in.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from cx.errors import JourneyError, NotAWorkspace, UsageError, WorkspaceBusy, WorkspaceError
from cx.members.ledger import Ledger, ledger_of
from cx.store import Workspace, open_workspace, seals
from cx.store.acting import Act, Actor, Role, acting, actor, only, user
from cx.store.backup import back_up, nobody_has_open, restore
from cx.store.copies import log_of
from cx.store.home import own_version
from cx.store.home.catalogue import catalogue
from cx.store.open_here import closed_or_open, is_open
from cx.store.opening import connect, explained, home_of
from cx.store.turn import lock_of
from cx.temporary import own_folder
from cx.words import count, printable
from cx.workspaces.facts import LONGEST_TITLE, TITLE
from cx.workspaces.places import FIRST, Place, away_path, path_of
from cx.workspaces.taking import in_words, new_place

MADE, COPIED, IMPORTED, AWAY, BACK = "made the workspace", "copied it", "imported it", "archived it", "brought it back"
"""Events of a workspace's own."""


def create(title: str) -> Place:
    """A new, empty workspace. Raises NeedsRole, UsageError for no title."""
    only(Act.KEEP)
    title = checked_title(title)
    place = new_place(title)
    with _taken_back(place):
        _begin(place, title, MADE)
    return place


def copy(source: Place, title: str, maker: Actor | None = None) -> Place:
    """A new workspace with all that stands in another one but its members; `maker` is who acts in the first workspace, if others do.

    Raises UsageError while a room is open there, or two people code an interview: what they say is sealed with a key of its own,
    which the first of the two workspaces to finish would remove.
    """
    only(Act.KEEP)
    with acting(maker or actor()):
        only(Act.KEEP)
    title, place = checked_title(title), new_place(title)
    with _taken_back(place):
        _copied(source.path, place.path)
        with _closed(place.path) as connection:
            rooms, codings = seals.in_use(connection)
            own_version.forget(connection)
        if rooms:
            one = len(rooms) == 1
            raise UsageError(
                f"{count(len(rooms), 'room')} of this workspace {'is' if one else 'are'} still open. Close it first, then copy."
            )
        if codings:
            raise UsageError(
                f"Two people code {count(len(codings), 'interview')} at this moment. Let them finish or give it up, then copy."
            )
        _begin(place, title, f"{COPIED} from {source.name or 'the first'}")
    return place


def rename(place: Place, title: str) -> None:
    """Call a workspace otherwise; its address stays."""
    only(Act.KEEP)
    title = checked_title(title)
    _call(open_workspace(place.path), title)


def archive(place: Place) -> None:
    """Put a workspace away: it is closed and keeps its file, members and name, and its address answers nothing until it is brought back.

    Raises WorkspaceBusy where another process has it open.
    """
    only(Act.KEEP)
    if place.name == FIRST:
        raise UsageError("The first workspace cannot be archived: it stands where CX_WORKSPACE says.")
    who = user()
    for _ in range(3):
        with closed_or_open(place.path) as opened:
            if opened is None:
                _move(place.path, away_path(place.name))
                break
        opened.close()
    else:
        raise WorkspaceBusy("This workspace is opened again and again. Try once more when fewer people look at it.")
    Ledger(away_path(place.name)).note(who, AWAY)


def bring_back(place: Place) -> None:
    """Open the address of an archived workspace again."""
    only(Act.KEEP)
    _move(away_path(place.name), path_of(place.name))
    Ledger(path_of(place.name)).note(user(), BACK)


@contextmanager
def taken_out(place: Place) -> Iterator[Path]:
    """The workspace as one file, read back whole, which goes at the end of the context."""
    only(Act.KEEP)
    with TemporaryDirectory(dir=own_folder()) as temporary:
        target = Path(temporary, place.path.name)
        _copied(place.path, target)
        yield target


def bring_in(file: Path, title: str) -> Place:
    """A new workspace from the file of another one, of this version or an earlier one, which stays as it is.

    It is read whole before it has a place. Raises WorkspaceError, WorkspaceTooNew, NotAWorkspace or UsageError.
    """
    only(Act.KEEP)
    title, place = checked_title(title), new_place(title)
    with _taken_back(place):
        with in_words():
            restore(file, place.path)
        with _closed(place.path) as connection:
            rooms, codings = seals.in_use(connection)
            seals.disown(connection)
            own_version.forget(connection)
        if any(map(seals.is_known, [*rooms, *codings])):
            raise UsageError(
                "A room in this file is still open, or two people code an interview in it, and the key is on this machine: the workspace from "
                "which it was taken is here. Close the room there, or let them finish, and export it again."
            )
        _begin(place, title, IMPORTED)
    return place


def checked_title(title: str) -> str:
    """How a workspace is called, without what is no character. Raises UsageError for nothing, or for too much."""
    plain = " ".join(printable(title).split())
    if not plain or len(plain) > LONGEST_TITLE:
        raise UsageError(f"A workspace is called something, in at most {LONGEST_TITLE} characters.")
    return plain


def _begin(place: Place, title: str, event: str) -> None:
    """Open a new workspace, so that its tables are of this version, and name it and its first admin."""
    _call(open_workspace(place.path), title)
    if (home := home_of(place.path)) is not None:
        catalogue(home.address).forget()
    ledger, who = Ledger(place.path), actor()
    ledger.note(user(), event)
    if who.is_member:
        ledger.give(who.name, Role.ADMIN, who.name)


def _call(workspace: Workspace, title: str) -> None:
    with acting(Actor(user())), workspace.transaction(Act.KEEP, answers_stand=True) as cursor:
        cursor.execute("INSERT OR REPLACE INTO workspace_meta VALUES (?, ?)", [TITLE, title])


def _copied(source: Path, target: Path) -> None:
    """A copy that was read back. Of a workspace that is open here another process makes it: reading its bytes in this one would
    drop the engine's lock."""
    if home_of(source) is not None:
        open_workspace(source).follow()  # this process's own copy, as new as the server
    if not is_open(source):
        with in_words():
            back_up(source, target)
        return
    command = [sys.executable, "-m", "cx", "backup", str(target), "--database", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    if done.returncode:
        raise WorkspaceError(f"The workspace could not be copied: {(done.stderr.strip().splitlines() or ['nothing is known'])[-1]}")


@contextmanager
def _closed(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a workspace that nobody has open, of any version, and perhaps a stranger's."""
    try:
        with closing(connect(path)) as connection:
            yield connection
    except duckdb.Error as error:
        raise explained(error, path) or NotAWorkspace(f"This is no workspace of this tool: {str(error).splitlines()[0]}") from None


@contextmanager
def _taken_back(place: Place) -> Iterator[None]:
    """Nothing of a new workspace is left where it cannot be made whole."""
    try:
        yield
    except BaseException:
        with closed_or_open(place.path) as opened:
            pass
        if opened is not None:
            with suppress(JourneyError):
                opened.close()
        for file in _files(place.path):
            file.unlink(missing_ok=True)
        if (home := home_of(place.path)) is not None:
            with suppress(JourneyError):
                catalogue(home.address).remove(home.schema)
        raise


def _files(path: Path) -> list[Path]:
    return [path, log_of(path), ledger_of(path), lock_of(path)]


def _move(source: Path, target: Path) -> None:
    """A workspace that nobody has open, with its members."""
    if target.exists():
        raise UsageError(f"There is another workspace at {target}. Move that file away first.")
    with in_words(), nobody_has_open(source):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if log_of(source).exists():
            raise WorkspaceError(f"{source} was not closed whole: its log is beside it. Open it once more, then try again.")
        for old, new in zip(_files(source), _files(target), strict=True):
            if old.exists():
                old.replace(new)
    before, after = home_of(source), home_of(target)
    if before is not None and after is not None:
        catalogue(before.address).rename(before.schema, after.schema)
