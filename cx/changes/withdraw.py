"""Withdrawal: a participant goes with everything that came from them, and what rested on it is worked out anew.

Their interviews and findings go as rows and from the history; what quotes or names them elsewhere is replaced (`cx.store.erase`).
The same code makes the change for the preview, in a dry run, and for good, in the database that is written anew: either all of
it is done or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cx.analysis.coverage import Scope
from cx.analysis.participants import Participant, participants_of
from cx.changes.load import apply_sheets, user
from cx.changes.outcome import Outcome
from cx.changes.preview import Preview, preview
from cx.changes.rested import rested
from cx.changes.traces import Traces, traces
from cx.changes.write import sheet_of
from cx.errors import InvalidData, UsageError
from cx.store import Workspace, seals
from cx.store.erase import erase
from cx.store.history import WITHDRAWAL
from cx.store.rows import Change
from cx.store.what_goes import Asked, Found
from cx.tables import TABLE

BY_HAND = """SELECT need_id FROM needs WHERE list_contains(?::VARCHAR[], need_id) AND evidence = 'qualitative'
    AND NOT list_contains(?::VARCHAR[], need_id) ORDER BY need_id"""
LAST_OF_NEEDS = """SELECT DISTINCT max(audit_id) FROM audit_rows WHERE table_name = 'needs'
    AND list_contains(?::VARCHAR[], coalesce(after, before) ->> 'need_id') GROUP BY coalesce(after, before) ->> 'need_id' ORDER BY 1"""
CODED = """SELECT DISTINCT interview_id, line::VARCHAR, coalesce(theme, '') FROM (
    SELECT interview_id, line, theme FROM codings
    UNION ALL
    SELECT row ->> 'interview_id', (row ->> 'line')::BIGINT, row ->> 'theme'
    FROM (SELECT unnest([before, after]) AS row FROM audit_rows WHERE table_name = 'codings') WHERE row IS NOT NULL)
    WHERE list_contains(?::VARCHAR[], interview_id)"""
SEALS = "SELECT seal FROM coding_sample WHERE list_contains(?::VARCHAR[], interview_id)"


@dataclass(frozen=True)
class Consequences:
    """What a withdrawal would do: `preview` the numbers that change, `found` what goes and where their words stand; `elsewhere` those
    of their texts that stand in what stays, `left` their names that are not looked for. `by_hand` are needs that they spoke to and
    that somebody recorded as qualitative evidence by hand: nobody can tell whether that rests on them. `overtaken` are the changes that
    cannot be undone as a need that they touched changes again."""

    participant: Participant
    preview: Preview
    found: Found
    elsewhere: tuple[str, ...]
    left: tuple[str, ...]
    by_hand: tuple[str, ...]
    overtaken: tuple[int, ...]


def consequences_of(
    workspace: Workspace,
    key: str,
    fingerprint: Callable[[str], str],
    keep: Collection[str] = (),
    scope: Scope | None = None,
) -> Consequences:
    """What withdrawing the participant of this key would do; nothing is changed. Raises UsageError where there is none."""
    mended: list[str] = []

    def leave(cursor: duckdb.DuckDBPyConnection) -> Outcome:
        _, own, asked = _asked(cursor, key, keep)
        remove = {"findings": [{"finding_id": i} for (i,) in asked.rows["findings"]]}
        remove["codings"] = [dict(zip(TABLE["codings"].key, key, strict=True)) for key in asked.rows["codings"]]
        remove["interviews"] = [{"interview_id": i} for (i,) in asked.rows["interviews"]]
        outcome = apply_sheets(cursor, [], Change(user(), WITHDRAWAL), remove=remove)
        if rows := rested(cursor, own.need_ids, own.hypothesis_ids):
            outcome.counts["needs"] = _mend(cursor, rows, Change(user(), WITHDRAWAL)).counts["needs"]
            mended.extend(row["need_id"] for row in rows)
        return outcome

    with workspace.cursor() as cursor:
        participant, own, asked = _asked(cursor, key, keep)
    seen = preview(workspace, leave, scope)
    if workspace.path is None:
        raise UsageError("A workspace in memory has no file that could be written anew.")
    found = erase(workspace.path, asked, fingerprint, write=False)
    by_hand = [row[0] for row in workspace.rows(BY_HAND, [sorted(own.need_ids), mended])]
    overtaken = [row[0] for row in workspace.rows(LAST_OF_NEEDS, [mended]) if row[0] not in found.lost_changes]
    elsewhere = tuple(text for text in own.texts if found.texts[" ".join(text.lower().split())])
    return Consequences(participant, seen, found, elsewhere, own.left, tuple(by_hand), tuple(overtaken))


def withdraw(path: Path, key: str, fingerprint: Callable[[str], str], keep: Collection[str] = (), *, remove_copies: bool = False) -> Found:
    """Withdraw the participant of this key for good and, if that is asked, remove the copies from before that lie beside the workspace.

    Raises as `cx.store.erase.erase` does, and UsageError where there is nobody of this key; then nothing was done.
    """
    sealed: list[str] = []

    def ask(cursor: duckdb.DuckDBPyConnection) -> Asked:
        participant, _, asked = _asked(cursor, key, keep)
        sealed[:] = [seal for (seal,) in cursor.execute(SEALS, [list(participant.interviews)]).fetchall()]
        return asked

    found = erase(path, ask, fingerprint, write=True)
    for seal in sealed:  # of what two people code at this moment: copies from before hold it as well
        seals.forget(seal)
    if remove_copies:
        for copy in found.copies:
            with suppress(OSError):
                copy.unlink()
        found.copies = tuple(copy for copy in found.copies if copy.exists())
    return found


def _asked(cursor: duckdb.DuckDBPyConnection, key: str, keep: Collection[str]) -> tuple[Participant, Traces, Asked]:
    """The participant, what came from them, and what is to go."""
    everybody = {one.key: one for one in participants_of(cursor)}
    if key not in everybody:
        raise UsageError("Nobody is known by this name any more: whoever it was has been withdrawn.")
    participant = everybody.pop(key)
    own = traces(cursor, participant, everybody.values(), keep)

    def mend(target: duckdb.DuckDBPyConnection, change: Change) -> int:
        rows = rested(target, own.need_ids, own.hypothesis_ids)
        return _mend(target, rows, change).counts["needs"].changed if rows else 0

    coded = cursor.execute(CODED, [list(participant.interviews)]).fetchall()
    going = {"interviews": [(i,) for i in participant.interviews], "findings": [(i,) for i in own.findings], "codings": coded}
    return participant, own, Asked(own.texts, going, own.spared, own.cells, WITHDRAWAL, mend)


def _mend(cursor: duckdb.DuckDBPyConnection, rows: list[dict[str, str]], change: Change) -> Outcome:
    """Write what the needs rest on now."""
    outcome = apply_sheets(cursor, [sheet_of("needs", rows)], change)
    if outcome.refused:
        raise InvalidData(outcome.issues)
    return outcome
