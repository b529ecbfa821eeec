"""Checks of references: ids that no row of the table which they name will have. They yield issues and never raise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import duckdb

from cx.changes.future import Future
from cx.changes.staging import Staged
from cx.issues import Issue, issue
from cx.sql import run
from cx.store.rows import streamed
from cx.tables import TABLE, Column, Table, Type


@dataclass(frozen=True)
class References:
    """What staged sheets refer to, and the rows that there will be."""

    staged: Mapping[str, Staged]
    """By table."""
    future: Future

    def unknown(self, cursor: duckdb.DuckDBPyConnection, table: Table, file: str) -> Iterator[Issue]:
        """Ids of a staged sheet that no row of the referenced table will have."""
        for column in table.columns:
            if column.references and column.name in self.staged[table.name].given and not self._are_known(cursor, table, column):
                yield from self._unknown_ids(cursor, f"incoming_{table.name}", file, column)

    def orphans(self, cursor: duckdb.DuckDBPyConnection, table: Table, file: str, removed: Collection[str]) -> Iterator[Issue]:
        """Ids in stored rows, or in stored cells of incoming rows, whose row is removed from one of the tables `removed`."""
        given = self.staged[table.name].given if table.name in self.staged else ()
        for column in table.columns:
            if column.references in removed:
                stored = "row_ IS NULL" if column.name in given else "true"
                source = f"(SELECT * FROM {self.future.of(cursor, table.name)} WHERE {stored})"
                yield from self._unknown_ids(cursor, source, file, column)

    def _are_known(self, cursor: duckdb.DuckDBPyConnection, table: Table, column: Column) -> bool:
        """Whether a look at the different ids of a column says that there is nothing to find."""
        ids = self.staged[table.name].ids[column.name]
        if ids is None:
            return False
        if column.type is Type.LIST:
            ids = {part.strip(" ") for those in ids for part in those.split(";")}
        target = TABLE[column.references or ""]
        (key,) = target.key
        brought = self.staged[target.name].cells if target.name in self.staged else None
        missing = ids.difference(("",), (brought or {}).get(key, ()))
        if not missing:
            return True
        rows = self.future.rows_of(cursor, target.name)
        asked = f"SELECT 1 FROM (SELECT unnest(?::VARCHAR[]) AS id) s ANTI JOIN {rows} t ON t.{key} = s.id LIMIT 1"
        return not run(cursor, asked, [sorted(missing)]).fetchall()

    def _unknown_ids(self, cursor: duckdb.DuckDBPyConnection, source: str, file: str, column: Column) -> Iterator[Issue]:
        assert column.references is not None
        target = TABLE[column.references]
        id_ = f"trim(unnest(string_split({column.name}, ';')))" if column.type is Type.LIST else column.name
        rows = streamed(
            cursor,
            f"""
            SELECT row_, id FROM (SELECT row_, {id_} AS id FROM {source}) s
            ANTI JOIN {self.future.of(cursor, target.name)} t ON t.{target.key[0]} = s.id
            WHERE id <> '' ORDER BY row_""",
        )
        details = {"table": target.file, "key": target.key[0]}
        for row, id in rows:
            yield issue("unknown_reference", file, row, column.name, id, **details)
