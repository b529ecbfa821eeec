"""What is asked to be erased, what is found of it, and a database filled with everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from cx.errors import UsageError, WorkspaceError
from cx.store import schema
from cx.store.acting import user
from cx.store.erased_words import Words
from cx.store.history import ERASED
from cx.store.opening import connect
from cx.tables import TABLE, TABLES, Type
from cx.words import count

BATCH = 20_000
ORDER = (*(statement.split()[2] for statement in schema.RECORDS), *(table.name for table in TABLES))
"""Every table, those that others refer to first."""
NEVER = frozenset(
    ("sealed", "host_hash", "token_hash", *(f"{t.name}.{c.name}" for t in TABLES for c in t.columns if c.type is Type.CHOICE))
)
"""Columns, or tables with their column, whose words are not people's."""
KEPT = (
    ("audit_rows", "recorded row", "recorded rows"),
    ("set_aside", "list of rows set aside", "lists of rows set aside"),
    ("reading_memory", "mapping", "mappings"),
    ("workshop_room", "room", "rooms"),
    ("workshop_decision", "decision of a room", "decisions of rooms"),
)
"""What is kept besides the tables, and what one of it is called, and several."""


@dataclass(frozen=True)
class Asked:
    """What shall go.

    `texts` are replaced, in capitals or not, wherever they stand as words of their own. `rows` names rows by table and key, the parts
    of a key as text in the order of the table: they go, with every value that the history holds of them; a row that refers to one must
    be named as well. Either may be empty.
    """

    texts: Sequence[str] = ()
    rows: Mapping[str, Collection[tuple[str, ...]]] = field(default_factory=dict)


@dataclass
class Found:
    """Where it stands, by table: cells by column, rows with such a cell, rows that go. `recorded_changes` are the changes of the
    history whose record names some of it; `copies` are files beside the workspace that may hold it as well."""

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    recorded_changes: set[int] = field(default_factory=set)
    copies: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows or self.gone)

    def said(self) -> str:
        """What it comes to, without any of it; as the history says it."""
        parts = [f"{count(number, 'row')} of {table}" for table, number in sorted(self.rows.items()) if table in TABLE]
        parts += [f"{count(number, 'whole row')} of {table}" for table, number in sorted(self.gone.items()) if table in TABLE]
        parts += [count(number, *what) for table, *what in KEPT if (number := self.rows[table] + self.gone[table])]
        return ", ".join(parts)


class Erasing:
    """One act of erasing: what is asked for, and what was found of it."""

    def __init__(self, asked: Asked, fingerprint: Callable[[str], str]):
        self.found = Found()
        self._asked, self._fingerprint = asked, fingerprint
        self._words = Words(asked.texts, must=not asked.rows)

    def look(self, source: duckdb.DuckDBPyConnection) -> None:
        """Find what is asked for."""
        self._words.follow(dict(_changed_tables(source, self._words, self._fingerprint)))
        for table in ORDER:
            for _ in self._batches(source, table, only_hits=True):
                pass

    def write(self, source: duckdb.DuckDBPyConnection, target: Path) -> bool:
        """Fill a new database with every row of another one but what is asked for; whether anything was found, so that it is worth while."""
        self.look(source)
        if not self.found:
            return False
        self.found = Found()
        with closing(connect(target)) as connection:
            schema.prepare(connection, is_new=True)
            connection.begin()
            connection.execute("DELETE FROM workspace_meta")
            for table in ORDER:
                for batch in self._batches(source, table):
                    connection.register("batch_", batch)
                    try:
                        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM batch_")
                    except duckdb.ConstraintException:
                        raise UsageError(f"A row of {table} refers to one that would go. Name it as well; nothing was erased.") from None
                    connection.unregister("batch_")
            self._record(connection)
            connection.commit()
            connection.execute("CHECKPOINT")
        return True

    def _batches(self, source: duckdb.DuckDBPyConnection, table: str, *, only_hits: bool = False) -> Iterator[pa.Table]:
        """The rows of a table as they shall be; counts what of them changed."""
        columns = _texts_of(source, table)
        condition, values = _hit(columns, self._words)
        leaves, keys = self._leaving(table)
        where = f"WHERE ({condition}) OR ({leaves})" if only_hits else ""
        rows = source.sql(
            f"SELECT *, coalesce({condition}, false) AS hit_, coalesce({leaves}, false) AS leaves_ FROM {table} {where}",
            params=[*values, *keys, *(values + keys if only_hits else [])],
        )
        for batch in rows.to_arrow_reader(BATCH):
            yield self._without(self._staying(pa.table(batch), table), table, columns)

    def _leaving(self, table: str) -> tuple[str, list[list[str]]]:
        """A condition: a row goes, or is the record of one that goes."""
        if table == "audit_rows":
            named = [(TABLE[name], keys) for name, keys in self._asked.rows.items()]
            key = {name.name: [f"coalesce(after, before) ->> '$.{part}'" for part in name.key] for name, _ in named}
            tests = [f"(table_name = '{name.name}' AND {_one_of(key[name.name])})" for name, _ in named]
            return " OR ".join(tests) or "false", [_joined(keys) for _, keys in named]
        if table in self._asked.rows:
            return _one_of([f"{part}::VARCHAR" for part in TABLE[table].key]), [_joined(self._asked.rows[table])]
        return "false", []

    def _staying(self, rows: pa.Table, table: str) -> pa.Table:
        """The rows without those that go. Of a record stands, without any value, that there was one: a change has the rows that it counts."""
        leaves = rows["leaves_"]
        rows = rows.drop_columns(["leaves_"])
        if not (number := leaves.to_pylist().count(True)):
            return rows
        self.found.gone[table] += number
        if table != "audit_rows":
            return rows.filter(pc.invert(leaves))
        self.found.recorded_changes.update(rows.filter(leaves)["audit_id"].to_pylist())
        for name in ("before", "after"):
            rows = rows.set_column(rows.schema.get_field_index(name), name, pc.if_else(leaves, pa.scalar(None, pa.string()), rows[name]))
        return rows

    def _without(self, rows: pa.Table, table: str, columns: Sequence[str]) -> pa.Table:
        """The rows without the texts."""
        hits = [place for place, hit in enumerate(rows["hit_"].to_pylist()) if hit]
        rows, changed_rows = rows.drop_columns(["hit_"]), set[int]()
        for name in columns if hits else ():
            texts: list[Any] = rows[name].to_pylist()
            changed = {at: clean for at in hits if texts[at] is not None and (clean := self._words.without(texts[at])) != texts[at]}
            if changed:
                self.found.cells[table, name] += len(changed)
                changed_rows |= set(changed)
                for at, clean in changed.items():
                    texts[at] = clean
                rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(texts, pa.string()))
        if changed_rows:
            self.found.rows[table] += len(changed_rows)
            if table in ("audit_rows", "audit_log"):
                self.found.recorded_changes.update(rows["audit_id"].take(pa.array(sorted(changed_rows))).to_pylist())
        return rows

    def _record(self, target: duckdb.DuckDBPyConnection) -> None:
        """One entry of the history, which cannot be undone; whoever erases their own name is not named by it."""
        changed, gone = (
            sum(number for table, number in counted.items() if table in TABLE) for counted in (self.found.rows, self.found.gone)
        )
        target.execute(
            """INSERT INTO audit_log (audit_id, happened_at, who, action, source, rows_new, rows_changed, rows_removed)
            SELECT coalesce(max(audit_id), 0) + 1, ?, ?, ?, ?, 0, ?, ? FROM audit_log""",
            [datetime.now(UTC).replace(tzinfo=None), self._words.without(user()), ERASED, self.found.said(), changed, gone],
        )


def _one_of(parts: Sequence[str]) -> str:
    filled = ", ".join(f"coalesce({part}, '')" for part in parts)
    return f"list_contains(?, concat_ws(chr(31), {filled}))"


def _joined(keys: Collection[tuple[str, ...]]) -> list[str]:
    return [chr(31).join(key) for key in keys]


def _texts_of(source: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = source.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND data_type = 'VARCHAR'", [table]).fetchall()
    return [name for (name,) in rows if name not in NEVER and f"{table}.{name}" not in NEVER]


def _hit(columns: Sequence[str], words: Words) -> tuple[str, list[str]]:
    """A condition: some cell of a row may hold what is erased."""
    forms = words.looked_for
    tests = [f"contains(lower({name}), ?)" for name in columns for _ in forms]
    return " OR ".join(tests) or "false", forms * len(columns)


def _changed_tables(source: duckdb.DuckDBPyConnection, words: Words, fingerprint: Callable[[str], str]) -> dict[str, str]:
    """The hashes of frozen tables of rooms that hold what is erased, and those that they will have. Raises WorkspaceError where
    a vote that is still sealed is about one of them."""
    condition, values = _hit(["item_id"], words)
    sealed = source.execute(f"SELECT item_id FROM workshop_mark WHERE {condition}", values).fetchall()
    if any(words.without(item) != item for (item,) in sealed):
        raise WorkspaceError("The id of an item that a room marks holds this text. Close the room, correct the id, then erase.")
    found = source.execute("SELECT content_hash, content FROM workshop_room").fetchall()
    return {known: fingerprint(words.without(content)) for known, content in found if words.without(content) != content}
