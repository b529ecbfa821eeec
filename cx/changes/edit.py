"""Editing in the tool: the difference of a grid before and after becomes rows, written like every other change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb
import pandas as pd

from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.reorder import reordered
from cx.changes.write import sheet_of
from cx.exports.export import cell_text
from cx.frames import row_dicts
from cx.issues import Issue, issue
from cx.lexicon.ids import not_taken, slug
from cx.store import Workspace
from cx.store.rows import Change, same_key
from cx.tables import TABLE, Table

EDITABLE = (
    "touchpoints",
    "needs",
    "personas",
    "stages",
    "need_stages",
    "need_markets",
    "links",
    "ratings",
    "rounds",
    "improvements",
    "improvement_effects",
)
"""Tables with a grid of their own, in the order in which a page offers them."""
ORDER = {
    "stages": "position, stage_id",
    "needs": "persona_id, kind, need_id",
    "touchpoints": "name, touchpoint_id",
    "personas": "name, persona_id",
    "rounds": "opened_on, round_id",
    "improvements": "name, improvement_id",
    "interviews": "held_on DESC NULLS LAST, interview_id",
    "hypotheses": "persona_id, quadrant, hypothesis_id",
}
Row = Mapping[str, str]
Link = tuple[str, str]
"""A (need id, touchpoint id) at one stage."""


@dataclass(frozen=True)
class Edit:
    """The changes made in a grid. `places` gives the grid's row (counted from 1) of every row written, `new` those of them
    that were not in the grid before."""

    table: str
    upsert: tuple[Row, ...] = ()
    remove: tuple[Row, ...] = ()
    places: tuple[int, ...] = field(default=(), compare=False)
    new: tuple[bool, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.upsert or self.remove)


def grid_of(workspace: Workspace, table: str, only: tuple[str, str] | None = None) -> pd.DataFrame:
    """Every row of a table as text, in the order in which people read it; an empty cell is an empty text.

    `only` is a column and the value that it must have. Stages show their position as 1, 2, …, whatever numbers are stored.
    """
    found = TABLE[table]
    names = [c.name for c in found.columns]
    order = ORDER.get(table, ", ".join(found.key))
    shown = [f"row_number() OVER (ORDER BY {order}) AS position" if (table, n) == ("stages", "position") else n for n in names]
    where, values = (f"WHERE {only[0]} = ?", [only[1]]) if only else ("", [])
    rows = workspace.rows(f"SELECT {', '.join(shown)} FROM {table} {where} ORDER BY {order}", values)
    return pd.DataFrame([[cell_text(v) for v in row] for row in rows], columns=names, dtype="object")


def edit_of(table: str, before: pd.DataFrame, after: pd.DataFrame, taken: Collection[str] = ()) -> Edit:
    """The difference of two grids of one table (columns of the table, text or empty); `taken` are ids of rows beyond the grid.

    A new row without an id gets one made from its name or statement. A row whose key was changed is a new row, and the old
    one is removed. Rows without any text are ignored. If a stage is new or moves, the positions of all stages are written.
    """
    found = TABLE[table]
    stood = {_key(found, row): row for row in _rows(before)}
    ids = {key[0] for key in stood} | set(taken)
    filled = [(place, row) for place, row in enumerate(_rows(after), start=1) if any(row.values())]
    order = _new_order(found, stood, [row for _, row in filled]) if table == "stages" else None
    upsert, places, new, kept = [], [], [], set()
    for number, (place, row) in enumerate(filled):
        if order:
            row = {**row, "position": str(order[number])}
        if len(found.key) == 1 and not row[found.key[0]]:
            row = {**row, found.key[0]: _new_id(table, row, ids)}
        key = _key(found, row)
        kept.add(key)
        was = stood.get(key)
        if was != row or order:
            # Only changed cells are written, so that concurrent changes of other cells are kept.
            anew = {*found.key, *(["position"] if order else [])}
            upsert.append(row if was is None else {n: v for n, v in row.items() if n in anew or v != was[n]})
            places.append(place)
            new.append(was is None)
    gone = [dict(zip(found.key, key, strict=True)) for key in stood if key not in kept]
    return Edit(table, tuple(upsert), tuple(gone), tuple(places), tuple(new))


def links_at(workspace: Workspace, stage_id: str) -> set[Link]:
    """Which needs are linked to which touchpoints at a stage."""
    return set(workspace.rows("SELECT need_id, touchpoint_id FROM links WHERE stage_id = ?", [stage_id]))


def edit_of_links(stage_id: str, before: set[Link], after: set[Link], shown: Callable[[Link], bool]) -> Edit:
    """The links that were added and removed among those shown."""
    new = sorted(link for link in after - before if shown(link))
    gone = sorted(link for link in before - after if shown(link))
    return Edit("links", tuple(_link(stage_id, link) for link in new), tuple(_link(stage_id, link) for link in gone))


def write_edit(cursor: duckdb.DuckDBPyConnection, edit: Edit, who: str) -> Outcome:
    """Check and, unless a row is refused, write the edit in this transaction; issues name rows of the grid."""
    title = TABLE[edit.table].title
    stored = _stored(cursor, edit)
    outcome = apply_sheets(
        cursor,
        [sheet_of(edit.table, _whole(edit, stored))],
        Change(who, "edit", title),
        remove={edit.table: list(edit.remove)},
        issues=_unseen(edit, stored),
    )
    outcome.issues = [replace(one, row=_place(edit, one.row), file=title if one.file == edit.table else one.file) for one in outcome.issues]
    return outcome


def _stored(cursor: duckdb.DuckDBPyConnection, edit: Edit) -> dict[tuple[str, ...], Row]:
    """The stored rows with the keys of the rows that are written."""
    table = TABLE[edit.table]
    if not edit.upsert:
        return {}
    names = [c.name for c in table.columns]
    keys = ", ".join(f"nullif(unnest(?::VARCHAR[]), '') AS {n}" for n in table.key)
    found = cursor.execute(
        f"SELECT {', '.join(f't.{n}' for n in names)} FROM {edit.table} t SEMI JOIN (SELECT {keys}) i ON {same_key('i', 't', table)}",
        [[row[n].strip() for row in edit.upsert] for n in table.key],
    ).fetchall()
    rows = (dict(zip(names, map(cell_text, cells), strict=True)) for cells in found)
    return {_key(table, row): row for row in rows}


def _whole(edit: Edit, stored: Mapping[tuple[str, ...], Row]) -> list[Row]:
    """The rows with all columns that any of them has; a column that a row does not have keeps its stored value."""
    table = TABLE[edit.table]
    named = [c.name for c in table.columns if any(c.name in row for row in edit.upsert)]
    now = [stored.get(_key(table, row), {}) for row in edit.upsert]
    return [{**{n: v for n, v in before.items() if n in named}, **row} for before, row in zip(now, edit.upsert, strict=True)]


def _unseen(edit: Edit, stored: Mapping[tuple[str, ...], Row]) -> list[Issue]:
    """Rows that are new in the grid but stored already: not shown in the grid, or written by somebody else meanwhile."""
    table = TABLE[edit.table]
    keys = [tuple(row[n].strip() for n in table.key) for row in edit.upsert]
    name = " and ".join(table.key) if len(table.key) < 4 else "key"
    return [
        issue("stands_already", edit.table, place, table.key[0], " · ".join(filter(None, key)), key=name)
        for place, (key, new) in enumerate(zip(keys, edit.new, strict=False), start=2)
        if new and key in stored
    ]


def _place(edit: Edit, row: int | None) -> int | None:
    """The row of the grid for a row of the sheet, whose first row of data is 2."""
    return edit.places[row - 2] if row is not None and 2 <= row < len(edit.places) + 2 else None


def _new_order(table: Table, stood: Mapping[tuple[str, ...], Row], rows: Sequence[Row]) -> list[int] | None:
    """The positions of all stages if one is new or was moved; None if not, or if a position cannot be read."""
    was = [stood.get(_key(table, row)) for row in rows]
    if all(before is not None and before["position"] == row["position"] for before, row in zip(was, rows, strict=True)):
        return None
    return reordered([None if before is None else int(before["position"]) for before in was], [row["position"].strip() for row in rows])


def _link(stage_id: str, link: Link) -> dict[str, str]:
    return {"touchpoint_id": link[1], "stage_id": stage_id, "need_id": link[0]}


def _rows(frame: pd.DataFrame) -> list[dict[str, str]]:
    filled = frame.astype("object").where(frame.notna(), "")
    return [{str(k): str(v) for k, v in row.items()} for row in row_dicts(filled)]


def _key(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in table.key)


def _new_id(table: str, row: Row, taken: set[str]) -> str:
    name = row.get("name") or row.get("statement") or table.rstrip("s")
    found = not_taken(slug(f"{row['persona_id']} {name}" if row.get("persona_id") else name), taken)
    taken.add(found)
    return found


def ticked(frame: pd.DataFrame, needs: Sequence[str]) -> set[Link]:
    """The links that are ticked in a matrix of booleans: needs down (in this order), touchpoint ids across."""
    return {
        (need, str(t))
        for need, (_, row) in zip(needs, frame.iterrows(), strict=True)
        for t, on in row.items()
        if on is True or str(on) == "True"
    }
