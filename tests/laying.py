"""Tables laid into a workspace as they are: what a load leaves behind, without its checks and its record.

A load asks some two hundred questions before it writes; where a test is about what stands in the workspace and not about how
it came in, that is most of its time. `tests/test_laying.py` holds the two against each other.
"""

from __future__ import annotations

import pyarrow as pa

from cx.changes import staging
from cx.store import Workspace, open_workspace
from cx.tables import TABLES
from tests.oracle import Tables


def laid(tables: Tables) -> Workspace:
    """A workspace in memory with these tables; the database refuses what breaks its constraints."""
    workspace = open_workspace()
    lay(workspace, tables)
    return workspace


def lay(workspace: Workspace, tables: Tables) -> None:
    """Put tables into an empty workspace."""
    with workspace.transaction() as cursor:
        for table in TABLES:
            rows = tables.get(table.name)
            if not rows:
                continue
            columns = [c for c in table.columns if any(c.name in row for row in rows)]
            text = pa.table({c.name: pa.array([row.get(c.name, "") for row in rows], pa.string()) for c in columns})
            names = ", ".join(c.name for c in columns)
            tidied = ", ".join(f"{staging.tidy(c)} AS {c.name}" for c in columns)
            typed = ", ".join(staging.cast(c) for c in columns)
            cursor.register("laid_", text)
            cursor.execute(f"INSERT INTO {table.name} ({names}) SELECT {typed} FROM (SELECT {tidied} FROM laid_)")
            cursor.unregister("laid_")
