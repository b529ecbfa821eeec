"""Duplicates: one thing under two ids, in one upload or against the stored rows. Reported before anything is written.

Two rows are the same thing if they have the same name; needs, if they have the same statement and persona. Touchpoints of one
name in two channels or markets are two things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

import duckdb

from cx.changes.future import Future
from cx.changes.staging import Staged
from cx.issues import Issue, issue
from cx.lexicon.plain import plain_name
from cx.sql import run
from cx.tables import Table

NAME_OF: dict[str, str] = {
    "personas": "name",
    "stages": "name",
    "segments": "name",
    "touchpoints": "name",
    "needs": "statement",
    "rounds": "name",
    "improvements": "name",
}
"""The column that names the rows of a table to people."""
APART: dict[str, tuple[str, ...]] = {"touchpoints": ("channel", "market"), "segments": ("market",)}
"""Columns that distinguish two rows of one name, if both are filled in."""
UNSAID = frozenset(("", "unknown"))
MOST = 50
"""Rows of one name that each is compared with, at most."""
Row = Mapping[str, str | None]
Identity = tuple[str, ...]


@lru_cache(maxsize=50_000)
def bare(name: str) -> str:
    """A name in the form in which names are compared."""
    return plain_name(name)


def identity(table: str, row: Row, personas: Mapping[str, str]) -> Identity | None:
    """What identifies a row apart from its id; None if it has no name. `personas` gives names by id."""
    name = bare(row.get(NAME_OF[table]) or "")
    if not name:
        return None
    if table != "needs":
        return (name,)
    persona = row.get("persona_id") or ""
    return (bare(personas.get(persona, persona)), name) if persona else None


def differ(table: str, one: Row, other: Row) -> bool:
    """Whether two rows of one name are different things nevertheless."""
    pairs = [(bare(one.get(column) or ""), bare(other.get(column) or "")) for column in APART.get(table, ())]
    return any(a != b and not {a, b} & UNSAID for a, b in pairs)


def brought_twice(cursor: duckdb.DuckDBPyConnection, future: Future, table: Table, file: str, staged: Staged) -> Iterator[Issue]:
    """Staged rows that duplicate a stored row or an earlier row under another id."""
    if table.name not in NAME_OF:
        return
    (key,), name = table.key, NAME_OF[table.name]
    if future.is_brought_alone(table.name) and staged.cells is not None and _differ_all(staged.cells.get(name, ())):
        return
    news = {
        r[0]
        for r in run(
            cursor,
            f"SELECT row_ FROM next_{table.name} WHERE change_ = 'new' OR (change_ = 'changed' AND {name} IS DISTINCT FROM before_->>'{name}')",
        ).fetchall()
    }
    if not news:
        return
    personas = (
        dict(run(cursor, f"SELECT persona_id, name FROM {future.rows_of(cursor, 'personas')} WHERE name IS NOT NULL").fetchall())
        if table.name == "needs"
        else {}
    )
    wanted = [key, name, *(("persona_id",) if table.name == "needs" else ()), *APART.get(table.name, ())]
    alike: defaultdict[Identity, list[tuple[int | None, dict[str, str]]]] = defaultdict(list)
    # Stored rows come first, then the incoming ones in their order.
    rows = run(
        cursor,
        f"SELECT row_, {', '.join(wanted)} FROM {future.of(cursor, table.name)} WHERE {key} IS NOT NULL ORDER BY row_ NULLS FIRST, {key}",
    ).fetchall()
    for row, *cells in rows:
        said = dict(zip(wanted, cells, strict=True))
        if told := identity(table.name, said, personas):
            alike[told].append((row, said))
    yield from sorted((found for same in alike.values() for found in _among(table, file, same, news)), key=lambda one: one.row or 0)


def _differ_all(names: Sequence[str]) -> bool:
    """Whether no two of these names are the same."""
    said = [bare(name) for name in names]
    return len(set(said)) == len(said)


def _among(table: Table, file: str, same: Sequence[tuple[int | None, Row]], news: Collection[int]) -> Iterator[Issue]:
    """The issues on rows of one name: against a stored row, else against an earlier one."""
    (key,), name = table.key, NAME_OF[table.name]
    stored = [one for number, one in same if number not in news][:MOST]
    brought = [(number, one) for number, one in same if number in news]
    for place, (row, said) in enumerate(brought):
        stands = next((one for one in stored if _is_other(table, said, one)), None)
        earlier = next(((number, one) for number, one in brought[: min(place, MOST)] if _is_other(table, said, one)), None)
        told = {"thing": _thing(table.name), "id": said[key]}
        if stands:
            yield issue("stands_under_other_id", file, row, name, said[name], other=stands[key], **told)
        elif earlier:
            yield issue("said_twice", file, row, name, said[name], first=earlier[0], other=earlier[1][key], **told)


def _is_other(table: Table, one: Row, other: Row) -> bool:
    """Whether both are the same thing under two ids."""
    return one[table.key[0]] != other[table.key[0]] and not differ(table.name, one, other)


def _thing(table: str) -> str:
    """The kind of thing in words; a need is named with its persona."""
    return "need of this persona" if table == "needs" else table.removesuffix("s")
