"""Who was interviewed? By the rule by which people are counted, and also whom only the history still knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from cx import words
from cx.frames import row_dicts, with_tuples
from cx.sql import relation, run
from cx.sql.groundwork import make_functions
from cx.store import Workspace


@dataclass(frozen=True)
class Participant:
    """One person: the `key` by which they are counted, the present pseudonym and all former ones, and their interviews, also those
    that only the history holds still; `held` are those that stand."""

    key: str
    name: str
    called: tuple[str, ...]
    segment: str
    interviews: tuple[str, ...]
    held: int
    findings: int

    @property
    def label(self) -> str:
        """The person in a list."""
        said = f"{words.count(self.held, 'interview')} · {words.count(self.findings, 'finding')}" if self.held else "in the history alone"
        return f"{self.name} · {self.segment} · {said}"


def participants(workspace: Workspace) -> list[Participant]:
    """Everybody who was interviewed."""
    with workspace.cursor() as cursor:
        return participants_of(cursor)


def participants_of(cursor: duckdb.DuckDBPyConnection) -> list[Participant]:
    """Everybody who was interviewed, as the transaction of this cursor sees it."""
    make_functions(cursor)
    rows = row_dicts(with_tuples(run(cursor, relation("research/participant")).df()))
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["person"], []).append(row)
    return [_participant(key, own) for key, own in found.items()]


def _participant(key: str, rows: Sequence[dict[str, Any]]) -> Participant:
    now = [str(r["participant"]) for r in rows if not words.missing(r["participant"])]
    called = dict.fromkeys([*now, *(name for r in rows for name in r["called"])])
    interviews = tuple(str(r["interview_id"]) for r in rows)
    held, findings = sum(bool(r["stands"]) for r in rows), sum(int(r["findings"]) for r in rows)
    return Participant(key, now[0] if now else interviews[0], tuple(called), str(rows[0]["segment"]), interviews, held, findings)
