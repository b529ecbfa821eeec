"""What a workspace keeps about uploads beside the data of the journey: how a layout was read, and rows to correct later.

A reading is remembered under the headings of its file, so that next month's export needs no second explanation. It is
JSON, written and understood by the code that made it. Rows that were refused are kept as CSV, with the reason, until
somebody takes them up or discards them. Neither is data of the journey: no CSV file and no audit record holds them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from cx.store.workspace import Workspace

ALIKE = 0.6
"""Share of common headings from which another layout is taken for an older or newer one of the same kind."""


@dataclass(frozen=True)
class Remembered:
    """One reading: `missing` names the headings it was made for that the file at hand lacks; empty if all are there."""

    file: str
    who: str
    remembered_at: datetime
    reading: dict[str, Any]
    missing: tuple[str, ...]


def remember(
    workspace: Workspace, kind: str, fingerprint: str, file: str, header: Sequence[str], reading: dict[str, Any], who: str
) -> None:
    """Keep a reading of this layout; it takes the place of the one before."""
    with workspace.transaction() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO reading_memory VALUES (?, ?, ?, ?, ?, ?, ?)",
            [fingerprint, kind, file, json.dumps(list(header)), json.dumps(reading), who, datetime.now(UTC).replace(tzinfo=None)],
        )


def recall(workspace: Workspace, kind: str, fingerprint: str, header: Sequence[str]) -> Remembered | None:
    """The reading of this very layout or, if there is none, the latest of a layout much like it."""
    rows = workspace.rows(
        "SELECT fingerprint, file, header, reading, who, remembered_at FROM reading_memory WHERE kind = ? ORDER BY remembered_at DESC",
        [kind],
    )
    best: tuple[float, Remembered] | None = None
    given = set(header)
    for known, file, headings, reading, who, at in rows:
        before = set(json.loads(headings))
        likeness = 2.0 if known == fingerprint else len(before & given) / max(1, len(before | given))
        if likeness >= ALIKE and (best is None or likeness > best[0]):
            missing = tuple(h for h in json.loads(headings) if h not in given)
            best = (likeness, Remembered(file, who, at, json.loads(reading), missing))
    return best[1] if best else None


@dataclass(frozen=True)
class SetAside:
    """Refused rows of one upload, kept for later: `content` is CSV, its last column says why."""

    number: int
    file: str
    rows: int
    content: str
    who: str
    happened_at: datetime


def set_aside(cursor: duckdb.DuckDBPyConnection, file: str, rows: int, content: str, who: str) -> None:
    """Keep refused rows, in the transaction that writes the others."""
    cursor.execute(
        "INSERT INTO set_aside SELECT coalesce(max(set_aside_id), 0) + 1, ?, ?, ?, ?, ? FROM set_aside",
        [file, rows, content, who, datetime.now(UTC).replace(tzinfo=None)],
    )


def all_set_aside(workspace: Workspace) -> list[SetAside]:
    """Everything that is kept for later, the newest first."""
    return [SetAside(*row) for row in workspace.rows("SELECT * FROM set_aside ORDER BY set_aside_id DESC")]


def discard(workspace: Workspace, number: int) -> None:
    """Forget rows that were set aside; nothing happens if they are gone already."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM set_aside WHERE set_aside_id = ?", [number])
