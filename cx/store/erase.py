"""Erasing what stands of a person: from the rows, from the history, from rows kept for later, from remembered readings and rooms.

The engine keeps the bytes of what was deleted in blocks that are free, so the workspace is written anew into another file, which
then takes its place; what is written there never held the text. It may be open meanwhile, here or in a running dashboard. Each way
of writing a text is replaced by a word of its own that says nothing, the same everywhere, so that rows stay apart, refer to one
another as before, and follow from their history; which says that something was erased, and not what.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from cx.errors import WorkspaceBusy, WorkspaceError
from cx.store import schema, written_anew
from cx.store.acting import Act, only
from cx.store.backup import still
from cx.store.copies import copy_files, log_of, partial_file, stamped
from cx.store.erasing import Erasing
from cx.store.open_here import is_open
from cx.store.opening import connect, home_of
from cx.store.turn import Turn
from cx.store.what_goes import Asked, Asking, Found
from cx.store.workspace import Workspace, open_workspace


def erase(path: Path, asked: Asked | Asking, fingerprint: Callable[[str], str], *, write: bool) -> Found:
    """Erase what is asked for from the workspace at `path`, and record that; without `write`, only find it.

    `fingerprint` gives the hash by which a frozen table of a room is known, since erasing changes the table. The workspace may be
    open in this process or in another one, which goes on with what is left. Raises NeedsKey, UsageError, WorkspaceBusy, WorkspaceError;
    then nothing was erased.
    """
    only(Act.ERASE)
    if not path.is_file():
        raise WorkspaceError(f"There is no workspace {path}. Name its file, or set CX_WORKSPACE.")
    erasing = Erasing(asked, fingerprint)
    if is_open(path):
        _erase_here(open_workspace(path), erasing, write)
    else:
        try:
            # From here to the end nobody else writes: a dashboard that has the former file of an earlier erasing still would find ours in use.
            with Turn(path, copying=True) as turn, closing(open_workspace(path, turn)) as workspace:  # brought forward
                _erase_here(workspace, erasing, write)
        except WorkspaceBusy:
            _erase_beside(path, erasing, write)
    erasing.found.copies = copies_of(path)
    return erasing.found


def _erase_here(workspace: Workspace, erasing: Erasing, write: bool) -> None:
    """In the process that has it open."""
    if not write or workspace.path is None:
        workspace.follow()
        with workspace.cursor() as cursor:
            erasing.look(cursor)
    else:
        with partial_file(workspace.path) as partial:
            workspace.write_anew(lambda source: partial if erasing.write(source, partial) else None)
    erasing.found.is_at_server = workspace.is_at_server


def _erase_beside(path: Path, erasing: Erasing, write: bool) -> None:
    """Beside the process that has it open: from a copy, while nobody writes; where the rows live in a server, from a new copy of those."""
    if home := home_of(path):
        with TemporaryDirectory(dir=path.parent) as folder, closing(Workspace(Path(folder) / path.name, home=home)) as workspace:
            _erase_here(workspace, erasing, write)
        return
    with still(path), partial_file(path) as partial, partial_file(stamped(path, "copied")) as copied:
        copy_files(path, copied)
        with closing(connect(copied)) as source:
            if schema.is_behind(source):
                raise WorkspaceBusy(f"The workspace {path} is in use by another version of this tool; stop the dashboard, then erase.")
            if not write:
                erasing.look(source)
            elif erasing.write(source, partial):
                written_anew.put(partial, path)


def copies_of(path: Path) -> tuple[Path, ...]:
    """Other databases beside the workspace, under names that begin as its own does, and logs that were put aside: copies from before."""
    beside = [*path.parent.glob(f"{path.stem}.*{path.suffix}*"), *path.parent.glob(f"{log_of(path).name}.*")]
    return tuple(sorted(copy for copy in beside if copy != path and copy.is_file()))
