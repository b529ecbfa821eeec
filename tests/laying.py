"""Tables laid into a workspace as they are: what a load leaves behind, without its checks and its record.

A load asks some seventy questions before it writes; where a test is about what stands in the workspace and not about how
it came in, that is most of its time. `tests/test_laying.py` holds the two against each other.
"""

from __future__ import annotations

import pyarrow as pa

from cx.changes import staging
from cx.changes.plain_cells import plainly
from cx.readers.by_column import CellsOfColumn
from cx.sql import run
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
            cells = {c.name: [row.get(c.name, "") for row in rows] for c in columns}
            names = ", ".join(cells)
            plain = {c.name: plainly(c, set(cells[c.name])) for c in columns}
            if None in plain.values():
                cursor.register("laid_", pa.table({name: pa.array(those, pa.string()) for name, those in cells.items()}))
                tidied = ", ".join(f"{staging.tidy(c)} AS {c.name}" for c in columns)
                laid_rows = f"SELECT {', '.join(map(staging.cast, columns))} FROM (SELECT {tidied} FROM laid_)"
            else:
                cursor.register(
                    "laid_",
                    pa.table({c.name: staging.typed(c, CellsOfColumn.of(cells[c.name]), plain[c.name], len(rows)) for c in columns}),
                )
                laid_rows = "FROM laid_"
            run(cursor, f"INSERT INTO {table.name} ({names}) {laid_rows}")
        cursor.unregister("laid_")
