"""The next round: opening it, and carrying ratings over into it, each an act of its own that can be undone.

A rating that is carried over keeps its date, so that it ages on, and its note says from which round it came (method 2.2 (1)).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import duckdb

from cx.changes.load import apply_sheets, user
from cx.changes.outcome import Outcome
from cx.changes.sheets import sheet_of_values
from cx.changes.write import sheet_of
from cx.errors import InvalidData, UsageError
from cx.exports.export import cell_text
from cx.lexicon.ids import not_taken, slug
from cx.model import CARRIED
from cx.store import Workspace
from cx.store.acting import Act
from cx.store.rows import Change
from cx.tables import LONGEST_PROSE, TABLE

COLUMNS = tuple(column for column in TABLE["ratings"].columns if column.name != "round_id")
FOUND = """SELECT {columns} FROM ratings r WHERE round_id = $source AND {wanted}
    AND NOT EXISTS (SELECT 1 FROM ratings t WHERE t.round_id = $target AND t.need_id = r.need_id AND t.stage_id = r.stage_id
        AND t.touchpoint_id IS NOT DISTINCT FROM r.touchpoint_id)
    AND EXISTS (SELECT 1 FROM need_stages a WHERE a.need_id = r.need_id AND a.stage_id = r.stage_id)
    ORDER BY need_id, stage_id, touchpoint_id NULLS FIRST, source, rater, segment_id, market"""
"""What is rated anew in the next round already is left alone, and so is what is not needed at its stage any more."""


@dataclass(frozen=True)
class Carried:
    """What carrying over would copy: how many ratings, how many of them without a date, and the earliest date among the others."""

    ratings: int
    undated: int
    earliest: date | None


def would_carry(workspace: Workspace, source: str, target: str | None = None) -> Carried:
    """What carrying the ratings of a round over would copy, into a round or, without one, into a new one."""
    found = FOUND.format(columns="rated_on", wanted="true").partition("ORDER BY")[0]
    sql = f"SELECT count(*)::BIGINT, count(*) FILTER (WHERE rated_on IS NULL)::BIGINT, min(rated_on) FROM ({found})"
    ((ratings, undated, earliest),) = workspace.rows(sql, {"source": source, "target": target or ""})
    return Carried(ratings, undated, earliest)


def open_round(workspace: Workspace, name: str, opened_on: date, who: str | None = None, carry_from: str | None = None) -> tuple[str, int]:
    """Open a round; returns its id, made from its name, and how many ratings were carried over into it.

    Either all of it is done or nothing. Raises UsageError without a name, or where there is no round to carry over from, InvalidData, NeedsKey.
    """
    if not name.strip():
        raise UsageError("Give the round a name.")
    with workspace.transaction(Act.END_ROUND) as cursor:
        taken = {row[0] for row in cursor.execute("SELECT round_id FROM rounds").fetchall()}
        round_id = not_taken(slug(name), taken)
        row = {"round_id": round_id, "name": name.strip(), "opened_on": opened_on.isoformat()}
        _written(apply_sheets(cursor, [sheet_of("rounds", [row])], Change(who or user(), "open round")))
        carried = _written(carry_in(cursor, carry_from, round_id, who)).total("new") if carry_from else 0
    return round_id, carried


def carry_over(workspace: Workspace, source: str, target: str, who: str | None = None, needs: Collection[str] | None = None) -> Outcome:
    """Copy the ratings of a round into a later one that is open, all or those of some needs. Raises UsageError, InvalidData, NeedsKey."""
    with workspace.transaction(Act.END_ROUND) as cursor:
        return _written(carry_in(cursor, source, target, who, needs))


def carry_in(
    cursor: duckdb.DuckDBPyConnection, source: str, target: str, who: str | None = None, needs: Collection[str] | None = None
) -> Outcome:
    """Like `carry_over`, within a transaction that the caller commits or takes back."""
    known = {row[0]: row for row in cursor.execute("SELECT round_id, name, opened_on FROM rounds").fetchall()}
    if source not in known or target not in known:
        missing = next(one for one in (source, target) if one not in known)
        raise UsageError(f"There is no round “{missing}”. Rounds: {', '.join(known)}.")
    if known[source][2:] >= known[target][2:]:
        raise UsageError(f"“{known[target][1]}” was not opened after “{known[source][1]}”: ratings are carried over into a later round.")
    rows = [[target, *cells] for cells in _carried(cursor, source, target, needs, known[source][1])]
    names = ["round_id", *(column.name for column in COLUMNS)]
    return apply_sheets(cursor, [sheet_of_values("ratings", TABLE["ratings"], names, rows)], Change(who or user(), "carry over"))


def _carried(cursor: duckdb.DuckDBPyConnection, source: str, target: str, needs: Collection[str] | None, name: str) -> list[list[str]]:
    """The rows that are copied, as a file would have them; a note that says where they come from already stays."""
    wanted = "true" if needs is None else "list_contains($needs::VARCHAR[], need_id)"
    values = {"source": source, "target": target} | ({} if needs is None else {"needs": sorted(needs)})
    found = cursor.execute(FOUND.format(columns=", ".join(column.name for column in COLUMNS), wanted=wanted), values).fetchall()
    said = f"{CARRIED} “{name}”."
    place = [column.name for column in COLUMNS].index("note")
    rows = []
    for row in found:
        note = row[place] or ""
        kept = note if note.startswith(CARRIED) else f"{said} {note}".strip()[:LONGEST_PROSE]
        rows.append([*map(cell_text, row[:place]), kept, *map(cell_text, row[place + 1 :])])
    return rows


def _written(outcome: Outcome) -> Outcome:
    if outcome.refused:
        raise InvalidData(outcome.issues)
    return outcome
