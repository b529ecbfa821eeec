"""What a withdrawal would do, in lists with names: the page and the command say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cx import words
from cx.analysis.catalogue import Names
from cx.changes.withdraw import Consequences
from cx.frames import row_dicts
from cx.model import EVIDENCE_MEANING, STATE_MEANING, STATUS
from cx.store.what_goes import KEPT
from cx.tables import TABLE

NEWEST, SHOWN = 12, 40
"""So many changes, and lines of one list, are named; of more, the others are counted."""
OUT_OF_REACH = (
    "Out of reach are files that were exported or sent on, and copies elsewhere; a file that still holds them brings them back when it is "
    "loaded. Notes that somebody combs at this moment stay in that browser until its page is loaded anew."
)
Told = Sequence[tuple[str, Sequence[str]]]
"""Lists under their headings; one that would be empty is missing."""


def what_goes(seen: Consequences) -> Told:
    """What goes, where else their words stand, what is to be looked at by hand, and what undo can no longer do."""
    return _filled(
        ("What goes", _going(seen)),
        ("Their words stand elsewhere, too, and are replaced there", _elsewhere(seen)),
        ("Not looked for elsewhere", [f"“{name}”, which is too short or names something else as well" for name in seen.left]),
        ("What undo can no longer do", _undo(seen)),
    )


def numbers(seen: Consequences, names: Names) -> Told:
    """The statuses, levels of evidence and debts that change."""
    preview = seen.preview
    statuses = [
        f"{r['statement']}: {_status(r['status_before'])} → {_status(r['status'])}"
        + ("" if words.missing(r["n"]) else f" ({int(r['k'])} of {int(r['n'])} asked support it)")
        for r in row_dicts(preview.statuses)
    ]
    evidence = [
        f"{names.needs.get(r['need_id'], r['need_id'])}: {EVIDENCE_MEANING[r['evidence_before']].label} → {EVIDENCE_MEANING[r['evidence']].label}"
        for r in row_dicts(preview.evidence)
    ]
    headlines = [
        f"{r['name']}: {r['headline_before']} → {r['headline']}"
        for r in row_dicts(preview.headlines)
        if r["headline"] != r["headline_before"]
    ]
    return _filled(
        ("Statements that change their status", statuses),
        ("Needs that rest on other evidence", evidence),
        ("Personas that rest on other evidence", _personas(preview.before.personas, preview.after.personas)),
        ("Mandatory needs", headlines),
    )


def cells(seen: Consequences, names: Names) -> Told:
    """The cells of coverage that change their state, or look otherwise."""

    def named(row: Mapping[str, Any]) -> str:
        return f"{names.needs.get(row['need_id'], row['need_id'])} ({names.stages.get(row['stage_id'], row['stage_id'])})"

    def state(word: str) -> str:
        return STATE_MEANING[word].label if word else "not there"

    flips = [f"{named(r)}: {state(r['state_before'])} → {state(r['state'])}" for r in row_dicts(seen.preview.cells)]
    key = ["need_id", "stage_id"]
    both = seen.preview.after.cells.merge(seen.preview.before.cells, on=key, suffixes=("", "_before"))
    less = both[both["provisional"].astype(bool) & ~both["provisional_before"].astype(bool)]
    more = both[~both["provisional"].astype(bool) & both["provisional_before"].astype(bool)]
    return _filled(
        ("Cells that change their state", flips),
        ("Cells that look provisional then", [named(r) for r in row_dicts(less)]),
        ("Cells that look provisional no longer", [named(r) for r in row_dicts(more)]),
    )


def by_hand(seen: Consequences, names: Names) -> Told:
    """What somebody recorded, and nobody can work out anew."""
    return _filled(
        (
            "Look at these yourself: they spoke to them, and somebody recorded interviews as their evidence by hand",
            [names.needs.get(need_id, need_id) for need_id in seen.by_hand],
        )
    )


def copies_told(copies: Sequence[Path], beyond: Sequence[str] = ()) -> list[str]:
    """The copies from before, and what is out of reach."""
    told = [f"{words.count(len(copies), 'copy', 'copies')} from before may hold them still; remove them:"] if copies else []
    told += [f"  {copy}" for copy in copies]
    return [*told, *beyond, OUT_OF_REACH]


def _going(seen: Consequences) -> list[str]:
    who, found = seen.participant, seen.found
    lines = [
        f"{words.count(found.gone[name], 'row')} of {TABLE[name].title.lower()}"
        for name in ("interviews", "findings", "codings")
        if found.gone[name]
    ]
    if number := found.gone["audit_rows"]:
        lines.append(f"what {words.count(number, 'recorded row')} of the history hold of them")
    if found.gone["set_aside"] + found.rows["set_aside"]:
        lines.append("rows of theirs that were set aside")
    return [f"{who.label}: {words.listing(lines)}"]


def _elsewhere(seen: Consequences) -> list[str]:
    found = seen.found
    lines = []
    for table, number in found.rows.items():
        if table in TABLE:
            columns = words.listing(sorted(name for of, name in found.cells if of == table))
            lines.append(f"{TABLE[table].title}: {words.count(number, 'row')} ({columns})")
    kept = {table: words.count(found.rows[table], *what) for table, *what in KEPT if found.rows[table] and table != "set_aside"}
    lines += [f"{told} of the history" if table == "audit_rows" else told for table, told in kept.items()]
    named = {*TABLE, *(table for table, *_ in KEPT)}
    if others := sum(number for table, number in found.rows.items() if table not in named):
        lines.append(f"other records of the history and of rooms: {words.count(others, 'row')}")
    return lines


def _undo(seen: Consequences) -> list[str]:
    lost = sorted(seen.found.lost_changes, reverse=True)
    lines = []
    if lost:
        lines.append(f"Take back {_changes(lost)}: rows that they brought, changed or removed go")
    if seen.overtaken:
        lines.append(f"Take back {_changes(seen.overtaken[::-1])}: what the need rests on is worked out anew")
    return [*lines, "Take back the withdrawal itself"]


def _changes(numbers: Sequence[int]) -> str:
    return f"{'change' if len(numbers) == 1 else 'changes'} {words.listing([str(number) for number in numbers], NEWEST)}"


def _personas(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    then = {r["persona_id"]: r for r in row_dicts(after)}
    lines = []
    for now in row_dicts(before):
        new = then.get(now["persona_id"])
        if new is None:
            continue
        debts = [words.percent(r["need_debt"]) for r in (now, new)]
        parts = [f"assumption debt {debts[0]} → {debts[1]}"] if debts[0] != debts[1] else []
        if now["persona_kind"] != new["persona_kind"]:
            parts.append(f"{now['persona_kind']} → {new['persona_kind']}")
        if now["interviews"] != new["interviews"]:
            parts.append(f"{int(now['interviews'])} → {words.count(new['interviews'], 'interview')}")
        if parts:
            lines.append(f"{now['name']}: {', '.join(parts)}")
    return lines


def _status(word: str) -> str:
    return STATUS[word].label if word else "not there"


def _filled(*lists: tuple[str, Iterable[str]]) -> Told:
    told = [(heading, list(lines)) for heading, lines in lists]
    return [(heading, _cut(lines)) for heading, lines in told if lines]


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"and {len(lines) - SHOWN:,} more"]
