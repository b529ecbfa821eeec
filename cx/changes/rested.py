"""What needs rest on that interviews once bore out: worked out anew where somebody who spoke to them is gone.

A statement that became a need, or a need whose evidence was raised, recorded what interviews said on that day. Where they still
bear it out, the record names those that are left; where they do not, the need rests on what it rested on before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from cx.analysis.research import verdicts
from cx.changes.promote import PROMOTION, RAISING, of_need, of_statement
from cx.store.history import WITHDRAWAL, Entry, entries

EVIDENCE = ("evidence", "evidence_date", "source")
Row = Mapping[str, Any]
UNHEARD: Row = {"status": "untested", "n": 0, "k": 0, "divided": 0, "interviews": (), "last_held": None}


@dataclass(frozen=True)
class Act:
    """One change of what a need is recorded to rest on: a kind of act, the need before and after it, and the statement that became it."""

    action: str
    before: Row | None
    after: Row
    hypothesis_id: str


def rested(cursor: duckdb.DuckDBPyConnection, need_ids: Collection[str], hypothesis_ids: Collection[str]) -> list[dict[str, str]]:
    """The rows of `needs`, as they are written, of which interviews bear out something else than is recorded: among these needs, and
    those that were made of these statements."""
    acts = _acts(cursor)
    asked = [n for n in acts if n in need_ids or any(act.hypothesis_id in hypothesis_ids for act in acts[n] if act.hypothesis_id)]
    run = {need_id: resting for need_id in sorted(asked) if (resting := _resting(acts[need_id]))}
    if not run:
        return []
    said = verdicts(cursor)
    found = []
    for need_id, resting in run.items():
        now = _stored(cursor, need_id)
        if now is None:
            continue
        then = _basis(need_id, resting, said)
        if _text(now, "source") != _text(resting[0].after, "source"):  # somebody has written it anew since
            then["source"] = _text(now, "source")
        if any(then[name] != _text(now, name) for name in EVIDENCE):
            found.append({"need_id": need_id, **then})
    return found


def _basis(need_id: str, resting: list[Act], said: Mapping[tuple[str, str], Row]) -> dict[str, str]:
    """What interviews bear out by now of the newest act for which they do, else what stood there before all of them."""
    for act in resting:
        if act.action == PROMOTION:
            return of_statement(said.get(("statement", act.hypothesis_id), UNHEARD), act.hypothesis_id)
        heard = said.get(("need", need_id), UNHEARD)
        if heard["status"] == "supported":
            return of_need(heard, _text(act.before, "source"))
    return {name: _text(resting[-1].before, name) for name in EVIDENCE}


def _resting(acts: list[Act]) -> list[Act]:
    """The acts on which the need rests, the newest first: those since anybody recorded something else by hand."""
    newest = acts[0]
    run = []
    for act in acts:
        if act.action == WITHDRAWAL:
            continue
        if act.action not in (PROMOTION, RAISING):
            break
        run.append(act)
        if act.action == PROMOTION:
            break
    fell = newest.action == WITHDRAWAL and run and run[-1].action == RAISING
    if fell and all(_text(newest.after, name) == _text(run[-1].before, name) for name in EVIDENCE):
        return []
    return [Act(act.action, act.before, newest.after if n == 0 else act.after, act.hypothesis_id) for n, act in enumerate(run)]


def _acts(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[Act]]:
    """By need: every change of what it is recorded to rest on, the newest first."""
    known = {entry.audit_id: entry for entry in entries(cursor)}
    made = dict(
        cursor.execute(
            """SELECT r.audit_id, r.after ->> 'hypothesis_id' FROM audit_rows r JOIN audit_log l ON l.audit_id = r.audit_id
            WHERE r.table_name = 'hypotheses' AND l.action = ? AND r.after IS NOT NULL""",
            [PROMOTION],
        ).fetchall()
    )
    found: dict[str, list[Act]] = {}
    for audit_id, before, after in _changes(cursor):
        act = _in_force(known[audit_id], known)
        if act.action != WITHDRAWAL and before is not None and all(before.get(name) == after.get(name) for name in EVIDENCE[:2]):
            continue
        one = Act(act.action, before, after, made.get(act.audit_id, "") if act.action == PROMOTION else "")
        found.setdefault(str(after["need_id"]), []).append(one)
    return found


def _changes(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Row | None, Row]]:
    sql = "SELECT audit_id, before, after FROM audit_rows WHERE table_name = 'needs' AND after IS NOT NULL ORDER BY audit_id DESC"
    for audit_id, before, after in cursor.execute(sql).fetchall():
        yield audit_id, json.loads(before) if before else None, json.loads(after)


def _in_force(entry: Entry, known: Mapping[int, Entry]) -> Entry:
    """The change that this one makes again, where it undoes an undo; else itself."""
    while (undone := known.get(entry.undoes or 0)) and (again := known.get(undone.undoes or 0)):
        entry = again
    return entry


def _stored(cursor: duckdb.DuckDBPyConnection, need_id: str) -> Row | None:
    rows = cursor.execute("SELECT evidence, evidence_date::VARCHAR, source FROM needs WHERE need_id = ?", [need_id]).fetchall()
    return dict(zip(EVIDENCE, rows[0], strict=True)) if rows else None


def _text(row: Row | None, name: str) -> str:
    value = (row or {}).get(name)
    return "" if value is None else str(value)
