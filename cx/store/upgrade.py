"""An older workspace brought to the schema of this version: first on a copy, then, behind a kept copy, the workspace itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cx.errors import WorkspaceError
from cx.store import schema, seals
from cx.store.backup import copy_of
from cx.store.opening import connect, explained
from cx.store.verify import verify
from cx.store.workspace import open_workspace
from cx.temporary import own_folder

WHAT = {
    2: "a change can undo an earlier one",
    3: "how a file was read is remembered, refused rows can be set aside",
    4: "rooms of a workshop",
    5: "ratings of a need at a stage as a whole, on any scale; limits of the quadrants become parameters",
    6: "what a room revealed is tied to nobody; marks and people of closed rooms go",
    7: "synthetic interviews",
    8: "signs that are no characters are left out of every text",
    9: "interviews that two people code",
    10: "frozen rounds",
}
"""Version -> what its step changes, in words; the step itself is in `cx.store.schema`."""


@dataclass(frozen=True)
class Upgrade:
    """What is, or would be, done: from which version, whether anything is altered, and the faults of the upgraded copy."""

    version: int
    is_needed: bool
    faults: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """One line a version that is gone through."""
        steps = [f"{n}: {WHAT[n]}" for n in range(self.version + 1, schema.SCHEMA_VERSION + 1)]
        return tuple(steps or ["columns that were added since"]) if self.is_needed else ()


def rehearsed(path: Path) -> Upgrade:
    """Bring a copy of the workspace forward and check it whole; the workspace is read only. Raises WorkspaceTooNew, WorkspaceError."""
    with tempfile.TemporaryDirectory(dir=own_folder()) as folder:
        place = copy_of(path, Path(folder, path.name), only_looking=True)
        planned = _planned(place, path)
        if not planned.is_needed:
            return planned
        with seals.only_looking(path), closing(open_workspace(place)) as workspace, workspace.cursor() as cursor:
            found = tuple(fault for check in verify(cursor) for fault in check.faults)
        return Upgrade(planned.version, True, found)


def upgrade(path: Path, told: Callable[[Upgrade], None]) -> Path | None:
    """Bring the workspace forward in one transaction, once a copy came through whole and `told` has said what is done.

    Returns where the copy from before is; None where nothing was to be done. Raises WorkspaceBusy while another program has it open.
    """
    before = rehearsed(path)
    told(before)
    if not before.is_needed:
        return None
    if before.faults:
        raise WorkspaceError("Nothing was changed: a copy that was brought forward has the faults above. `python -m cx verify` says more.")
    kept = _kept(path)
    open_workspace(path).close()
    return max(_kept(path) - kept, key=lambda copy: copy.stat().st_mtime)


def _kept(path: Path) -> set[Path]:
    return set(path.parent.glob(f"{path.stem}.before-upgrade-to-*{path.suffix}"))


def _planned(place: Path, path: Path) -> Upgrade:
    try:
        with closing(connect(place)) as connection:
            version = schema.version_of(connection)
            is_needed = schema.is_behind(connection)
    except duckdb.CatalogException:
        raise WorkspaceError(f"{path} is not a workspace: it holds other tables. Name the file of a workspace.") from None
    except duckdb.Error as error:
        raise explained(error, path) or WorkspaceError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None
    schema.refuse_newer(version)
    return Upgrade(version, is_needed)
