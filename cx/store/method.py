"""What the relations of every answer stand on, made once for a workspace that is open and read by all of its shelves.

The functions of the method, the usual answer scales and the quantiles of Student's t are the same in every answer. Made anew on each
shelf they took a tenth of what a small workspace takes.
"""

from __future__ import annotations

from uuid import uuid4
from weakref import WeakKeyDictionary

from cx.sql.groundwork import BESIDE, prepare
from cx.store.workspace import Workspace

_made: WeakKeyDictionary[Workspace, tuple[int, str]] = WeakKeyDictionary()


def beside(workspace: Workspace) -> str:
    """The name of a database in memory that holds them, made if need be; it goes when the workspace is closed."""
    opening, name = _made.get(workspace, (0, ""))
    if opening != (now := workspace.openings):
        name = f"{BESIDE}{uuid4().hex}"
        with workspace.cursor() as cursor:
            cursor.execute(f"ATTACH ':memory:' AS \"{name}\"")
            cursor.execute(f'USE "{name}"')
            prepare(cursor, kept="")
        _made[workspace] = now, name  # of two who make it at once one is read: they are the same
    return name
