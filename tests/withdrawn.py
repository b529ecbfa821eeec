"""A participant whose words stand in every place in which something is kept."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from cx.analysis.coverage import coverage
from cx.analysis.research import research
from cx.changes.load import load
from cx.changes.promote import raise_evidence
from cx.changes.write import write_rows
from cx.exports.export import csv_text
from cx.frames import row_dicts
from cx.store import Workspace
from cx.store.freezing import take
from cx.store.memory import remember, set_aside
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.settings import set_note
from tests.interviewed import statement
from tests.oracle import Row, Tables
from tests.random_workspaces import write_folder
from tests.workshop.rooms import led, shortfalls

WHO, IDS = "Owl zq00xv", ("iv-zq01xv", "iv-zq02xv")
"""The pseudonym, and the ids of two interviews."""
PLANTED = 50
MARKS = tuple(f"zq{number:02}xv" for number in range(PLANTED))
"""A word in each of the planted strings, which stands nowhere else."""


def heard() -> Tables:
    """Five people support a need and a statement; one of them is who withdraws, and was the last to be asked."""
    tables = shortfalls()
    tables["needs"][0] |= {"evidence": "assumption", "source": "Workshop of May"}
    tables["rounds"][0]["frozen_on"] = "2026-06-30"
    tables["hypotheses"] = [statement(need_ids="n1")]
    tables["interviews"] = [
        {"interview_id": f"i{n}", "segment_id": "g1", "participant": f"P{n}", "held_on": f"2026-03-0{n}"} for n in range(1, 5)
    ]
    tables["interviews"] += [{"interview_id": i, "segment_id": "g1", "participant": WHO, "held_on": "2026-05-09"} for i in IDS]
    of = [*(f"i{n}" for n in range(1, 5)), IDS[0]]
    tables["findings"] = [
        {
            "finding_id": f"{i}-{what}",
            "interview_id": i,
            "theme": "waiting",
            column: of_what,
            "stance": "supports",
            "quote": f"We waited, says {i}.",
        }
        for i in of
        for what, column, of_what in (("n", "need_id", "n1"), ("h", "hypothesis_id", "h1"))
    ]
    return tables


def plant(workspace: Workspace, folder: Path) -> None:
    """Put the person's words wherever words are kept. The need n1 rests on what they said, by a decision of the history."""
    numbers = count(3)

    def say() -> str:
        return f"I stood there and {MARKS[next(numbers)]} happened."

    write_folder(heard(), folder)
    assert load(workspace, [folder]).applied
    _rests(workspace)

    def finding(quote: str, n: int, **more: str) -> Row:
        return {"finding_id": f"q{n}", "interview_id": IDS[n % 2], "theme": "signs", "quote": quote} | more

    quoted = [say() for _ in range(12)]
    quoted[0] += "\nAnd then,  nobody came."
    own = folder.parent / f"notes of {MARKS[next(numbers)]}"
    write_folder({"findings": [finding(quote, n) for n, quote in enumerate(quoted)]}, own)
    assert load(workspace, [own]).applied
    # What was corrected or removed since, only the history holds.
    write_rows(workspace, "findings", [finding(say(), n) for n in range(4)], action="edit")
    write_rows(workspace, "findings", [finding(quoted[n], n) for n in range(4)], action="edit")
    gone = {"interview_id": f"iv-{MARKS[next(numbers)]}", "segment_id": "g1", "participant": WHO}
    write_rows(workspace, "interviews", [gone], action="edit")
    write_rows(workspace, "findings", [finding(say(), 90, interview_id=gone["interview_id"]), finding(say(), 91)], action="edit")
    write_rows(workspace, "findings", [], remove=[{"finding_id": "q90"}, {"finding_id": "q91"}], action="edit")
    write_rows(workspace, "interviews", [], remove=[{"interview_id": gone["interview_id"]}], action="edit")
    write_rows(
        workspace,
        "interviews",
        [{"interview_id": IDS[0], "segment_id": "g1", "participant": f"Anna {MARKS[next(numbers)]}"}],
        action="edit",
    )
    write_rows(
        workspace, "interviews", [{"interview_id": IDS[0], "segment_id": "g1", "participant": WHO, "held_on": "2026-05-09"}], action="edit"
    )
    _quoted_elsewhere(workspace, quoted)
    refused = [[IDS[0], "", say()], [IDS[1], WHO, say()], ["i1", "P1", "Somebody else's words"]]
    alone = csv_text(["interview_id", "quote"], [[IDS[0], say()]])
    with workspace.transaction() as cursor:
        set_aside(cursor, f"with {IDS[0]}.csv", 3, csv_text(["interview_id", "participant", "quote"], refused), "Bo")
        set_aside(cursor, f"{MARKS[next(numbers)]}.csv", 1, alone, "Bo")
    ids = [f"f-{mark}" for mark in MARKS[next(numbers) :]]
    write_rows(workspace, "findings", [{"finding_id": i, "interview_id": IDS[0], "theme": "ids"} for i in ids], action="edit")
    write_rows(workspace, "causes", [{"need_id": "n2", "stage_id": "s1", "note": f"See {', '.join(ids)}, {IDS[0]} and i1."}], action="edit")
    with workspace.transaction() as cursor:  # a round that was frozen while all this stood there
        take(cursor, "r1", WHO)
    _coded_twice(workspace)
    workspace.checkpoint()


def _coded_twice(workspace: Workspace) -> None:
    """Two people coded lines of theirs and of somebody else's; of both something is still sealed."""
    for interview_id in (IDS[0], "i1"):
        row = {"interview_id": interview_id, "line": "3", "first": "true", "second": "false"}
        write_rows(workspace, "codings", [row, row | {"theme": "ids"}], action="second coding")
        with workspace.transaction() as cursor:
            cursor.execute("INSERT INTO coding_sample VALUES (?, 1, 3, 'none', 'Bo', NULL, now()::TIMESTAMP, false)", [interview_id])
            cursor.execute("INSERT INTO coding_sealed VALUES (?, 'lines', 'ab')", [interview_id])


def _rests(workspace: Workspace) -> None:
    """The need rests on interviews, as somebody decides."""
    (row,) = [r for r in row_dicts(research(workspace, coverage(workspace)).needs) if r["need_id"] == "n1"]
    with workspace.transaction() as cursor:
        assert raise_evidence(cursor, row, "Bo").applied


def _quoted_elsewhere(workspace: Workspace, quoted: list[str]) -> None:
    """What was said stands in the model, in decisions, in a room with its frozen table, and in a mapping."""
    write_rows(workspace, "personas", [{"persona_id": "p1", "name": "Ana", "quote": quoted[0]}], action="edit")
    write_rows(workspace, "hypotheses", [statement("h2", statement=quoted[1])], action="edit")
    write_rows(
        workspace,
        "needs",
        [{"need_id": "n2", "persona_id": "p1", "kind": "mandatory", "statement": "N", "met_when": quoted[2]}],
        action="edit",
    )
    write_rows(workspace, "improvements", [{"improvement_id": "m9", "name": f"{WHO} asked", "cost": "1"}], action="edit")
    room = led(workspace)
    room.go_to("decide")
    items = undecided(workspace, room.room)
    set_note(workspace, room.room_id, room.key, items[0].item_id, f"{WHO}: {quoted[3].upper()}")
    decide(workspace, room.room_id, room.key, Decision(items[0].item_id, "fix", owner="Cy", rationale=f"“{quoted[4]}”"), "one")
    remember(workspace, "upload", "f1", f"{WHO}.xlsx", [quoted[5]], {"words": {quoted[6]: WHO}}, "Bo")
