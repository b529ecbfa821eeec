"""A coding while it goes on: opened by the first coder, coded by the second, given up or finished; all that was said stays sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import duckdb

from cx.coding.draw import drawn
from cx.coding.sent import Handed, Noted
from cx.errors import NotAllowed, NotNow, SealBroken
from cx.store import Workspace
from cx.store.acting import user
from cx.workshop.clock import now
from cx.workshop.encryption import Mark, decrypt, encrypt, forget_key, key_with, new_seal

LINES, FIRST, SECOND = "lines", "first", "second"
FILLED_UP = 4_096
"""What is sealed is filled up to a multiple of so many characters, so that its length does not say how much was noted."""


@dataclass(frozen=True)
class Coding:
    """An interview that two people code. `is_done`: the second one is, or it was given up (then without a `second_coder`)."""

    interview_id: str
    seed: int
    lines: int
    seal: str
    first_coder: str
    second_coder: str | None
    is_done: bool


def coding_of(workspace: Workspace, interview_id: str) -> Coding | None:
    """The coding of an interview that is under way, if there is one."""
    return next((coding for coding in codings(workspace) if coding.interview_id == interview_id), None)


def codings(workspace: Workspace) -> list[Coding]:
    """Every coding that is under way, the oldest first."""
    rows = workspace.rows(
        "SELECT interview_id, seed, lines, seal, first_coder, second_coder, is_done FROM coding_sample ORDER BY opened_at, interview_id"
    )
    return [Coding(*row) for row in rows]


def hand_over(workspace: Workspace, interview_id: str, seed: int, handed: Handed) -> None:
    """Seal what the first coder noted, and the drawn lines for the second one.

    Raises NotAllowed where the lines are not the ones to be drawn, or where findings of the interview are stored already: the second
    coder could look them up.
    """
    if sorted(handed.lines) != drawn(seed, handed.count):
        raise NotAllowed("These are not the lines that the draw gives. Nothing was stored; load the page anew and hand them over again.")
    with workspace.transaction() as cursor:
        if cursor.execute("SELECT 1 FROM findings WHERE interview_id = ? LIMIT 1", [interview_id]).fetchall():
            raise NotAllowed("Findings of this interview are stored, and a second coder could look them up. Hand over before they are.")
        if cursor.execute("SELECT 1 FROM coding_sample WHERE interview_id = ?", [interview_id]).fetchall():
            raise NotNow("This interview is with a second coder already.")
        coding = Coding(interview_id, seed, handed.count, new_seal(workspace), user(), None, False)
        cursor.execute(
            "INSERT INTO coding_sample VALUES (?, ?, ?, ?, ?, NULL, ?, false)",
            [interview_id, seed, coding.lines, coding.seal, coding.first_coder, now()],
        )
        _seal(workspace, cursor, coding, LINES, {str(number): text for number, text in handed.lines.items()})
        _seal(workspace, cursor, coding, FIRST, list(handed.noted))


def hand_in(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, coding: Coding, noted: tuple[Noted, ...]) -> None:
    """Seal what the second coder noted; from then on both can be read. Raises NotNow where somebody was faster."""
    if not cursor.execute("SELECT 1 FROM coding_sample WHERE interview_id = ? AND NOT is_done", [coding.interview_id]).fetchall():
        raise NotNow("The second coding of this interview is done or given up.")
    _seal(workspace, cursor, coding, SECOND, list(noted))
    cursor.execute("UPDATE coding_sample SET second_coder = ?, is_done = true WHERE interview_id = ?", [user(), coding.interview_id])


def give_up(workspace: Workspace, interview_id: str) -> None:
    """End a coding without a second coder: what the first one noted can be stored as it is."""
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE coding_sample SET is_done = true WHERE interview_id = ?", [interview_id])


def drop(cursor: duckdb.DuckDBPyConnection, interview_id: str) -> None:
    """Drop the lines and all that is sealed of a coding; `forget_key` afterwards makes sure that no copy of them opens."""
    for table in ("coding_sealed", "coding_sample"):
        cursor.execute(f"DELETE FROM {table} WHERE interview_id = ?", [interview_id])


def forget(workspace: Workspace, coding: Coding) -> None:
    """Let the key go, once what it sealed is gone: copies of the database do not open it either."""
    forget_key(workspace, coding.seal)


def lines_of(workspace: Workspace, coding: Coding) -> dict[int, str]:
    """The drawn lines by their number: what the second coder reads."""
    return {int(number): text for number, text in opened(workspace, coding, LINES).items()}


def noted_by(workspace: Workspace, coding: Coding, part: str) -> list[Noted]:
    """What one of the two noted. Raises NotNow before both are done."""
    if not coding.is_done:
        raise NotNow("What was noted stays sealed until both are done.")
    found = opened(workspace, coding, part) if part == FIRST or coding.second_coder else []
    return list(found)


def _seal(workspace: Workspace, cursor: duckdb.DuckDBPyConnection, coding: Coding, part: str, what: object) -> None:
    text = json.dumps(what, ensure_ascii=False)
    filled = text.ljust(-(-len(text) // FILLED_UP) * FILLED_UP)
    sealed = encrypt(key_with(workspace, coding.seal), _mark(coding, part), filled)
    cursor.execute("INSERT INTO coding_sealed VALUES (?, ?, ?)", [coding.interview_id, part, sealed])


def opened(workspace: Workspace, coding: Coding, part: str) -> Any:
    """What a part of a coding holds, whatever stands. Raises SealBroken where it does not open."""
    rows = workspace.rows("SELECT sealed FROM coding_sealed WHERE interview_id = ? AND part = ?", [coding.interview_id, part])
    try:
        return json.loads(decrypt(key_with(workspace, coding.seal), _mark(coding, part), rows[0][0]))
    except (SealBroken, IndexError):
        raise SealBroken(
            "What two coders noted of this interview does not open: its key is lost, or somebody altered it in the database. Put the key or "
            "a copy of before back; or give the second coding up and comb the interview again."
        ) from None


def _mark(coding: Coding, part: str) -> Mark:
    """What the seal is bound to: this interview, this draw, this part."""
    return Mark(part, coding.interview_id, part, str(coding.seed), coding.first_coder, coding.lines, complete=True, blind=True)
