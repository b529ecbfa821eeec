"""A database filled with everything but what is asked to be erased."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from cx.errors import UsageError, WorkspaceError
from cx.store import schema
from cx.store.acting import user
from cx.store.erased_rows import without_cells
from cx.store.erased_words import Words
from cx.store.frozen_erased import frozen_without
from cx.store.history import ERASED
from cx.store.opening import connect
from cx.store.records import CODING_RECORDS, FROZEN_RECORDS
from cx.store.rows import Change
from cx.store.what_goes import Asked, Asking, Found
from cx.tables import TABLE, TABLES, Type

BATCH = 20_000
ORDER = (*(s.split()[2] for s in schema.RECORDS if s not in FROZEN_RECORDS), *(table.name for table in TABLES))
"""Every table, those that others refer to first; frozen rounds have a way of their own."""
OF_INTERVIEWS = tuple(statement.split()[2] for statement in CODING_RECORDS)
"""Records that belong to an interview."""
NEVER = frozenset(
    (
        "sealed",
        "host_hash",
        "token_hash",
        *(f"{t.name}.{c.name}" for t in TABLES for c in t.columns if c.type in (Type.CHOICE, Type.PICTURE)),
    )
)
"""Columns, or tables with their column, whose words are not people's."""


class Erasing:
    """One act of erasing: what is asked for, and what was found of it."""

    def __init__(self, asked: Asked | Asking, fingerprint: Callable[[str], str]):
        self.found = Found()
        self._asking, self._fingerprint = asked, fingerprint

    def look(self, source: duckdb.DuckDBPyConnection) -> None:
        """Find what is asked for."""
        self._asked = self._asking if isinstance(self._asking, Asked) else self._asking(source)
        self._words = Words(self._asked.texts, self._asked.spared, must=not self._asked.rows)
        self._words.follow(dict(_changed_tables(source, self._words, self._fingerprint)))
        self._of_nothing_else = self._changes_of_nothing_else(source)
        self._words.seen.clear()
        for table in ORDER:
            for _ in self._batches(source, table, only_hits=True):
                pass
        self._frozen(source, None)
        self.found.texts.update(self._words.seen)

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
            self._frozen(source, connection)
            self._record(connection)
            connection.commit()
            connection.execute("CHECKPOINT")
        return True

    def _frozen(self, source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection | None) -> None:
        """The frozen rounds, which are copied into the target where there is one; counts those that hold some."""
        if touched := frozen_without(source, self._words, target, self._asked.action):
            self.found.rows["frozen_round"] += touched

    def _batches(self, source: duckdb.DuckDBPyConnection, table: str, *, only_hits: bool = False) -> Iterator[pa.Table]:
        """The rows of a table as they shall be; counts what of them changed."""
        columns = _texts_of(source, table)
        leaves, keys = self._leaving(table)
        rows = source.sql(
            f"""SELECT * FROM (SELECT *, {_hit(columns)} AS hit_, coalesce({leaves}, false) AS leaves_ FROM {table})
            {"WHERE hit_ OR leaves_" if only_hits else ""}""",
            params=[self._words.looked_for, *keys],
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
        if table == "audit_log":
            return "list_contains(?::VARCHAR[], audit_id::VARCHAR)", [self._of_nothing_else]
        if table == "set_aside" and self._asked.cells:
            return "len(list_filter(?::VARCHAR[], lambda cell: contains(lower(content), cell))) > 0", [list(self._asked.cells)]
        if table in OF_INTERVIEWS and "interviews" in self._asked.rows:  # what is sealed of an interview goes with it
            return _one_of(["interview_id"]), [_joined(self._asked.rows["interviews"])]
        if table in self._asked.rows:
            return _one_of([f"{part}::VARCHAR" for part in TABLE[table].key]), [_joined(self._asked.rows[table])]
        return "false", []

    def _changes_of_nothing_else(self, source: duckdb.DuckDBPyConnection) -> list[str]:
        """Changes that touched only rows that go: what they were made from, a file for one, is of nobody else."""
        condition, keys = self._leaving("audit_rows")
        sql = f"SELECT audit_id::VARCHAR FROM audit_rows GROUP BY audit_id HAVING bool_and(coalesce({condition}, false))"
        return [row[0] for row in source.execute(sql, keys).fetchall()] if self._asked.rows else []

    def _staying(self, rows: pa.Table, table: str) -> pa.Table:
        """The rows without those that go. Of a record stands, without any value, that there was one: a change has the rows that it counts."""
        leaves = rows["leaves_"]
        rows = rows.drop_columns(["leaves_"])
        if not (number := leaves.to_pylist().count(True)):
            return rows
        if table == "audit_log":
            return _emptied(rows, leaves, "source", "sha256")
        if table == "set_aside":
            return self._still_aside(rows)
        self.found.gone[table] += number
        if table != "audit_rows":
            return rows.filter(pc.invert(leaves))
        changes = rows.filter(leaves)["audit_id"].to_pylist()
        self.found.recorded_changes.update(changes)
        self.found.lost_changes.update(changes)
        return _emptied(rows, leaves, "before", "after")

    def _still_aside(self, rows: pa.Table) -> pa.Table:
        """The lists of rows that were set aside, without those rows that go, and without a list of nothing else."""
        kept = []
        for row in rows.to_pylist():
            content, left = without_cells(row["content"], self._asked.cells)
            counted = self.found.rows if left else self.found.gone
            counted["set_aside"] += content != row["content"]
            if left:
                kept.append(row | {"content": content, "rows": left})
        return pa.Table.from_pylist(kept, rows.schema)

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
        asked, said = self._asked, self.found.said()
        changed, gone = (
            sum(number for table, number in counted.items() if table in TABLE) for counted in (self.found.rows, self.found.gone)
        )
        who = self._words.without(user())
        mended = asked.mend(target, Change(who, asked.action, said)) if asked.mend else 0
        if mended:
            target.execute("UPDATE audit_log SET rows_removed = ? WHERE audit_id = (SELECT max(audit_id) FROM audit_log)", [gone])
            return
        target.execute(
            """INSERT INTO audit_log (audit_id, happened_at, who, action, source, rows_new, rows_changed, rows_removed)
            SELECT coalesce(max(audit_id), 0) + 1, ?, ?, ?, ?, 0, ?, ? FROM audit_log""",
            [datetime.now(UTC).replace(tzinfo=None), who, asked.action, said, changed if asked.action == ERASED else 0, gone],
        )


def _emptied(rows: pa.Table, where: pa.ChunkedArray, *names: str) -> pa.Table:
    for name in names:
        rows = rows.set_column(rows.schema.get_field_index(name), name, pc.if_else(where, pa.scalar(None, pa.string()), rows[name]))
    return rows


def _one_of(parts: Sequence[str]) -> str:
    filled = ", ".join(f"coalesce({part}, '')" for part in parts)
    return f"list_contains(?, concat_ws(chr(31), {filled}))"


def _joined(keys: Collection[tuple[str, ...]]) -> list[str]:
    return [chr(31).join(key) for key in keys]


def _texts_of(source: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = source.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND table_name = ? AND data_type = 'VARCHAR'",
        [table],
    ).fetchall()
    return [name for (name,) in rows if name not in NEVER and f"{table}.{name}" not in NEVER]


def _hit(columns: Sequence[str]) -> str:
    """A condition: some cell of a row may hold one of the texts of the list, in small letters, that it is asked with."""
    whole = f"lower(concat_ws(chr(31), {', '.join(columns or ['NULL'])}))"
    return f"len(list_filter(?::VARCHAR[], lambda form: contains({whole}, form))) > 0"


def _changed_tables(source: duckdb.DuckDBPyConnection, words: Words, fingerprint: Callable[[str], str]) -> dict[str, str]:
    """The hashes of frozen tables of rooms that hold what is erased, and those that they will have. Raises WorkspaceError where
    a vote that is still sealed is about one of them."""
    sealed = source.execute(f"SELECT item_id FROM workshop_mark WHERE {_hit(['item_id'])}", [words.looked_for]).fetchall()
    if any(words.without(item) != item for (item,) in sealed):
        raise WorkspaceError("The id of an item that a room marks holds this text. Close the room, correct the id, then erase.")
    found = source.execute("SELECT content_hash, content FROM workshop_room").fetchall()
    return {known: fingerprint(words.without(content)) for known, content in found if words.without(content) != content}
