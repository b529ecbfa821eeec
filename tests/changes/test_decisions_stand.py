"""The log of decisions is append-only, whichever way rows come: a load, a replacement, an edit, an undo (method 6.5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.changes.load import load
from cx.changes.outcome import Outcome
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import CannotUndo, InvalidData
from cx.exports.export import export_folder, table_csv
from cx.store import Workspace, open_workspace
from cx.tables import TABLE
from cx.uploads.prepare import without_rejected
from tests.brought import applied, prepared, typed
from tests.sketches import one_need, stages_rated

HEADER = "decision_id,need_id,stage_id,decision,rationale,owner,status,supersedes,decided_on\n"
FIRST = "d1,n1,s1,accept,Rare,Ann,accepted,,2026-01-02\n"
SECOND = "d2,n1,s2,fix,,Bo,,,2026-01-02\n"
REMOVED = "decision_removed"
LATER = "d3,n1,s1,fix,Not rare any more,Ann,accepted,d1,2026-06-01\n"


@pytest.fixture
def logged(loaded_workspace_of, tmp_path: Path) -> Workspace:
    """A workspace whose second change, a load, brought decisions d1 and d2."""
    workspace = loaded_workspace_of(one_need("mandatory", stages_rated(0.3, 0.9)))
    assert bring(workspace, tmp_path, FIRST, SECOND).applied
    return workspace


def bring(workspace: Workspace, folder: Path, *rows: str, replace: bool = False, header: str = HEADER) -> Outcome:
    """Load a decisions.csv with these rows."""
    path = folder / "in" / "decisions.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(header + "".join(rows))
    return load(workspace, [path], replace=replace)


def log(workspace: Workspace) -> list[tuple]:
    """Everything on record."""
    return workspace.rows("FROM decisions ORDER BY decision_id")


def errors(outcome: Outcome) -> list[str]:
    return [str(one) for one in outcome.issues if one.is_error]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (FIRST.replace("Rare", "Cheap"), "rationale"),
        (FIRST.replace("accept,Rare,Ann", "drop,Rare,Bo"), "decision, owner"),
        (FIRST.replace("n1,s1", "n1,s2"), "stage_id"),
        (FIRST.replace(",Ann,", ",,"), "owner"),
        (FIRST.replace("accepted", "proposed"), "status"),
        (FIRST.replace("accepted", ""), "status"),
        (FIRST.replace("accepted", "superseded"), "status"),
        (FIRST.replace("accepted,,", "accepted,d2,"), "supersedes"),
    ],
    ids=[
        "another reason",
        "another decision and owner",
        "another stage",
        "no owner",
        "proposed",
        "no status",
        "superseded by nothing",
        "superseding another",
    ],
)
def test_a_decision_on_record_cannot_be_changed_by_a_file(row: str, columns: str, logged: Workspace, tmp_path: Path) -> None:
    before = log(logged)
    outcome = bring(logged, tmp_path, SECOND, row)
    (said,) = errors(outcome)
    assert said.startswith("error: decisions.csv, row 3, column decision_id: “d1”: The decision is on record")
    assert f"differs in: {columns}. Leave the row as an export has it, and add a row of its own whose supersedes names it." in said
    assert log(logged) == before


def test_no_decision_goes_because_a_replacement_leaves_it_out(logged: Workspace, tmp_path: Path) -> None:
    export_folder(logged, tmp_path / "all")
    for text, gone, named in ((HEADER + SECOND, 1, "d1"), (None, 2, "d1")):
        (tmp_path / "all" / "decisions.csv").unlink() if text is None else (tmp_path / "all" / "decisions.csv").write_text(text)
        before = log(logged)
        (said,) = errors(load(logged, [tmp_path / "all"], replace=True))
        assert (
            said.startswith(f"error: decisions.csv, column decision_id: “{named}”:")
            and f"this would remove {gone} of its decisions. Keep every row" in said
        )
        assert log(logged) == before


def test_no_decision_is_removed_or_renamed_by_an_edit(logged: Workspace) -> None:
    before = log(logged)
    for rows, gone in (([], "d2"), ([{"decision_id": "d9", "need_id": "n1", "stage_id": "s2", "decision": "fix"}], "d2")):
        with pytest.raises(InvalidData) as refused:
            write_rows(logged, "decisions", rows, remove=[{"decision_id": gone}], action="edit")
        assert [one.code for one in refused.value.issues] == [REMOVED]
    assert log(logged) == before


def test_the_same_file_again_changes_nothing(logged: Workspace, tmp_path: Path) -> None:
    before = log(logged)
    outcome = bring(logged, tmp_path, SECOND, FIRST)
    assert outcome.applied and outcome.total("unchanged") == 2
    outcome = bring(logged, tmp_path, "d1,n1\n", header="decision_id,need_id\n")  # columns that are absent keep their values
    assert outcome.applied and outcome.total("unchanged") == 1
    assert log(logged) == before


def test_an_export_of_the_workspace_replaces_it_with_itself(logged: Workspace, tmp_path: Path) -> None:
    export_folder(logged, tmp_path / "all")
    outcome = load(logged, [tmp_path / "all"], replace=True)
    assert outcome.applied and (outcome.total("changed"), outcome.total("removed")) == (0, 0)
    other = open_workspace()
    assert load(other, [tmp_path / "all"], replace=True).applied
    assert log(other) == log(logged) and len(log(other)) == 2
    other.close()


@pytest.mark.parametrize(
    "old", ["", FIRST, FIRST.replace("accepted", "superseded")], ids=["alone", "beside the old one", "and the old one says so"]
)
def test_a_later_decision_is_a_row_of_its_own(old: str, logged: Workspace, tmp_path: Path) -> None:
    outcome = bring(logged, tmp_path, LATER, old)
    assert outcome.applied, errors(outcome)
    text = table_csv(TABLE["decisions"], log(logged))
    assert text.count("\n") == 4 and "Not rare any more" in text and "Rare" in text
    assert bring(logged, tmp_path, FIRST.replace("accepted", "superseded")).applied, "a row that is stored supersedes it"
    (said,) = errors(bring(logged, tmp_path, FIRST))
    assert "differs in: status" in said, "what is superseded stays so"


def test_the_import_that_brought_decisions_can_be_taken_back_and_brought_again(logged: Workspace) -> None:
    before = log(logged)
    undo(logged, 2)
    assert log(logged) == []
    undo(logged, 3)
    assert log(logged) == before


def test_the_import_that_replaced_a_decision_can_be_taken_back(logged: Workspace, tmp_path: Path) -> None:
    before = log(logged)
    assert bring(logged, tmp_path, LATER, FIRST.replace("accepted", "superseded")).applied
    undo(logged, 3)
    assert log(logged) == before


@pytest.mark.parametrize("old", ["", FIRST.replace("accepted", "superseded")], ids=["by its id alone", "and the old one says so"])
def test_a_decision_that_a_later_one_replaces_cannot_be_taken_back_alone(old: str, logged: Workspace, tmp_path: Path) -> None:
    assert bring(logged, tmp_path, LATER, old).applied
    before = log(logged)
    with pytest.raises(CannotUndo) as refused:
        undo(logged, 2)
    assert refused.value.blocking == (3,)
    assert "1 row of decisions.csv (d3) would replace a decision that would be gone" in str(refused.value)
    assert log(logged) == before
    undo(logged, 3)
    undo(logged, 2)
    assert log(logged) == []


def test_the_upload_of_the_page_keeps_the_decision_and_applies_the_rows_beside_it(logged: Workspace) -> None:
    before = log(logged)
    plan = typed(
        logged, HEADER + FIRST.replace("Rare", "Cheap") + SECOND + "d4,n1,s2,research,,,,,2026-06-01\n", "table:decisions", "decisions.csv"
    )
    found = prepared(logged, plan)
    assert found.refused
    assert [(one.code, one.value) for one in found.issues if one.is_error] == [("decision_changed", "d1")]
    (usable,) = without_rejected([plan], found.rejected)
    applied(logged, usable)
    assert log(logged)[:2] == before and [row[0] for row in log(logged)] == ["d1", "d2", "d4"]
