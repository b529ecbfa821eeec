"""What a room leaves behind: decisions, scores, ballots, ratings, minutes; all or nothing, and back again by way of files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import InvalidData, NotAllowed, NotNow
from cx.exports.export import export_folder
from cx.report.decided import work_items
from cx.report.forms import as_html, as_markdown, as_pdf
from cx.report.minutes import minutes
from cx.report.tickets import azure, jira
from cx.store import Workspace, open_workspace
from cx.workshop.board import room_of
from cx.workshop.decisions import (
    Decision,
    decide,
    decision_words,
    decisions_in_force,
    overdue_reviews,
    recorded,
    standing,
    undecided,
)
from cx.workshop.publish import close_room
from cx.workshop.rehearse import add_people, let_them_answer
from cx.workshop.table import duplicates, freeze
from tests.oracle import Tables
from tests.sketches import add_need, stages_rated
from tests.workshop.rooms import Led, led, shortfalls

HOSTILE = "=HYPERLINK(\"x\") <script>alert(1)</script> | *a* 'b'\nend"


def through(at: Led) -> None:
    """Everybody scores and votes; the room stands at its decisions."""
    room = at.go_to("score")
    at.all_say({i.item_id: [3, 3, 1] if i.scale == "0-4" else [-1, 0, -1] for i in room.items})
    room = at.go_to("dots")
    for person in range(3):
        for topic in room.topics:
            at.votes(person, {topic.options[person % 2].option_id: 2, topic.options[2].option_id: 1}, topic.topic_id)
    at.go_to("decide")


def settle(at: Led) -> None:
    """Every item of Tier 1 gets a decision."""
    for item in undecided(at.workspace, at.room):
        decide(
            at.workspace,
            at.room_id,
            at.key,
            Decision(item.item_id, "fix", "It loses people", "Ann", date(2026, 3, 1)),
            item.item_id,
        )


def test_a_room_cannot_be_closed_while_an_item_of_tier_1_is_open(tuesday: Led):
    through(tuesday)
    first, second = undecided(tuesday.workspace, tuesday.room)
    decide(tuesday.workspace, tuesday.room_id, tuesday.key, Decision(first.item_id, "fix"), "a")
    with pytest.raises(NotAllowed, match="Every must-have that fails ends with a decision"):
        close_room(tuesday.workspace, tuesday.room_id, tuesday.key, "r1")
    assert tuesday.room.step.key == "decide"
    assert tuesday.workspace.rows("SELECT count(*) FROM scores") == [(0,)]
    decide(
        tuesday.workspace,
        tuesday.room_id,
        tuesday.key,
        Decision(second.item_id, "defer", review_date=date(2027, 1, 1)),
        "b",
    )
    close_room(tuesday.workspace, tuesday.room_id, tuesday.key, "r1")
    assert tuesday.room.step.key == "closed"


def test_votes_cannot_drop_an_item_of_tier_1(tuesday: Led):
    through(tuesday)
    voted = {o.item_id for t in tuesday.room.topics if t.kind == "gaps" for o in t.options}
    assert not voted & {i.item_id for i in tuesday.room.items if i.tier == 1}
    assert len(undecided(tuesday.workspace, tuesday.room)) == 2


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (Decision("i01", "accept", review_date=date(2027, 1, 1)), "needs a rationale"),
        (Decision("i01", "accept", "Rare"), "needs a review date"),
        (Decision("i01", "drop", "  "), "needs a rationale"),
        (Decision("i01", "defer"), "needs a review date"),
        (Decision("i01", "wish"), "Choose what was decided"),
        (Decision("i01", ""), "Choose what was decided"),
    ],
)
def test_a_decision_says_what_must_be_said(tuesday: Led, decision: Decision, why: str):
    through(tuesday)
    with pytest.raises(NotAllowed, match=why):
        decide(tuesday.workspace, tuesday.room_id, tuesday.key, decision, "a")
    assert recorded(tuesday.workspace, tuesday.room) == []


def test_decisions_are_only_ever_added_to(tuesday: Led):
    through(tuesday)
    for key, what in (("a", "fix"), ("a", "fix"), ("b", "research"), ("c", "fix")):
        decide(tuesday.workspace, tuesday.room_id, tuesday.key, Decision("i01", what), key)
    found = recorded(tuesday.workspace, tuesday.room)
    assert [(r.decision.decision, r.supersedes, r.superseded_by) for r in found] == [
        ("fix", None, tuesday.decision(2)),
        ("research", tuesday.decision(1), tuesday.decision(3)),
        ("fix", tuesday.decision(2), None),
    ]
    assert standing(tuesday.workspace, tuesday.room)["i01"].decision_id == tuesday.decision(3)


def test_decisions_are_taken_at_the_end_only(tuesday: Led):
    with pytest.raises(NotNow):
        decide(tuesday.workspace, tuesday.room_id, tuesday.key, Decision("i01", "fix"), "a")


def test_closing_writes_everything_in_one_change_that_can_be_taken_back(tuesday: Led):
    through(tuesday)
    settle(tuesday)
    workspace = tuesday.workspace
    before = {t: workspace.rows(f"SELECT * FROM {t} ORDER BY ALL") for t in ("ratings", "scores", "ballots", "decisions")}
    done = close_room(workspace, tuesday.room_id, tuesday.key, "r1", who="Fay")
    topics, items = tuesday.room.topics, tuesday.room.items
    assert done.rows == {
        "scores": 3 * len(items),
        "ballots": 3 * sum(len(t.options) for t in topics),
        "ratings": 3 * len(items),
        "decisions": 2,
    }
    assert done.unrated == ()
    ((audit_id, who, action, source),) = workspace.rows(
        "SELECT audit_id, who, action, source FROM audit_log ORDER BY audit_id DESC LIMIT 1"
    )
    assert (who, action, source) == ("Fay", "workshop", "Tuesday")
    undo(workspace, audit_id)
    assert {t: workspace.rows(f"SELECT * FROM {t} ORDER BY ALL") for t in before} == before


def test_medians_become_ratings_of_experts_where_nobody_knew(tuesday: Led):
    through(tuesday)
    settle(tuesday)
    assert coverage(tuesday.workspace).cells.set_index("need_id").loc["n6", "state"] == "not_assessed"
    close_room(tuesday.workspace, tuesday.room_id, tuesday.key, "r1")
    cell = coverage(tuesday.workspace).cells.set_index("need_id").loc["n6"]
    assert (cell["state"], cell["fulfilment"], cell["source"], cell["n"]) == ("met", 0.75, "expert", 3)
    assert cell["evidence"] == "assumption"  # the panel does not agree


def test_a_panel_that_agrees_is_indirect_evidence(workspace_of: Callable[[Tables], Workspace]):
    tables = shortfalls()
    for need in ("u1", "u2", "u3", "u4"):
        add_need(tables, need, "mandatory", stages_rated("?"))
    at = led(workspace_of(tables))
    room = at.go_to("score")
    at.all_say({i.item_id: [n % 5] * 3 if i.scale == "0-4" else [0, 0, 0] for n, i in enumerate(room.items)})
    at.go_to("decide")
    settle(at)
    close_room(at.workspace, at.room_id, at.key, "r1")
    cells = coverage(at.workspace).cells.set_index("need_id")
    assert set(cells.loc[["u1", "u2", "u3", "u4"], "evidence"]) == {"indirect"}


def test_a_refused_row_keeps_the_room_open_and_writes_nothing(tuesday: Led):
    through(tuesday)
    settle(tuesday)
    write_rows(
        tuesday.workspace,
        "rounds",
        [{"round_id": "r1", "name": "First", "opened_on": "2025-01-01", "frozen_on": "2025-02-01"}],
        action="freeze",
    )
    with pytest.raises(InvalidData) as refused:
        close_room(tuesday.workspace, tuesday.room_id, tuesday.key, "r1")
    assert any("frozen" in str(f).lower() for f in refused.value.issues)
    assert room_of(tuesday.workspace, tuesday.room_id).step.key == "decide"
    assert tuesday.workspace.rows("SELECT count(*) FROM decisions") == [(0,)]
    close_room(tuesday.workspace, tuesday.room_id, tuesday.key, None)
    assert tuesday.workspace.rows("SELECT count(*) FROM decisions") == [(2,)]


def test_scores_ballots_and_decisions_go_out_and_come_back_cell_for_cell(tuesday: Led, tmp_path: Path):
    through(tuesday)
    for item in undecided(tuesday.workspace, tuesday.room):
        decision = Decision(item.item_id, "accept", HOSTILE, HOSTILE, date(2026, 1, 1), date(2026, 6, 1), HOSTILE, ("a", "=b"))
        decide(tuesday.workspace, tuesday.room_id, tuesday.key, decision, item.item_id)
    close_room(tuesday.workspace, tuesday.room_id, tuesday.key, "r1")
    export_folder(tuesday.workspace, tmp_path / "one")
    other = open_workspace()
    assert not load(other, [tmp_path / "one"]).refused
    export_folder(other, tmp_path / "two")
    for name in ("scores.csv", "ballots.csv", "decisions.csv", "ratings.csv"):
        text = (tmp_path / "one" / name).read_text()
        assert text == (tmp_path / "two" / name).read_text() and text.count("\n") > 2
        for row in csv.reader(io.StringIO(text)):
            assert (
                not [c for c in row if c[:1] in ("=", "@", "+") or (c[:1] == "-" and not c[1:].replace(".", "").isdigit())] or "-2-2" in row
            )
    other.close()


def test_minutes_begin_with_the_decisions_and_tell_the_time_of_the_room(tuesday: Led):
    through(tuesday)
    settle(tuesday)
    zone = ZoneInfo("Asia/Kolkata")
    opened = tuesday.room.opened_at + timedelta(hours=5, minutes=30)
    blocks = minutes(tuesday.workspace, tuesday.room_id, zone)
    assert [b.heading for b in blocks][1:4] == ["Decisions", "How far the room agrees", "Scores"]
    assert len(blocks[1].rows) == 2
    assert any(f"{opened:%Y-%m-%d %H:%M}" in p for p in blocks[0].paragraphs)
    course = blocks[-1]
    assert course.heading == "Course (Asia/Kolkata)" and course.rows[0] == (f"{opened:%H:%M:%S}", "Waiting room")
    assert minutes(tuesday.workspace, tuesday.room_id, timezone(timedelta(hours=-3)))[-1].heading == "Course (UTC-03:00)"


def test_minutes_say_everything_and_run_nothing(tuesday: Led):
    through(tuesday)
    decide(tuesday.workspace, tuesday.room_id, tuesday.key, Decision("i01", "fix", HOSTILE, HOSTILE), "a")
    blocks = minutes(tuesday.workspace, tuesday.room_id)
    page, text = as_html(blocks), as_markdown(blocks)
    assert as_pdf(blocks).startswith(b"%PDF-")
    for said in (
        "Krippendorff",
        "Draft",
        "Secret dots",
        "Must-haves that fail and have no decision",
        "Which solutions first?",
        "frozen data",
    ):
        assert said.lower() in page.lower() and said.lower() in text.lower()
    assert "<script>alert" not in page and "<script>" not in text.replace("\\<script\\>", "")
    assert not [p.pseudonym for p in tuesday.room.people if p.pseudonym in page]
    for table in [form(work_items(tuesday.workspace, tuesday.room_id)) for form in (jira, azure)]:
        rows = list(csv.reader(io.StringIO(table)))
        assert len(rows) == 2
        assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]


def test_only_decisions_that_make_work_become_work_items(tuesday: Led):
    through(tuesday)
    for number, what in enumerate(("fix", "research", "accept", "defer", "drop"), start=1):
        decide(
            tuesday.workspace,
            tuesday.room_id,
            tuesday.key,
            Decision(f"i{number:02d}", what, "Why", review_date=date(2027, 1, 1)),
            what,
        )
    rows = list(csv.DictReader(io.StringIO(jira(work_items(tuesday.workspace, tuesday.room_id)))))
    assert [r["Summary"].split(":")[0] for r in rows] == ["Fix", "Find out"]


def test_a_review_that_is_past_is_overdue_until_a_later_decision_replaces_it(tuesday: Led):
    through(tuesday)
    for item in undecided(tuesday.workspace, tuesday.room):
        decide(
            tuesday.workspace,
            tuesday.room_id,
            tuesday.key,
            Decision(item.item_id, "accept", "Rare", "Ann", review_date=date(2026, 5, 1)),
            item.item_id,
        )
    close_room(tuesday.workspace, tuesday.room_id, tuesday.key, None)
    assert len(overdue_reviews(tuesday.workspace, date(2026, 5, 1))) == 0
    late = overdue_reviews(tuesday.workspace, date(2026, 5, 2))
    assert len(late) == 2
    assert decision_words(late.iloc[0].to_dict()) == "Accept, review by 2026-05-01 (Ann)"
    row = {
        "decision_id": "later",
        "need_id": "n1",
        "stage_id": "s1",
        "decision": "fix",
        "supersedes": late[late["need_id"] == "n1"].iloc[0]["decision_id"],
    }
    write_rows(tuesday.workspace, "decisions", [row], action="decision")
    assert overdue_reviews(tuesday.workspace, date(2026, 5, 2))["need_id"].tolist() == ["n2"]
    assert decisions_in_force(tuesday.workspace, date(2026, 5, 2)).set_index("decision_id")["in_force"]["later"]


def test_a_rehearsal_goes_the_whole_way_and_leaves_nothing(workspace: Workspace):
    at = led(workspace, people=0, rehearsal=True)
    add_people(workspace, at.room_id, at.key, 8)
    before = {t: workspace.rows(f"SELECT * FROM {t} ORDER BY ALL") for t in ("ratings", "scores", "ballots", "decisions", "audit_log")}
    for step in ("score", "rescore", "dots"):
        if at.go_to(step).step.part:
            let_them_answer(workspace, at.room_id, at.key)
            let_them_answer(workspace, at.room_id, at.key)
    at.go_to("decide")
    assert at.marks("dots") == 8 * len(at.room.topics)
    settle(at)
    assert "rehearsal" in as_html(minutes(workspace, at.room_id)).lower()
    close_room(workspace, at.room_id, at.key, "r1")
    assert at.room.step.key == "closed"
    assert {t: workspace.rows(f"SELECT * FROM {t} ORDER BY ALL") for t in before} == before


def test_simulated_people_stay_out_of_rooms_that_count(tuesday: Led):
    with pytest.raises(NotAllowed, match="belong into a rehearsal"):
        add_people(tuesday.workspace, tuesday.room_id, tuesday.key, 2)


def test_what_is_the_same_is_merged_and_decided_once_for_all(workspace_of: Callable[[Tables], Workspace]):
    tables = shortfalls()
    tables["needs"][0] |= {"theme": "pay"}
    add_need(tables, "n7", "mandatory", stages_rated(0.2))
    tables["needs"][-1] |= {"theme": "pay"}
    for need in tables["needs"][1:-1]:
        need["statement"] = f"Something else about {need['need_id'] * 4}"
    workspace = workspace_of(tables)
    cells = [("n1", "s1"), ("n2", "s1"), ("n7", "s1")]
    assert duplicates(workspace, coverage(workspace), cells) == [(("n1", "s1"), ("n7", "s1"))]
    content = freeze(workspace, coverage(workspace), [[("n1", "s1"), ("n7", "s1")], [("n2", "s1")]])
    assert len(content.items) == 2 and len(content.items[0].links) == 2
    at = led(workspace, content=content)
    at.go_to("score")
    at.all_say({"i01": [1, 1, 2]})
    at.go_to("decide")
    settle(at)
    close_room(workspace, at.room_id, at.key, "r1")
    assert workspace.rows("SELECT need_id, value FROM scores ORDER BY need_id, value") == [
        ("n1", 1),
        ("n1", 1),
        ("n1", 2),
        ("n7", 1),
        ("n7", 1),
        ("n7", 2),
    ]
    assert workspace.rows("SELECT decision_id, need_id FROM decisions ORDER BY decision_id") == [
        (at.decision(1), "n1"),
        (f"{at.decision(1)}.2", "n7"),
        (at.decision(2), "n2"),
    ]
