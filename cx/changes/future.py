"""The content of the tables after the change, as the rules read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

import duckdb

from cx.model import PARAMETER
from cx.sql import run
from cx.sql.groundwork import make_scales
from cx.store.rows import same_key
from cx.tables import TABLE, Table


class Laid(Enum):
    """On what the incoming rows of a table are laid: what the future of the table is made of."""

    ON_NOTHING = auto()
    OVER = auto()
    OVER_AND_LESS = auto()


def make_future(cursor: duckdb.DuckDBPyConnection, table: Table, laid: Laid | None) -> None:
    """Make `future_<table>`: the rows of the table after the change, with the row number of incoming ones. `laid` is None for a
    table that the change does not touch."""
    names = ", ".join(c.name for c in table.columns)
    incoming = f"SELECT row_, {names} FROM next_{table.name}"
    stored = f"SELECT NULL::INTEGER AS row_, {names} FROM {table.name} t"
    kept = f"{stored} ANTI JOIN next_{table.name} i ON {same_key('i', 't', table)}"
    # Every rule plans these anew, so each holds no more than it needs.
    future = {
        None: stored,
        Laid.ON_NOTHING: incoming,
        Laid.OVER: f"{incoming} UNION ALL {kept}",
        Laid.OVER_AND_LESS: f"{incoming} UNION ALL {kept} ANTI JOIN gone_{table.name} g ON {same_key('g', 't', table)}",
    }
    # A view, so that a table of a million rows is not copied because one row changes.
    run(cursor, f"CREATE OR REPLACE TEMP VIEW future_{table.name} AS {future[laid]}")


def make_spared(cursor: duckdb.DuckDBPyConnection, spared: Mapping[str, Sequence[str]]) -> None:
    """Make `spared_rounds` and `spared_decisions`: ids that may change although they are frozen or recorded."""
    for name in ("rounds", "decisions"):
        (key,) = TABLE[name].key
        run(cursor, f"CREATE OR REPLACE TEMP TABLE spared_{name} AS SELECT unnest(?::VARCHAR[]) AS {key}", [list(spared.get(name, ()))])


def make_limits(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make `future_limits`, one row with the workspace's adequate level and target after the load, and `scales`."""
    make_scales(cursor, (row[0] for row in run(cursor, "SELECT DISTINCT scale FROM future_ratings").fetchall()))
    parts = ", ".join(
        f"coalesce((SELECT try_cast(value AS DOUBLE) FROM future_parameters WHERE name = '{name}'), {PARAMETER[name].default}) AS {name}"
        for name in ("adequate", "target")
    )
    run(cursor, f"CREATE OR REPLACE TEMP TABLE future_limits AS SELECT {parts}")
