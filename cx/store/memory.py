"""What a workspace keeps about uploads: how a layout was read, and refused rows to correct later.

A reading is stored by the headings of its file, so that the next export with them needs no new mapping. It is JSON of the
code that made it. Refused rows are kept as CSV with the reason, until somebody corrects or discards them. Neither is data of
the journey: no export and no audit log holds them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from cx.store.workspace import Workspace
from cx.words import printable

ALIKE = 0.6
"""Share of common headings from which a layout counts as another version of a remembered one."""


@dataclass(frozen=True)
class Remembered:
    """One remembered reading; `missing` names its headings that the present file lacks."""

    file: str
    who: str
    remembered_at: datetime
    reading: dict[str, Any]
    missing: tuple[str, ...]


def remember(
    workspace: Workspace, kind: str, fingerprint: str, file: str, header: Sequence[str], reading: dict[str, Any], who: str
) -> None:
    """Store a reading of this layout in place of the former one."""
    with workspace.transaction() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO reading_memory VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                fingerprint,
                kind,
                printable(file),
                json.dumps(list(header)),
                json.dumps(reading),
                who,
                datetime.now(UTC).replace(tzinfo=None),
            ],
        )


def recall(workspace: Workspace, kind: str, fingerprint: str, header: Sequence[str]) -> Remembered | None:
    """The reading of exactly this layout or, if there is none, the latest of a similar layout."""
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
    """Store refused rows, in the transaction that writes the others."""
    cursor.execute(
        "INSERT INTO set_aside SELECT coalesce(max(set_aside_id), 0) + 1, ?, ?, ?, ?, ? FROM set_aside",
        [printable(file), rows, printable(content), who, datetime.now(UTC).replace(tzinfo=None)],
    )


def all_set_aside(workspace: Workspace) -> list[SetAside]:
    """All rows that were set aside, the newest first."""
    return [SetAside(*row) for row in workspace.rows("SELECT * FROM set_aside ORDER BY set_aside_id DESC")]


def discard(workspace: Workspace, number: int) -> None:
    """Delete rows that were set aside, if they still exist."""
    with workspace.transaction() as cursor:
        cursor.execute("DELETE FROM set_aside WHERE set_aside_id = ?", [number])
