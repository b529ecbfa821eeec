"""Revisions of decisions: the log is append-only, so a recorded decision is superseded by a new row (method 6.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import duckdb

from cx import words
from cx.analysis.coverage import Coverage, coverage
from cx.changes.load import apply_sheets, user
from cx.changes.write import sheet_of
from cx.errors import InvalidData, NotNow
from cx.exports.export import cell_text
from cx.frames import row_dicts
from cx.sql import relation
from cx.store import Workspace
from cx.store.acting import Act
from cx.store.rows import Change
from cx.tables import TABLE
from cx.workshop.clock import now
from cx.workshop.decisions import Decision, Recorded, check, decisions_in_force, recorded
from cx.workshop.ids import free_decision_id
from cx.workshop.room import Room
from cx.workshop.table import table_items

Row = Mapping[str, Any]
COLUMNS = tuple(c.name for c in TABLE["decisions"].columns)
OF_A_CELL = re.compile(r"\.\d+$")
REVISION = re.compile(r"-r\d+$")
COMMON = ("content_hash", "decision", "rationale", "owner", "due", "review_date", "decided_on")
"""Columns in which the rows of one decision about merged needs agree, beside the beginning of their id."""


def in_force(workspace: Workspace, decision_id: str) -> list[Row]:
    """The rows of a decision in force, as in `decisions_in_force`: one, or one for each need that was merged into its item;
    none if it is superseded or does not exist."""
    found = decisions_in_force(workspace)
    rows = row_dicts(found[found["in_force"]])
    one = next((r for r in rows if r["decision_id"] == decision_id), None)
    return [] if one is None else sorted((r for r in rows if together(r, one)), key=lambda r: _number(r["decision_id"]))


def together(one: Row, other: Row) -> bool:
    """Whether two rows of the log are one decision, about needs that were merged into its item."""
    if one["decision_id"] == other["decision_id"]:
        return True
    first, second = (OF_A_CELL.sub("", str(r["decision_id"])) for r in (one, other))
    return first == second and all(_alike(one[n], other[n]) for n in COMMON)


def about(workspace: Workspace, row: Row) -> Sequence[Row]:
    """Every decision about the need and stage of `row`: those in force, then the latest first."""
    found = decisions_in_force(workspace)
    here = found[(found["need_id"] == row["need_id"]) & (found["stage_id"] == row["stage_id"])]
    return row_dicts(here.sort_values(["in_force", "decided_on", "decision_id"], ascending=False))


def revise(workspace: Workspace, decision_id: str, decision: Decision, *, who: str | None = None) -> str:
    """Supersede a decision that is in force by a new one; the old one stays on record. Returns the new id.

    The new row has today's evidence and priority, and no agreement, since no panel decided it. Raises NotAllowed where a
    required statement is missing, NotNow where the decision is superseded already, InvalidData where the workspace refuses
    a row; then nothing is written.
    """
    check(decision)
    answer = coverage(workspace)
    with workspace.transaction(Act.LEAD) as cursor:
        old = in_force(workspace, decision_id)
        if not old:
            raise NotNow(f"Decision {decision_id} is not in force any more: a later one stands in its place. Look at that one first.")
        new_id = _free_id(cursor, old[0]["decision_id"])
        rows = _rows(workspace, answer, decision, new_id, [(r["need_id"], r["stage_id"], r["decision_id"]) for r in old])
        rows += superseded(cursor, [r["decision_id"] for r in old])
        _write(cursor, rows, str(old[0]["statement"]), who)
    return new_id


def record(workspace: Workspace, answer: Coverage, cells: Sequence[tuple[str, str]], decision: Decision, *, who: str | None = None) -> str:
    """Record a decision about cells (need, stage) that no room took; it has the evidence and priority that `answer` gives them. Returns its id.

    Raises as `revise` does; NotNow where something is in force about one of the cells.
    """
    check(decision)
    with workspace.transaction(Act.LEAD) as cursor:
        standing = decisions_in_force(workspace)
        taken = {(r["need_id"], r["stage_id"]): r["decision_id"] for r in row_dicts(standing[standing["in_force"]])}
        if already := [taken[cell] for cell in cells if cell in taken]:
            raise NotNow(f"Decision {already[0]} is in force about it. Decide again in its place, so that the log tells which one stands.")
        new_id = free_decision_id(cursor)
        _write(cursor, _rows(workspace, answer, decision, new_id, [(*cell, None) for cell in cells]), "a decision without a room", who)
    return new_id


def _rows(
    workspace: Workspace, answer: Coverage, decision: Decision, new_id: str, cells: Iterable[tuple[str, str, str | None]]
) -> list[dict[str, str]]:
    """One row per cell: need, stage, and the decision that this one replaces there."""
    today = {(r["need_id"], r["stage_id"]): r for r in row_dicts(table_items(workspace, answer))}
    return [
        texts({
            "decision_id": id_of_cell(new_id, number), "workshop_id": None, "round_id": answer.round["round_id"], "content_hash": None,
            "need_id": need_id, "stage_id": stage_id, **fields_of(decision), **_known(today.get((need_id, stage_id))),
            "status": "accepted", "supersedes": replaced, "decided_on": now().date(),  # as in a room: the UTC day
        })
        for number, (need_id, stage_id, replaced) in enumerate(cells)
    ]  # fmt: skip


def _write(cursor: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, str]], about: str, who: str | None) -> None:
    done = apply_sheets(cursor, [sheet_of("decisions", rows)], Change(who or user(), "decision", about))
    if done.refused:
        raise InvalidData([f for f in done.issues if f.is_error])


def superseded(cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> list[dict[str, str]]:
    """Rows of stored decisions with the status superseded."""
    found = cursor.execute(
        f"SELECT {', '.join(COLUMNS)} FROM decisions WHERE decision_id IN (SELECT unnest(?::VARCHAR[]))", [list(ids)]
    ).fetchall()
    return [texts(dict(zip(COLUMNS, row, strict=True))) | {"status": "superseded"} for row in found]


def on_record(workspace: Workspace, room: Room) -> list[Recorded]:
    """Every decision of a room, then those that have superseded them since."""
    since = _since(workspace, room)
    later = {r.supersedes: r.decision_id for r in since}
    return [replace(r, superseded_by=r.superseded_by or later.get(r.decision_id)) for r in [*recorded(workspace, room), *since]]


def fields_of(decision: Decision) -> dict[str, Any]:
    """The fields of a decision, by column of `decisions`."""
    return {
        "options_considered": ";".join(o.replace(";", ",") for o in decision.options_considered), "decision": decision.decision,
        "rationale": decision.rationale, "owner": decision.owner, "due": decision.due, "review_date": decision.review_date, "dissent": decision.dissent,
    }  # fmt: skip


def texts(row: Row) -> dict[str, str]:
    """A row as text, as it would stand in a file."""
    return {name: cell_text(value.item() if hasattr(value, "item") else value) for name, value in row.items()}


def id_of_cell(decision_id: str, cell: int) -> str:
    """The id of one row of a decision; a decision about merged cells has a row for each of them."""
    return decision_id if cell == 0 else f"{decision_id}.{cell + 1}"


def _since(workspace: Workspace, room: Room) -> list[Recorded]:
    items = {cell: item.item_id for item in room.items for cell in item.cells}
    found: dict[tuple[str, str], Recorded] = {}
    for r in row_dicts(workspace.frame(relation("workshop/since"), {"room_id": room.room_id, "content_hash": room.content_hash})):
        item_id = items.get((r["of_need_id"], r["of_stage_id"]))
        if item_id is None:
            continue  # the cell was not on the table of this room, whatever a file says
        plain: dict[str, Any] = {name: None if words.missing(value) else value for name, value in r.items()}
        rationale, owner, dissent, options = (str(plain[name] or "") for name in ("rationale", "owner", "dissent", "options_considered"))
        decision = Decision(
            item_id, plain["decision"], rationale, owner, _day(plain["due"]), _day(plain["review_date"]), dissent,
            tuple(filter(None, options.split(";"))),
        )  # fmt: skip
        at = datetime.combine(_day(plain["decided_on"]) or date.min, time())
        record = Recorded(
            plain["decision_id"], decision, at, plain["evidence_level_at_decision"] or "none", plain["alpha_at_decision"], plain["priority_at_decision"],
            plain["supersedes"], None,
        )  # fmt: skip
        # Rows of one decision about merged needs are one line.
        found.setdefault((item_id, OF_A_CELL.sub("", plain["decision_id"])), record)
    return list(found.values())


def _day(value: Any) -> date | None:
    return None if value is None else value.date() if isinstance(value, datetime) else value


def _known(cell: Row | None) -> dict[str, Any]:
    """Evidence and priority of the cell today; None where it is no longer on the table."""
    if cell is None:
        return {"evidence_level_at_decision": None, "priority_at_decision": None}
    return {
        "evidence_level_at_decision": "none" if words.missing(cell["evidence"]) else cell["evidence"],
        "priority_at_decision": None if words.missing(cell["priority"]) else float(cell["priority"]),
    }


def _alike(one: Any, other: Any) -> bool:
    """Whether two cells hold the same, or nothing both."""
    return one == other or (words.missing(one) and words.missing(other))


def _number(decision_id: str) -> int:
    found = OF_A_CELL.search(decision_id)
    return int(found.group()[1:]) if found else 1


def _free_id(cursor: duckdb.DuckDBPyConnection, old: str) -> str:
    """The old id with the number of its revision: w1-d01, then w1-d01-r1, then w1-d01-r2."""
    first = REVISION.sub("", OF_A_CELL.sub("", old))
    taken = {r[0] for r in cursor.execute("SELECT decision_id FROM decisions").fetchall()}
    number = 1
    while f"{first}-r{number}" in taken:
        number += 1
    return f"{first}-r{number}"
