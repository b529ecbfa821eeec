"""The content of the tables after the change, as the rules read it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum, auto

import duckdb

from cx.model import PARAMETER
from cx.sql import run
from cx.sql.groundwork import make_scales
from cx.store.rows import mark_none_removed, same_key
from cx.tables import TABLE, TABLES, Table


class Laid(Enum):
    """On what the incoming rows of a table are laid: what the future of the table is made of."""

    ON_NOTHING = auto()
    OVER = auto()
    OVER_AND_LESS = auto()


class Future:
    """The rows of every table after the change: `future_<table>`, a view that is made when it is asked for first. Most changes
    touch one table and ask for few."""

    def __init__(self, laid: Mapping[str, Laid]):
        """`laid` holds the tables that the change touches."""
        self._laid = laid
        self._made: set[str] = {f"gone_{name}" for name, how in laid.items() if how is Laid.OVER_AND_LESS}

    def of(self, cursor: duckdb.DuckDBPyConnection, name: str) -> str:
        """The view of one table: its rows after the change, with the row number of incoming ones in `row_`."""
        view = f"future_{name}"
        if view not in self._made:
            # A view, so that a table of a million rows is not copied because one row changes.
            run(cursor, f"CREATE OR REPLACE TEMP VIEW {view} AS {_rows(TABLE[name], self._laid.get(name))}")
            self._made.add(view)
        return view

    def rows_of(self, cursor: duckdb.DuckDBPyConnection, name: str) -> str:
        """The same where nobody asks which rows are incoming ones."""
        return self.of(cursor, name) if name in self._laid else name

    def is_brought_alone(self, name: str) -> bool:
        """Whether a table will hold no rows but the incoming ones."""
        return self._laid.get(name) is Laid.ON_NOTHING

    def make_for(self, cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
        """Make what a question reads of it: views, `future_limits`, `scales`, and `gone_<table>` of tables from which nothing goes."""
        for name in sorted(set(re.findall(r"\b(?:future|gone)_\w+|\bscales\b", sql)) - self._made):
            if name == "scales":
                self._make_scales(cursor)
            elif name == "future_limits":
                self._make_limits(cursor)
            elif name.startswith("gone_"):
                mark_none_removed(cursor, TABLE[name.removeprefix("gone_")])
            else:
                self.of(cursor, name.removeprefix("future_"))
            self._made.add(name)

    def make_all(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make the view of every table."""
        for table in TABLES:
            self.of(cursor, table.name)

    def _make_limits(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make `future_limits`, one row with the workspace's adequate level and target after the change."""
        parameters = self.rows_of(cursor, "parameters")
        parts = ", ".join(
            f"coalesce((SELECT try_cast(value AS DOUBLE) FROM {parameters} WHERE name = '{name}'), {PARAMETER[name].default}) AS {name}"
            for name in ("adequate", "target")
        )
        run(cursor, f"CREATE OR REPLACE TEMP TABLE future_limits AS SELECT {parts}")

    def _make_scales(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make `scales`, with those of all ratings that there will be."""
        asked = f"SELECT DISTINCT scale FROM {self.rows_of(cursor, 'ratings')}"
        make_scales(cursor, (row[0] for row in run(cursor, asked).fetchall()))


def _rows(table: Table, laid: Laid | None) -> str:
    """The query of one table; `laid` is None for a table that the change does not touch."""
    names = ", ".join(c.name for c in table.columns)
    incoming = f"SELECT row_, {names} FROM next_{table.name}"
    stored = f"SELECT NULL::INTEGER AS row_, {names} FROM {table.name} t"
    kept = f"{stored} ANTI JOIN next_{table.name} i ON {same_key('i', 't', table)}"
    # Every rule plans these anew, so each holds no more than it needs.
    return {
        None: stored,
        Laid.ON_NOTHING: incoming,
        Laid.OVER: f"{incoming} UNION ALL {kept}",
        Laid.OVER_AND_LESS: f"{incoming} UNION ALL {kept} ANTI JOIN gone_{table.name} g ON {same_key('g', 't', table)}",
    }[laid]


def make_spared(cursor: duckdb.DuckDBPyConnection, spared: Mapping[str, Sequence[str]]) -> None:
    """Make `spared_rounds` and `spared_decisions`: ids that may change although they are frozen or recorded."""
    for name in ("rounds", "decisions"):
        (key,) = TABLE[name].key
        run(cursor, f"CREATE OR REPLACE TEMP TABLE spared_{name} AS SELECT unnest(?::VARCHAR[]) AS {key}", [list(spared.get(name, ()))])
