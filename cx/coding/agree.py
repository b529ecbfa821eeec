"""Once both are done: their marks become `codings`, differences are decided, and the findings that follow are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from cx.changes.edit import Edit, write_edit
from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.write import sheet_of
from cx.coding.sealed import FIRST, SECOND, Coding, drop, hand_in, lines_of, noted_by
from cx.coding.sent import Noted
from cx.errors import InvalidData
from cx.lexicon.ids import not_taken, slug
from cx.store import Workspace
from cx.store.acting import user
from cx.store.rows import Change

Place = tuple[int, str]
"""A line and a theme."""


def finish(workspace: Workspace, coding: Coding, noted: tuple[Noted, ...]) -> None:
    """The second coder is done: store what both noted on the drawn lines, without the lines.

    Raises NotNow, NotAllowed, SealBroken or InvalidData; then nothing is written.
    """
    drawn = lines_of(workspace, coding)
    with workspace.transaction() as cursor:
        hand_in(workspace, cursor, coding, noted)
        first = [one for one in _first(workspace, coding) if one["line"] in drawn]
        outcome = apply_sheets(
            cursor,
            [sheet_of("codings", _rows(coding, sorted(drawn), first, noted))],
            Change(user(), "second coding", f"interview {coding.interview_id}: {len(drawn)} of {coding.lines} lines, seed {coding.seed}"),
        )
        if outcome.refused:
            raise InvalidData(outcome.issues)


def decide(cursor: duckdb.DuckDBPyConnection, interview_id: str, decided: Mapping[Place, bool]) -> Outcome:
    """Decide where two coders differ: whether a line has a theme. The history says who did, and can take it back."""
    rows = [
        {"interview_id": interview_id, "line": str(line), "theme": theme, "decided": str(has).lower(), "decided_by": user()}
        for (line, theme), has in decided.items()
    ]
    return apply_sheets(cursor, [sheet_of("codings", rows)], Change(user(), "adjudication", f"interview {interview_id}"))


def findings_after(workspace: Workspace, coding: Coding) -> Edit:
    """The findings of the interview: the first coder's, but for the lines of which something else was decided."""
    decided: dict[Place, bool] = {
        (line, theme): has
        for line, theme, has in workspace.rows(
            "SELECT line, theme, decided FROM codings WHERE interview_id = ? AND decided IS NOT NULL", [coding.interview_id]
        )
    }
    first = noted_by(workspace, coding, FIRST)
    lines = lines_of(workspace, coding) if any(one["quote"] for one in first) else {}
    own = {(one["line"], one["theme"]) for one in first}
    kept = [one for one in first if decided.get((one["line"], one["theme"]), True)]
    added = [
        {**one, "quote": lines.get(one["line"], "")}
        for one in noted_by(workspace, coding, SECOND)
        if (place := (one["line"], one["theme"])) not in own and decided.get(place)
    ]
    taken = {r[0] for r in workspace.rows("SELECT finding_id FROM findings")}
    rows: list[dict[str, str]] = []
    for number, one in enumerate(sorted([*kept, *added], key=lambda one: one["line"]), start=1):
        finding_id = not_taken(f"{slug(coding.interview_id)}-{number:02}", taken)
        taken.add(finding_id)
        rows.append({"finding_id": finding_id, "interview_id": coding.interview_id} | {n: v for n, v in one.items() if n != "line"})
    return Edit("findings", tuple(rows), places=tuple(range(1, len(rows) + 1)), new=(True,) * len(rows))


def store(cursor: duckdb.DuckDBPyConnection, interview_id: str, edit: Edit) -> Outcome:
    """Store the findings, and drop the lines and what was sealed."""
    outcome = write_edit(cursor, edit, user())
    if not outcome.refused:
        drop(cursor, interview_id)
    return outcome


def _first(workspace: Workspace, coding: Coding) -> list[Noted]:
    return noted_by(workspace, replace(coding, is_done=True), FIRST)


def _rows(coding: Coding, drawn: Sequence[int], first: Sequence[Noted], second: Sequence[Noted]) -> list[dict[str, str]]:
    """One row per drawn line, and one per line and theme that either noted."""
    by_first, by_second = ({(one["line"], one["theme"]) for one in noted} for noted in (first, second))
    places: list[Place] = [(line, "") for line in drawn] + sorted(by_first | by_second)
    return [
        {
            "interview_id": coding.interview_id,
            "line": str(line),
            "theme": theme,
            "first": str((line, theme) in by_first).lower() if theme else "",
            "second": str((line, theme) in by_second).lower() if theme else "",
            "coded_on": date.today().isoformat(),
        }
        for line, theme in places
    ]
