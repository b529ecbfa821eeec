"""Undo: the inverse of a recorded change, through the same checks, as a change of its own.

Rows that the change inserted are removed, rows that it changed get their former values, rows that it removed return. Later
changes are never lost: if one depends on this change, the undo is refused and names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from cx import words
from cx.changes.load import apply_sheets, user
from cx.changes.outcome import Outcome
from cx.changes.sheets import FIRST, Sheet
from cx.errors import CannotUndo
from cx.exports.export import cell_text
from cx.exports.guard import guarded
from cx.readers.row_buffer import RowBuffer
from cx.store import Workspace, history
from cx.store.history import Entry
from cx.store.rows import Change, streamed
from cx.tables import TABLES, TEXTUAL, Column, Table, Type

EXAMPLES = 3
WITHOUT_SNAPSHOT = "SELECT round_id FROM recorded_rounds ANTI JOIN frozen_round USING (round_id) WHERE NOT had"
LATER_DECISIONS = """SELECT decision_id FROM decisions ANTI JOIN recorded_decisions USING (decision_id)
    WHERE supersedes IN (SELECT decision_id FROM recorded_decisions WHERE NOT had)"""


def undo(workspace: Workspace, audit_id: int, who: str | None = None) -> Outcome:
    """Write the inverse of a recorded change in one transaction; undoing an undo restores the change.

    Raises CannotUndo, and writes nothing, if the change does not exist or is undone already, if its rows were changed since,
    if newer rows refer to rows that would be removed, or if a round is frozen.
    """
    with workspace.transaction() as cursor:
        return undo_in(cursor, audit_id, who)


def undo_in(cursor: duckdb.DuckDBPyConnection, audit_id: int, who: str | None = None) -> Outcome:
    """Like `undo`, within a transaction that the caller commits or rolls back."""
    everything = history.entries(cursor)
    entry = _undoable(everything, audit_id)
    if history.has_erased_rows(cursor, entry):
        raise CannotUndo(f"{words.sentence(str(entry))[:-1]} cannot be undone: what was erased of it is gone for good.")
    tables = history.recorded_tables(cursor, audit_id)
    known = {table.name: history.unfold(cursor, audit_id, table) for table in tables}
    hindrance = Hindrance(cursor, entry, everything)
    for table in tables:
        hindrance.look(table, history.altered_since(table, known[table.name]), "{rows} changed again since")
        if table.name == "decisions":
            hindrance.look(table, LATER_DECISIONS, "{rows} would replace a decision that would be gone")
    hindrance.refuse()
    outcome = apply_sheets(
        cursor,
        [_returning(cursor, table, known[table.name]) for table in tables if _count(cursor, table, "had")],
        Change(who or user(), "undo", undoes=audit_id),
        remove={table.name: _leaving(table) for table in tables if _count(cursor, table, "NOT had")},
        # Frozen rounds and recorded decisions are protected from later changes, not from undoing the import that created them;
        # a round that was frozen here stays.
        spared={
            "rounds": [row[0] for table in tables if table.name == "rounds" for row in cursor.execute(WITHOUT_SNAPSHOT).fetchall()],
            "decisions": [
                row
                for table in tables
                if table.name == "decisions"
                for (row,) in cursor.execute("SELECT decision_id FROM recorded_decisions").fetchall()
            ],
        },
    )
    if outcome.refused:
        _explain(hindrance, outcome)
    return outcome


class Hindrance:
    """All reasons why one change cannot be undone, and the later changes that cause them."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, entry: Entry, everything: Sequence[Entry]):
        self._cursor, self._entry = cursor, entry
        self._entries = {e.audit_id: e for e in everything}
        self._reasons: list[str] = []
        self._blocking: set[int] = set()

    def look(self, table: Table, keys: str, reason: str) -> None:
        """Note a reason if the query `keys` finds rows of the table; `{rows}` becomes how many and which."""
        self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE hindering_ AS {keys}")
        number = int(self._cursor.execute("SELECT count(*)::BIGINT FROM hindering_").fetchall()[0][0])
        if not number:
            return
        shown = self._cursor.execute(
            f"SELECT concat_ws(' · ', {', '.join(table.key)}) FROM hindering_ ORDER BY ALL LIMIT {EXAMPLES + 1}"
        ).fetchall()
        which = words.listing([row[0] for row in shown] + [""] * (number - len(shown)), EXAMPLES)
        later = history.later_changes(self._cursor, self._entry.audit_id, table, "FROM hindering_")
        self._blocking.update(later)
        by = f", by {words.listing(str(self._entries[i]) for i in later)}" if later else ""
        self.note(reason.format(rows=f"{words.count(number, 'row')} of {table.file} ({which})") + by)

    def note(self, reason: str) -> None:
        """Add a reason."""
        self._reasons.append(reason)

    def refuse(self) -> None:
        """Raise CannotUndo if there is a reason."""
        if self._reasons:
            blocking = sorted(self._blocking, reverse=True)
            raise CannotUndo(_sentence(f"{self._entry} cannot be undone: {'; '.join(self._reasons)}"), blocking)


def _undoable(everything: Sequence[Entry], audit_id: int) -> Entry:
    entry = next((e for e in everything if e.audit_id == audit_id), None)
    if entry is None:
        newest = f"the newest is change {everything[0].audit_id}" if everything else "nothing has been changed yet"
        raise CannotUndo(f"There is no change {audit_id}; {newest}.")
    if entry.undone_by is not None:
        undo_ = next(e for e in everything if e.audit_id == entry.undone_by)
        text = f"{entry} is undone already, by {undo_}; undo change {undo_.audit_id} to bring it back"
        raise CannotUndo(_sentence(text), [undo_.audit_id])
    return entry


def _explain(hindrance: Hindrance, outcome: Outcome) -> None:
    """Raise CannotUndo with the issues of the checks, told as what depends on the change."""
    codes = {f.code for f in outcome.issues if f.is_error}
    if "unknown_reference" in codes:
        for table, column in _references():
            target = column.references or ""
            gone = outcome.counts[target].removed if target in outcome.counts else 0
            if gone:
                reason = f"{{rows}} would refer to rows of {target}.csv that would go"
                hindrance.look(table, _referring(table, column, f"SEMI JOIN gone_{target} t"), reason)
            lost = (
                f"ANTI JOIN future_{target} t" if not gone else f"ANTI JOIN (FROM future_{target} UNION ALL BY NAME FROM gone_{target}) t"
            )
            reason = f"{{rows}} would come back, but the rows of {target}.csv that they refer to are gone"
            hindrance.look(table, _referring(table, column, lost), reason)
    for issue in outcome.issues:
        if issue.is_error and issue.code != "unknown_reference":
            hindrance.note(f"{issue.file}: {issue.why.rstrip('.')}")
    hindrance.refuse()


def _references() -> Iterable[tuple[Table, Column]]:
    return ((table, column) for table in TABLES for column in table.columns if column.references)


def _referring(table: Table, column: Column, join: str) -> str:
    """Keys of the rows of `future_<table>` whose ids are found (or, by an ANTI JOIN, not found) as keys of `t`."""
    ids = f"unnest(string_split({column.name}, ';'))" if column.type is Type.LIST else column.name
    target = next(t for t in TABLES if t.name == column.references)
    keys = ", ".join(table.key)
    return f"""SELECT DISTINCT {keys} FROM (
        SELECT * FROM (SELECT {keys}, trim({ids}) AS id_ FROM future_{table.name}) WHERE id_ <> '') f
        {join} ON t.{target.key[0]} = f.id_"""


def _returning(cursor: duckdb.DuckDBPyConnection, table: Table, names: Sequence[str]) -> Sheet:
    columns = [table.column(n) for n in names]
    values = ", ".join(f"before_.{n}" for n in names)
    # Staging removes one ' from a guarded text; these texts are literal.
    write = [guarded if c.type in TEXTUAL else cell_text for c in columns]
    cells = RowBuffer[tuple[str, ...]]()
    for row in streamed(cursor, f"SELECT {values} FROM recorded_{table.name} WHERE had"):
        cells.append(tuple(text(value) for text, value in zip(write, row, strict=True)))
    return Sheet(table.file, table, list(names), lambda: enumerate(cells, start=FIRST))


def _leaving(table: Table) -> str:
    """A query for the keys of the rows that the change inserted."""
    return f"SELECT {', '.join(table.key)} FROM recorded_{table.name} WHERE NOT had"


def _count(cursor: duckdb.DuckDBPyConnection, table: Table, condition: str) -> int:
    return int(cursor.execute(f"SELECT count(*)::BIGINT FROM recorded_{table.name} WHERE {condition}").fetchall()[0][0])


def _sentence(text: str) -> str:
    return words.sentence(text)
