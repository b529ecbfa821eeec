"""Work items go to a tracker and come back with their status: all of them, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.changes.load import all_or_nothing
from cx.changes.undo import undo
from cx.delivery.incoming import Incoming, bring, incoming
from cx.delivery.promises import promises
from cx.delivery.tracker import read_export
from cx.errors import InvalidData
from cx.report.promised import promised_items
from cx.store import Workspace, open_workspace
from tests.delivery.trackers import AZURE_STATES, JIRA_STATES, through_azure, through_jira
from tests.oracle import Tables
from tests.sketches import one_need, stages_rated

TODAY = date(2026, 11, 26)


def decided(number: int) -> Tables:
    """So many decisions that ask for work, the odd ones with capitals in their ids; and two improvements, one of them decided."""
    tables = one_need("mandatory", stages_rated(0.3, 0.9))
    tables["decisions"] = [
        {
            "decision_id": f"w1-{'QX' if n % 2 else 'ab'}-d{n:03d}", "need_id": "n1", "stage_id": "s1", "decision": "research" if n % 5 == 0 else "fix",
            "rationale": f"Reason {n}, with a comma", "owner": "Ann", "due": "2026-12-01", "decided_on": "2026-01-02",
        }
        for n in range(1, number + 1)
    ]  # fmt: skip
    tables["improvements"] = [
        {"improvement_id": "Second Till", "name": "Second till", "cost": "1", "status": "planned"},
        {"improvement_id": "m2", "name": "Sign", "cost": "1"},
    ]
    return tables


def brought(workspace: Workspace, text: str, **answers: str) -> Incoming:
    """An export is brought, with what its words mean."""
    found = incoming(workspace, read_export("export.csv", text.encode()), answers, TODAY)
    assert all_or_nothing(workspace, lambda cursor: bring(cursor, found.steps, "export.csv", "Ann")).applied
    return found


def test_two_hundred_work_items_come_back_from_jira_and_from_azure_without_loss(loaded_workspace_of: Callable[[Tables], Workspace]):
    workspace = loaded_workspace_of(decided(199))
    tickets = promised_items(workspace)
    assert len(tickets) == 200
    log = workspace.rows("FROM decisions ORDER BY ALL")
    jira = through_jira(tickets, lambda n: JIRA_STATES[n % len(JIRA_STATES)])
    found = brought(workspace, jira)
    assert (len(found.steps), found.questions, found.left_out) == (200, (), ())
    wanted = {f"CX-{n}": JIRA_STATES[n % len(JIRA_STATES)] for n in range(1, 201)}
    for table, many in (("deliveries", 199), ("improvements", 1)):
        rows = workspace.rows(f"SELECT work_item, status, status_since FROM {table} WHERE work_item IS NOT NULL")
        assert len({key for key, _, _ in rows}) == many
        for key, status, since in rows:
            assert (status, since) == (wanted[key][3], date(2026, 9, 25) if wanted[key][1] == "Done" else TODAY)
    ((ticket,),) = workspace.rows("SELECT work_item FROM deliveries WHERE decision_id = 'w1-QX-d007'")
    assert found.steps[int(ticket[3:]) - 1].item.title == tickets[int(ticket[3:]) - 1].title
    assert not any(step.moves for step in incoming(workspace, read_export("again.csv", jira.encode()), today=TODAY).steps)
    undo(workspace, workspace.rows("SELECT max(audit_id) FROM audit_log")[0][0])
    assert workspace.rows("FROM deliveries") == []

    azure = through_azure(tickets, lambda n: AZURE_STATES[n % len(AZURE_STATES)])
    assert len(brought(workspace, azure).steps) == 200
    stored = dict(
        workspace.rows(
            "SELECT work_item, status FROM deliveries UNION SELECT work_item, status FROM improvements WHERE work_item IS NOT NULL"
        )
    )
    assert stored == {str(300 + n): AZURE_STATES[n % len(AZURE_STATES)][1] for n in range(1, 201)}
    assert workspace.rows("FROM decisions ORDER BY ALL") == log, "a decision is never rewritten"


def test_what_a_tracker_calls_its_own_way_is_asked_with_its_evidence_and_remembered(loaded_workspace_of: Callable[[Tables], Workspace]):
    workspace = loaded_workspace_of(decided(4))
    states = [
        ("Blocked", "In Progress", "", ""),
        ("Resolved", "", "", ""),
        ("Done", "Done", "Duplicate", ""),
        ("Done", "In Progress", "", ""),
    ]
    text = through_jira(promised_items(workspace), lambda n: states[(n - 1) % 4], german=True)
    found = incoming(workspace, read_export("export.csv", text.encode()), today=TODAY)
    asked = {q.said: q for q in found.questions}
    assert set(asked) == {"Blocked", "Resolved", "Done (Duplicate)", "Done"} and not any(step.status for step in found.steps)
    assert (asked["Blocked"].likely, asked["Blocked"].keys) == ("doing", ("CX-1", "CX-5")) and "“In Progress”" in asked["Blocked"].why
    assert {asked[said].likely for said in asked if said not in ("Blocked", "Done")} == {""}, (
        "what has ended may have been done or given up"
    )
    brought(workspace, text, **{"blocked": "planned", "Resolved": "done", "Done (Duplicate)": "dropped", "Done": "done"})
    assert workspace.rows("SELECT status FROM deliveries ORDER BY work_item") == [("planned",), ("done",), ("dropped",), ("done",)]
    again = incoming(workspace, read_export("export.csv", text.encode()), today=TODAY)
    assert {q.said: q.likely for q in again.questions} == {
        "Blocked": "planned",
        "Resolved": "done",
        "Done (Duplicate)": "dropped",
        "Done": "done",
    }


def test_an_item_that_cannot_be_told_apart_is_named_and_not_taken(loaded_workspace_of: Callable[[Tables], Workspace]):
    workspace = loaded_workspace_of(decided(2))
    head = "Issue key,Summary,Status,Labels,Labels,Description\n"
    label = "decision-w1-qx-d001"
    text = (
        head
        + f"A-1,Ours,To Do,{label},,\nA-2,A copy of it,Done,{label},,\nA-3,Theirs,Done,web,,\n"
        + "A-4,Retyped,Done,,,<div>Decision&nbsp;<b>w1-ab-d002</b> of 2026-01-02.</div>\n"
    )
    found = brought(workspace, text)
    assert [(step.item.key, step.about.thing_id) for step in found.steps] == [("A-4", "w1-ab-d002")]
    assert {item.key: why[:15] for item, why in found.left_out} == {
        "A-1": "Another item is",
        "A-2": "Another item is",
        "A-3": "It carries no la"[:15],
    }
    # Once it is known which one is ours, a copy does no harm.
    brought(workspace, head + f"A-1,Ours,To Do,{label},,\n")
    found = brought(workspace, text)
    assert {(step.item.key, step.status) for step in found.steps} == {("A-1", "planned"), ("A-4", "done")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Summary,Status\nA,Done\n", "missing_column"),
        ("Issue key,Summary\nA-1,B\n", "missing_column"),
        ("Issue key,Status\nA-1,Done\nA-1,To Do\n", "duplicate_key"),
        ("Issue key,Status\n,Done\n", "required"),
        ("Issue key,Status\nA-1,Done,decision-x\n", "ragged_row"),
    ],
)
def test_a_file_that_is_no_export_or_is_damaged_is_refused_as_a_whole(text: str, code: str):
    with pytest.raises(InvalidData) as refused:
        read_export("export.csv", text.encode())
    assert [one.code for one in refused.value.issues if one.is_error] == [code]


def test_work_that_had_ended_before_it_was_decided_again_does_not_count_for_the_later_decision(
    loaded_workspace_of: Callable[[Tables], Workspace],
):
    tables = decided(0)
    tables["decisions"] = [
        {"decision_id": name, "need_id": "n1", "stage_id": stage, "decision": what, "decided_on": day, "supersedes": old}
        for name, stage, what, day, old in (
            ("a1", "s1", "fix", "2026-01-01", ""), ("a2", "s1", "fix", "2026-03-01", "a1"),
            ("b1", "s2", "fix", "2026-01-01", ""), ("b2", "s2", "fix", "2026-03-01", "b1"), ("c2", "s2", "accept", "2026-03-01", "c1"),
            ("c1", "s2", "fix", "2026-01-01", ""), ("d1", "s2", "fix", "2026-01-01", ""), ("d2", "s2", "fix", "2026-03-01", "d1"),
        )
    ]  # fmt: skip
    tables["deliveries"] = [
        {"decision_id": "a1", "status": "done", "status_since": "2026-02-01"},
        {"decision_id": "b1", "status": "doing", "status_since": "2026-02-01"},
        {"decision_id": "c1", "status": "doing"},
        {"decision_id": "d1", "status": "done", "status_since": "2026-04-01"},
    ]
    rows = promises(loaded_workspace_of(tables), TODAY).set_index("decision_id")["delivery"]
    assert {key: rows[key] if isinstance(rows[key], str) else "" for key in rows.index} == {"a2": "", "b2": "doing", "c2": "", "d2": "done"}


def test_the_command_asks_then_writes_and_says_what_moved(tmp_path: Path, folder_of, capsys: pytest.CaptureFixture[str]):
    database, file = str(tmp_path / "x.duckdb"), tmp_path / "jira.csv"
    assert main(["load", str(folder_of(decided(1))), "--database", database]) == 0
    file.write_text("Issue key;Status;Labels\nA-1;Blocked;decision-w1-qx-d001\nA-2;Done;improvement-second-till\n")
    capsys.readouterr()
    assert main(["delivery", str(file), "--database", database]) == 1
    said = capsys.readouterr().out
    assert "“Blocked” (A-1): not known." in said and '--means "Blocked=STATUS"' in said and "Nothing was written" in said
    assert main(["delivery", str(file), "--database", database, "--means", "Blocked=later"]) == 2
    assert main(["delivery", str(file), "--database", database, "--means", "blocked=doing"]) == 0
    assert "2 work items of Jira: 2 moved, 0 as before." in capsys.readouterr().out
    workspace = open_workspace(database)
    assert workspace.rows("SELECT status FROM deliveries") == [("doing",)]
    assert workspace.rows("SELECT improvement_id FROM improvements WHERE status = 'done' AND work_item = 'A-2'") == [("Second Till",)]
    workspace.close()
