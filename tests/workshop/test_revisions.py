"""A later decision takes the place of one on record; the old one stays, and every place that shows decisions shows the new one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.changes.undo import undo
from cx.errors import NotAllowed, NotNow
from cx.exports.export import export_folder
from cx.report.decided import work_items
from cx.report.forms import as_html, as_markdown, as_pdf
from cx.report.minutes import minutes
from cx.store import Workspace, open_workspace
from cx.workshop.clock import now
from cx.workshop.decisions import Decision, decide, decided_at, decisions_in_force, overdue_reviews, undecided
from cx.workshop.publish import close_room
from cx.workshop.revisions import about, in_force, on_record, revise
from cx.workshop.table import freeze, table_items
from tests.oracle import Tables
from tests.sketches import add_need, stages_rated
from tests.workshop.rooms import Led, led, shortfalls

PAST, TODAY = date(2026, 5, 1), date(2026, 5, 2)
FIX = Decision("", "fix", "Rare no more", "Bo", date(2027, 1, 31), None, "Ann doubts it", ("Wait", "Fix"))


@pytest.fixture
def closed(tuesday: Led) -> Led:
    """A closed room that accepted n2 (its first decision) and n1 (its second) until a review on the first of May."""
    return accepted(tuesday)


def accepted(at: Led) -> Led:
    at.go_to("decide")
    for item in undecided(at.workspace, at.room):
        decide(at.workspace, at.room_id, at.key, Decision(item.item_id, "accept", "Rare", "Ann", review_date=PAST), item.item_id)
    close_room(at.workspace, at.room_id, at.key, None)
    return at


def decision_of(workspace: Workspace, need: str) -> str:
    """The id of what is in force about a need."""
    return str(decided_at(workspace)[need, "s1"]["decision_id"])


def test_a_later_decision_is_a_row_of_its_own_and_the_old_one_stays(closed: Led):
    workspace, old = closed.workspace, decision_of(closed.workspace, "n1")
    before = dict(zip(*_whole(workspace, old), strict=True))
    new = revise(workspace, old, FIX, who="Cara")
    assert new == f"{old}-r1"
    after = dict(zip(*_whole(workspace, old), strict=True))
    assert after == before | {"status": "superseded"}
    row = dict(zip(*_whole(workspace, new), strict=True))
    today = table_items(workspace, coverage(workspace)).set_index(["need_id", "stage_id"]).loc[("n1", "s1")]
    assert row == {
        "decision_id": new, "workshop_id": None, "round_id": "r1", "content_hash": None, "need_id": "n1", "stage_id": "s1", "options_considered": "Wait;Fix",
        "decision": "fix", "rationale": "Rare no more", "evidence_level_at_decision": today["evidence"], "alpha_at_decision": None,
        "priority_at_decision": today["priority"], "owner": "Bo", "due": date(2027, 1, 31), "review_date": None, "dissent": "Ann doubts it",
        "status": "accepted", "supersedes": old, "decided_on": now().date(),
    }  # fmt: skip
    assert [(r["decision_id"], r["in_force"]) for r in about(workspace, row)] == [(new, True), (old, False)]
    ((who, action),) = workspace.rows("SELECT who, action FROM audit_log ORDER BY audit_id DESC LIMIT 1")
    assert (who, action) == ("Cara", "decision")


def _whole(workspace: Workspace, decision_id: str) -> tuple[list[str], tuple]:
    names = [r[0] for r in workspace.rows("SELECT column_name FROM duckdb_columns() WHERE table_name = 'decisions' ORDER BY column_index")]
    (row,) = workspace.rows("FROM decisions WHERE decision_id = ?", [decision_id])
    return names, row


def test_what_is_decided_anew_is_not_overdue_any_more(closed: Led):
    workspace = closed.workspace
    assert overdue_reviews(workspace, TODAY)["need_id"].tolist() == ["n2", "n1"]
    revise(workspace, decision_of(workspace, "n1"), FIX)
    assert overdue_reviews(workspace, TODAY)["need_id"].tolist() == ["n2"]
    assert decided_at(workspace)["n1", "s1"]["decision"] == "fix"
    again = revise(workspace, decision_of(workspace, "n1"), Decision("", "accept", "Too dear", review_date=PAST))
    assert again.endswith("-r2")
    assert overdue_reviews(workspace, TODAY)["decision_id"].tolist() == [closed.decision(1), again]


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (Decision("", "accept", review_date=PAST), "needs a rationale"),
        (Decision("", "accept", "Rare"), "needs a review date"),
        (Decision("", "defer"), "needs a review date"),
        (Decision("", ""), "Choose what was decided"),
    ],
)
def test_a_later_decision_says_what_must_be_said(closed: Led, decision: Decision, why: str):
    before = closed.workspace.rows("FROM decisions ORDER BY ALL")
    with pytest.raises(NotAllowed, match=why):
        revise(closed.workspace, decision_of(closed.workspace, "n1"), decision)
    assert closed.workspace.rows("FROM decisions ORDER BY ALL") == before


def test_a_decision_is_replaced_once_and_a_second_click_says_so(closed: Led):
    old = decision_of(closed.workspace, "n1")
    revise(closed.workspace, old, FIX)
    before = closed.workspace.rows("FROM decisions ORDER BY ALL")
    for gone in (old, "nobody"):
        with pytest.raises(NotNow, match=f"{gone} is not in force"):
            revise(closed.workspace, gone, FIX)
        assert in_force(closed.workspace, gone) == []
    assert closed.workspace.rows("FROM decisions ORDER BY ALL") == before


def test_a_later_decision_can_be_taken_back_and_the_closing_behind_it_then_too(closed: Led):
    workspace = closed.workspace
    before = workspace.rows("FROM decisions ORDER BY ALL")
    revise(workspace, decision_of(workspace, "n1"), FIX)
    (newest,) = workspace.rows("SELECT max(audit_id) FROM audit_log")[0]
    undo(workspace, newest)
    assert workspace.rows("FROM decisions ORDER BY ALL") == before
    undo(workspace, newest - 1)
    assert workspace.rows("FROM decisions") == []


def test_the_minutes_and_the_work_items_follow(closed: Led):
    workspace = closed.workspace
    assert work_items(workspace, closed.room_id) == []
    assert "Decided since" not in as_html(minutes(workspace, closed.room_id))
    old = decision_of(workspace, "n1")
    new = revise(workspace, old, FIX)
    assert [(r.decision_id, r.superseded_by) for r in on_record(workspace, closed.room)] == [
        (closed.decision(1), None),
        (old, new),
        (new, None),
    ]
    blocks = minutes(workspace, closed.room_id)
    (own,) = [b for b in blocks if b.heading == "Decisions"]
    assert [row[2] for row in own.rows] == ["accept", f"accept (superseded by {new})"]
    (since,) = [b for b in blocks if b.heading == "Decided since the room was closed"]
    ((id_, title, what, why, owner, due, *_, day),) = since.rows
    assert (id_, title, what, why, owner, due, day) == (new, "Can do it · s1", "fix", "Rare no more", "Bo", "2027-01-31", f"{date.today()}")
    assert "Rare no more" in as_html(blocks) and "Rare no more" in as_markdown(blocks) and as_pdf(blocks).startswith(b"%PDF-")
    (ticket,) = work_items(workspace, closed.room_id)
    assert ticket.title == "Fix: Can do it · s1" and f"Decision {new}" in ticket.description
    revise(workspace, new, Decision("", "drop", "Nobody asks"))
    assert work_items(workspace, closed.room_id) == []


def test_a_later_decision_goes_out_and_comes_back_cell_for_cell(closed: Led, tmp_path: Path):
    revise(
        closed.workspace,
        decision_of(closed.workspace, "n1"),
        Decision("", "fix", "=1+1; 'x'\nend", "@Bo", options_considered=("a;b", "=c")),
    )
    export_folder(closed.workspace, tmp_path / "one")
    with_it = open_workspace()
    assert not load(with_it, [tmp_path / "one"]).refused
    export_folder(with_it, tmp_path / "two")
    text = (tmp_path / "one" / "decisions.csv").read_text()
    assert text == (tmp_path / "two" / "decisions.csv").read_text() and "-r1" in text
    assert decisions_in_force(with_it)["in_force"].sum() == 2
    again = load(closed.workspace, [tmp_path / "one" / "decisions.csv"])
    assert again.applied and again.total("unchanged") == 3
    with_it.close()


def test_another_room_that_decides_about_the_same_replaces_what_stood(closed: Led):
    workspace = closed.workspace
    second = accepted(led(workspace))
    old, new = ([room.decision(n) for n in (1, 2)] for room in (closed, second))
    found = decisions_in_force(workspace).set_index("decision_id")
    assert found["in_force"].to_dict() == {old[0]: False, old[1]: False, new[0]: True, new[1]: True}
    assert found.loc[new, "supersedes"].tolist() == old
    assert set(found.loc[old, "status"]) == {"superseded"}
    assert [r.superseded_by for r in on_record(workspace, closed.room)][:2] == new
    assert len(overdue_reviews(workspace, TODAY)) == 2
    undo(workspace, workspace.rows("SELECT max(audit_id) FROM audit_log")[0][0])
    assert sorted(decisions_in_force(workspace)["decision_id"]) == old and decisions_in_force(workspace)["in_force"].all()
    assert second.room.step.key == "closed"


def test_what_was_merged_is_decided_anew_together(workspace_of):
    tables: Tables = shortfalls()
    add_need(tables, "n7", "mandatory", stages_rated(0.2))
    workspace = workspace_of(tables)
    content = freeze(workspace, coverage(workspace), [[("n1", "s1"), ("n7", "s1")], [("n2", "s1")]])
    at = accepted(led(workspace, content=content))
    assert [r["need_id"] for r in in_force(workspace, decision_of(workspace, "n7"))] == ["n1", "n7"]
    new = revise(workspace, decision_of(workspace, "n7"), FIX)
    rows = workspace.rows("SELECT decision_id, need_id, supersedes FROM decisions WHERE decision = 'fix' ORDER BY ALL")
    assert rows == [(new, "n1", at.decision(1)), (f"{new}.2", "n7", f"{at.decision(1)}.2")]
    assert len([r for r in on_record(workspace, at.room) if r.decision_id.startswith(new)]) == 1
    assert revise(workspace, f"{new}.2", FIX) == f"{at.decision(1)}-r2"
    assert overdue_reviews(workspace, TODAY)["need_id"].tolist() == ["n2"]


def test_decisions_of_files_that_replace_one_another_in_a_circle_do_not_hang_the_minutes(closed: Led, tmp_path: Path):
    path = tmp_path / "decisions.csv"
    path.write_text(f"decision_id,need_id,stage_id,decision,supersedes\na,n1,s1,fix,b\nb,n1,s1,fix,a\nc,n1,s1,fix,{closed.decision(2)}\n")
    assert load(closed.workspace, [path]).applied
    assert [r.decision_id for r in on_record(closed.workspace, closed.room)] == [closed.decision(1), closed.decision(2), "c"]
