"""A frozen round is compared as it was: what is measured against something else since then is named, re-scoped and not tested."""

from __future__ import annotations

from contextlib import closing

from cx.analysis.coverage import Scope, coverage
from cx.analysis.rounds.compare import compare
from cx.analysis.rounds.history import history
from cx.analysis.rounds.opened import since_last_round
from cx.changes.freeze import freeze
from cx.changes.load import apply_sheets
from cx.changes.write import sheet_of
from cx.report.content import Report
from cx.store import Workspace
from cx.store.rows import Change
from cx.ui.shared.need_rows import change_line
from tests.laying import laid
from tests.oracle import Tables
from tests.sketches import Contact, Stage, add_need, one_need, survey


def two_rounds() -> Tables:
    """Two mandatory needs, each with one touchpoint that 60 and then 80 of 100 are satisfied with."""
    tables = one_need("mandatory", [Stage("s1", [Contact()])])
    add_need(tables, "n2", "mandatory", [Stage("s1", [Contact()])])
    tables["rounds"].append({"round_id": "r2", "name": "Second", "opened_on": "2026-01-01"})
    tables["ratings"] = [
        {"round_id": round_id, "touchpoint_id": f"{need}-s1-0", "stage_id": "s1", "need_id": need} | survey(100, met)
        for round_id, met in (("r1", 60), ("r2", 80))
        for need in ("n1", "n2")
    ]
    return tables


def raise_target(workspace: Workspace) -> None:
    with workspace.transaction() as cursor:
        outcome = apply_sheets(cursor, [sheet_of("needs", [{"need_id": "n1", "target": "0.9"}])], Change("Ana", "edit"))
        assert outcome.applied


def test_what_is_not_there_any_more_is_called_as_it_was_called() -> None:
    tables = two_rounds()
    tables["personas"].append({"persona_id": "p2", "name": "Ben"})
    tables["needs"][1] |= {"persona_id": "p2", "statement": "Can go"}
    with closing(laid(tables)) as workspace:
        freeze(workspace, "r1")
        with workspace.transaction() as cursor:
            assert apply_sheets(cursor, [sheet_of("personas", [{"persona_id": "p2", "status": "retired"}])], Change("Ana", "edit")).applied
        answer = coverage(workspace, Scope("r2"))
        found = compare(workspace, answer, "r1")
        assert found.needs["differs"].tolist() == ["", "gone"]
        assert Report(workspace, answer).changed[1] == ("re-scoped", "Can go", "Ben", "Partly met 60% → not there")
        line = change_line(found, found.needs.to_dict("records")[1])
        assert "Ben" in line and "round=r1" in line, "and leads to where it stands"
        assert history(workspace, answer).names.personas == {"p1": "Ana", "p2": "Ben"}


def test_a_target_that_was_raised_after_the_freeze_makes_no_need_slip() -> None:
    with closing(laid(two_rounds())) as workspace:
        alike = compare(workspace, coverage(workspace, Scope("r2")), "r1")
        assert alike.needs["transition"].tolist() == ["improved", "improved"]
        assert alike.samples["verdict"].tolist() == ["changed", "changed"]
        freeze(workspace, "r1")
        raise_target(workspace)
        answer = coverage(workspace, Scope("r2"))
        found = compare(workspace, answer, "r1")
        assert found.needs[["need_id", "transition", "differs"]].to_numpy().tolist() == [
            ["n1", "re-scoped", "target"],
            ["n2", "improved", ""],
        ]
        assert found.samples[["reason", "verdict"]].fillna("").to_numpy().tolist() == [["re-scoped", ""], ["", "changed"]]
        # What is measured otherwise is scope, and no improvement.
        row = found.indices.iloc[0]
        assert (row["continuing"], row["performance"], row["scope"]) == (1, 1.0, -0.5)
        assert found is since_last_round(workspace, answer)
        assert history(workspace, answer).needs["state"].tolist() == ["partial", "partial", "partial", "met"]
