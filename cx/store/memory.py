"""How a layout of file was read: remembered per workspace, so that next month's export needs no second explanation.

A reading is remembered under the headings of its file. It is JSON, written and understood by the code that made it;
it is no data of the journey, so it stands in no CSV file and in no audit record.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

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


def remember(workspace: Workspace, kind: str, fingerprint: str, file: str, header: Sequence[str], reading: dict[str, Any], who: str) -> None:
    """Keep a reading of this layout; it takes the place of the one before."""
    with workspace.transaction() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO reading_memory VALUES (?, ?, ?, ?, ?, ?, ?)",
            [fingerprint, kind, file, json.dumps(list(header)), json.dumps(reading), who, datetime.now(UTC).replace(tzinfo=None)],
        )


def recall(workspace: Workspace, kind: str, fingerprint: str, header: Sequence[str]) -> Remembered | None:
    """The reading of this very layout or, if there is none, the latest of a layout much like it."""
    rows = workspace.rows(
        "SELECT fingerprint, file, header, reading, who, remembered_at FROM reading_memory WHERE kind = ? ORDER BY remembered_at DESC", [kind]
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
