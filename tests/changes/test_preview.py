"""What would this change? The preview is what applying does, and leaves nothing behind."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, coverage
from cx.analysis.grouping_words import nobody_sentences
from cx.analysis.list_words import weight_sentences
from cx.analysis.shortfall_changes import SHORTFALLS
from cx.analysis.shortfalls import shortfalls
from cx.changes.edit import Edit, write_edit
from cx.changes.file_sheets import read_paths
from cx.changes.load import apply_sheets, load
from cx.changes.outcome import Outcome
from cx.changes.preview import Preview, preview, preview_undo
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import CannotUndo, InvalidData
from cx.store import Workspace
from cx.store.history import rows_of
from cx.store.rows import Change
from tests.conftest import SAMPLE
from tests.gaps import add, people
from tests.laying import laid
from tests.oracle import Tables
from tests.random_changes import random_change
from tests.side_by_side import TODAY, random_neighbours
from tests.sketches import Contact, Stage, one_need, stages_rated

NOW = Scope(today=TODAY)


def applying(*paths: Path, replace: bool = False) -> Callable[..., Outcome]:
    """What a page hands to the preview, and to the transaction that applies."""
    sheets, issues = read_paths(paths)
    change = Change("anna", "replace" if replace else "load", "upload")
    return lambda cursor: apply_sheets(cursor, sheets, change, replace=replace, issues=issues)


def assert_came_true(seen: Preview, workspace: Workspace, scope: Scope) -> None:
    """The coverage is what the preview said, cell for cell."""
    answer = coverage(workspace, scope)
    pd.testing.assert_frame_equal(seen.after.cells, answer.cells)
    pd.testing.assert_frame_equal(seen.after.needs, answer.needs)
    pd.testing.assert_frame_equal(seen.after.personas, answer.personas)


def untouched(workspace: Workspace) -> tuple:
    """Whatever a preview must leave alone."""
    counts = [
        workspace.rows(f"SELECT count(*), sum(hash(t)) FROM {name} t")
        for (name,) in workspace.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1")
    ]
    objects = (
        workspace.rows("SELECT table_name, sql FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1"),
        workspace.rows("SELECT index_name FROM duckdb_indexes() ORDER BY 1"),
    )
    return counts, objects, workspace.version


@pytest.fixture
def journey(loaded_workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """One mandatory need at three stages: met, missed, not assessed."""
    return loaded_workspace_of(one_need("mandatory", stages_rated(0.9, 0.2, "?")))


@pytest.fixture
def sample(own_sample: Workspace) -> Workspace:
    """The sample, to be changed."""
    return own_sample


def rated(workspace: Workspace, folder: Path, value: str, stage: str = "s2") -> Path:
    """A file that rates the touchpoint of a stage."""
    ((touchpoint,),) = workspace.rows("SELECT touchpoint_id FROM links WHERE stage_id = ?", [stage])
    (folder / "ratings.csv").write_text(
        f"round_id,touchpoint_id,stage_id,need_id,source,value\nr1,{touchpoint},{stage},n1,behavioural,{value}\n"
    )
    return folder / "ratings.csv"


# --- what it says -------------------------------------------------------------------------------------------


def test_a_shortfall_that_closes_is_shown_with_its_cell(journey: Workspace, tmp_path: Path) -> None:
    seen = preview(journey, applying(rated(journey, tmp_path, "0.8")), NOW)
    (cell,) = seen.cells.to_dict("records")
    assert (cell["stage_id"], cell["state_before"], cell["state"], cell["transition"]) == ("s2", "missed", "met", "fixed")
    assert (cell["fulfilment_before"], cell["fulfilment"]) == (0.2, 0.8)
    assert seen.shortfalls[["stage_id", "what"]].values.tolist() == [["s2", "closes"]]
    (need,) = seen.needs.to_dict("records")
    assert (need["persona_id"], need["state_before"], need["state"], need["transition"]) == ("p1", "missed", "not_assessed", "lost sight")
    assert seen.changes[["table", "column", "before", "after"]].values.tolist() == [["ratings", "value", "0.2", "0.8"]]
    assert (seen.changes_total, seen.moved, seen.refused) == (1, 0, False)
    assert seen.headlines["headline"].tolist() == ["0 of 1 mandatory needs met everywhere"]
    assert seen.headlines["changed"].tolist() == [True]  # it is not settled any more


def test_a_value_that_moves_within_its_state_is_counted(journey: Workspace, tmp_path: Path) -> None:
    seen = preview(journey, applying(rated(journey, tmp_path, "0.3")), NOW)
    assert (len(seen.cells), len(seen.needs), len(seen.shortfalls), seen.moved) == (0, 0, 0, 1)
    assert seen.headlines["changed"].tolist() == [False]


def test_a_shortfall_that_becomes_known_opens(journey: Workspace, tmp_path: Path) -> None:
    seen = preview(journey, applying(rated(journey, tmp_path, "0.1", "s3")), NOW)
    assert seen.shortfalls[["stage_id", "state_before", "state", "what"]].values.tolist() == [["s3", "not_assessed", "missed", "opens"]]
    assert seen.cells["transition"].tolist() == ["newly known"]


def test_a_gain_is_one_shortfall_as_in_the_list_however_many_stages_are_below_target(loaded_workspace_of, folder_of) -> None:
    workspace = loaded_workspace_of(one_need("gain", stages_rated(0.2, 0.6, 0.3)))
    other_best_stage = preview(workspace, applying(folder_of(one_need("gain", stages_rated(0.65, 0.6, 0.3)))), NOW)
    assert (len(other_best_stage.before.gaps), len(other_best_stage.after.gaps), len(other_best_stage.shortfalls)) == (1, 1, 0)
    met_once = preview(workspace, applying(folder_of(one_need("gain", stages_rated(0.2, 0.9, 0.3)))), NOW)
    assert met_once.shortfalls[["need_id", "stage_id", "state_before", "state", "what"]].values.tolist() == [
        ["n1", "s2", "partial", "met", "closes"]
    ]
    unknown = preview(workspace, applying(folder_of(one_need("gain", stages_rated(0.2, "?", 0.3))), replace=True), NOW)
    assert unknown.shortfalls[["stage_id", "state", "what"]].values.tolist() == [["s2", "not_assessed", "out of sight"]]


def test_a_need_that_becomes_a_gain_is_asked_for_at_one_stage_only(loaded_workspace_of, folder_of) -> None:
    workspace = loaded_workspace_of(one_need("mandatory", stages_rated(0.2, 0.6)))
    seen = preview(workspace, applying(folder_of(one_need("gain", stages_rated(0.2, 0.6))), replace=True), NOW)
    assert seen.shortfalls[["stage_id", "what"]].values.tolist() == [["s1", "not needed any more"]]
    assert (len(seen.before.gaps), len(seen.after.gaps)) == (2, 1)


def test_what_cannot_be_met_whatever_is_found_out_opens_as_it_joins_the_list(loaded_workspace_of, folder_of) -> None:
    both = Stage("s1", [Contact(), Contact()])
    workspace = loaded_workspace_of(one_need("mandatory", [both]))
    seen = preview(workspace, applying(folder_of(one_need("mandatory", [Stage("s1", [Contact(0.7), Contact()])]))), NOW)
    assert seen.shortfalls[["stage_id", "state", "what"]].values.tolist() == [["s1", "not_assessed", "opens"]]


def test_what_falls_out_of_sight_or_is_no_longer_needed_is_told_apart(journey: Workspace, folder_of) -> None:
    smaller = one_need("mandatory", stages_rated(0.9, "?"))
    seen = preview(journey, applying(folder_of(smaller), replace=True), NOW)
    assert seen.shortfalls[["stage_id", "what"]].values.tolist() == [["s2", "out of sight"]]
    assert seen.unknown[["stage_id", "state_before", "reason"]].values.tolist() == [["s2", "missed", "no_rating"]]
    gone = seen.cells[seen.cells["state"] == ""]
    assert gone[["stage_id", "persona_id", "kind", "transition"]].values.tolist() == [["s3", "p1", "mandatory", "disappears"]]
    seen = preview(journey, applying(folder_of(one_need("mandatory", stages_rated(0.9))), replace=True), NOW)
    assert seen.shortfalls[["stage_id", "what"]].values.tolist() == [["s2", "not needed any more"]]
    assert set(SHORTFALLS) == {"closes", "opens", "out of sight", "not needed any more"}


def test_a_persona_that_loses_its_people_and_a_segment_that_loses_its_persona_are_told_before_it_is_applied(loaded_workspace_of) -> None:
    tables = people({"S1": ("P1", "600", "50"), "S2": ("P1", "200", "200"), "S3": ("P2", "120", "25")})
    add(tables, "eat", "P2", "mandatory", 1, [(0.0, 1), (0.6, 1)])
    workspace = loaded_workspace_of(tables)
    last = Edit("persona_segments", remove=({"persona_id": "P2", "segment_id": "S3"},))
    seen = preview(workspace, lambda cursor: write_edit(cursor, last, "anna"), NOW)
    assert (len(seen.shortfalls), seen.headlines["changed"].any()) == (0, False), "no state changes, and yet something follows"
    assert weight_sentences(seen.weights) == [
        "P2 stands for no segment, so nobody knows how many people it is: 2 shortfalls have no priority and no place in the list, "
        "1 mandatory need that fails among them. Name its segments."
    ]
    assert nobody_sentences(seen.nobodys) == ["No persona would stand for “S3” any more: 120 people, worth 3,000."]
    with workspace.transaction() as cursor:
        write_edit(cursor, last, "anna")
    back = preview_undo(workspace, 2, NOW)
    assert weight_sentences(back.weights) == ["P2 has a weight again: 2 shortfalls get a priority, and a place in the list."]
    assert back.nobodys.empty
    archived = Edit("personas", ({"persona_id": "P1", "status": "retired"},), places=(1,), new=(False,))
    seen = preview(workspace, lambda cursor: write_edit(cursor, archived, "anna"), NOW)
    assert seen.weights.empty, "who is archived needs no weight"
    assert seen.nobodys[["segment_id", "share"]].values.tolist() == [["S1", 1.0], ["S2", 1.0]]


def test_a_first_load_appears(empty_workspace: Workspace, folder_of) -> None:
    seen = preview(empty_workspace, applying(folder_of(one_need("mandatory", stages_rated(0.9, "?")))), NOW)
    assert seen.needs[["need_id", "state_before", "state", "transition"]].values.tolist() == [["n1", "", "not_assessed", "appears"]]
    assert seen.cells["transition"].tolist() == ["appears", "appears"]
    assert seen.unknown["stage_id"].tolist() == ["s2"]
    assert seen.headlines[["headline_before", "headline"]].values.tolist() == [["", "0 of 1 mandatory needs met everywhere"]]
    assert empty_workspace.rows("FROM needs") == []


def test_touchpoints_that_would_serve_nothing_are_named(journey: Workspace, tmp_path: Path) -> None:
    (tmp_path / "touchpoints.csv").write_text(
        "touchpoint_id,name,channel,status,visibility\na,Idle,web,,\nb,Office,web,,backstage\nc,Gone,web,retired,\nd,Beside,web,planned,\ne,Useful,web,,\n"
    )
    (tmp_path / "links.csv").write_text("touchpoint_id,stage_id,need_id\nd,s9,n1\ne,s1,n1\n")
    (tmp_path / "stages.csv").write_text("stage_id,position,name\ns9,9,Rest\n")
    seen = preview(journey, applying(tmp_path), NOW)
    assert seen.idle.values.tolist() == [["a", "Idle", "live", "no link"], ["d", "Beside", "planned", "links only where no need arises"]]


def test_a_refused_change_has_findings_and_no_consequences(journey: Workspace, tmp_path: Path) -> None:
    seen = preview(journey, applying(rated(journey, tmp_path, "7")), NOW)
    assert seen.refused
    assert [f.code for f in seen.outcome.issues if f.is_error] == ["value_off_scale"]
    assert (len(seen.needs), len(seen.cells), seen.changes_total, seen.moved) == (0, 0, 0, 0)
    assert seen.after is seen.before


def test_a_refusal_that_is_raised_becomes_findings(journey: Workspace, tmp_path: Path) -> None:
    def apply(cursor: object) -> Outcome:
        raise InvalidData(applying(rated(journey, tmp_path, "7"))(cursor).issues)

    assert [f.code for f in preview(journey, apply, NOW).outcome.issues if f.is_error] == ["value_off_scale"]


def test_what_changes_nothing_says_so(sample: Workspace) -> None:
    seen = preview(sample, applying(SAMPLE), NOW)
    assert (seen.changes_total, len(seen.needs), len(seen.cells), seen.moved, len(seen.shortfalls)) == (0, 0, 0, 0, 0)
    assert not seen.headlines["changed"].any()
    assert seen.outcome.total("unchanged") == seen.outcome.read


def test_long_lists_of_values_are_cut_and_counted(empty_workspace: Workspace) -> None:
    seen = preview(empty_workspace, applying(SAMPLE), NOW, shown_values=10)
    load(empty_workspace, [SAMPLE])
    assert len(seen.changes) == 10
    assert seen.changes_total == len(rows_of(empty_workspace, 1))
    pd.testing.assert_frame_equal(seen.changes, rows_of(empty_workspace, 1).head(10))


def test_the_scope_holds_and_falls_back_where_it_does_not_exist(sample: Workspace, tmp_path: Path) -> None:
    assert preview(sample, applying(SAMPLE), Scope(round_id="2016")).after.round["round_id"] == "2016"
    (tmp_path / "rounds.csv").write_text("round_id,name,opened_on\n2018,New,2018-05-01\n")
    seen = preview(sample, applying(tmp_path), Scope(round_id="2018", market="XX"))
    assert (seen.before.round["round_id"], seen.after.round["round_id"], seen.after.round["market"]) == ("2017", "2018", None)
    assert len(seen.unknown) == len(seen.before.cells[seen.before.cells["state"].isin(["met", "partial", "missed"])])


# --- it leaves nothing behind -------------------------------------------------------------------------------


def test_nothing_is_written_even_if_the_preview_fails(sample: Workspace, folder_of) -> None:
    before = untouched(sample)
    smaller = folder_of(one_need("gain", [Stage("s1", [Contact(0.5)])]))
    preview(sample, applying(SAMPLE / "personas.csv"), NOW)
    assert preview(sample, applying(smaller, replace=True), NOW).refused  # a round is frozen

    def fail(cursor: object) -> Outcome:
        applying(smaller)(cursor)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        preview(sample, fail, NOW)
    assert untouched(sample) == before


def test_a_rehearsal_uses_up_no_number(journey: Workspace, tmp_path: Path) -> None:
    for value in ("0.8", "0.7"):
        preview(journey, applying(rated(journey, tmp_path, value)), NOW)
    load(journey, [tmp_path])
    assert journey.rows("SELECT audit_id FROM audit_log ORDER BY 1") == [(1,), (2,)]


def test_other_sessions_read_on_and_writers_wait(journey: Workspace, tmp_path: Path) -> None:
    inside, go_on, order = threading.Event(), threading.Event(), []
    apply = applying(rated(journey, tmp_path, "0.8"))

    def slow(cursor: object) -> Outcome:
        outcome = apply(cursor)
        inside.set()
        assert go_on.wait(30)
        order.append("preview")
        return outcome

    def write() -> None:
        write_rows(journey, "stages", [{"stage_id": "s1", "name": "Pay"}], action="edit")
        order.append("write")

    found: list[Preview] = []
    previewing = threading.Thread(target=lambda: found.append(preview(journey, slow, NOW)))
    previewing.start()
    assert inside.wait(30)
    writing = threading.Thread(target=write)
    writing.start()
    assert journey.rows("SELECT value FROM ratings WHERE stage_id = 's2'") == [(0.2,)]
    assert coverage(journey, NOW).cells["state"].tolist() == ["met", "missed", "not_assessed"]
    assert len(journey.rows("FROM audit_log")) == 1
    go_on.set()
    previewing.join()
    writing.join()
    assert order == ["preview", "write"]
    assert found[0].cells["state"].tolist() == ["met"]


# --- it comes true ------------------------------------------------------------------------------------------


def test_on_the_sample_it_comes_true(sample: Workspace, sample_tables: Tables, folder_of) -> None:
    rng = random.Random(5)
    tables = sample_tables
    for _ in range(2):
        change = random_change(tables, rng)
        if not change.tables:
            continue
        apply = applying(folder_of(change.tables), replace=change.replace)
        seen = preview(sample, apply, NOW)
        assert not seen.refused, [str(f) for f in seen.outcome.issues if f.is_error]
        with sample.transaction() as cursor:
            assert apply(cursor).counts == seen.outcome.counts
        assert_came_true(seen, sample, NOW)
        tables = change.whole


def test_undoing_comes_true_as_previewed(sample: Workspace, sample_tables: Tables, folder_of) -> None:
    change = random_change(sample_tables, random.Random(11))
    before = coverage(sample, NOW).cells
    load(sample, [folder_of(change.tables)], replace=change.replace)
    version = untouched(sample)
    seen = preview_undo(sample, 2, NOW)
    assert untouched(sample) == version
    undo(sample, 2)
    assert_came_true(seen, sample, NOW)
    pd.testing.assert_frame_equal(seen.after.cells, before)


def test_a_preview_of_an_undo_is_refused_like_the_undo(sample: Workspace) -> None:
    assert preview_undo(sample, 1, NOW).after.needs.empty, "an import goes with the frozen round that it brought"
    rating = dict(
        zip(
            ("touchpoint_id", "stage_id", "need_id"),
            sample.rows("SELECT touchpoint_id, stage_id, need_id FROM links LIMIT 1")[0],
            strict=True,
        )
    )
    write_rows(sample, "ratings", [rating | {"round_id": "2017", "source": "behavioural", "value": "0.2"}], action="edit")
    write_rows(sample, "rounds", [{"round_id": "2017", "frozen_on": "2018-01-01"}], action="freeze")
    with pytest.raises(CannotUndo, match="Round “2017” is frozen"):
        preview_undo(sample, 2, NOW)
    with pytest.raises(CannotUndo, match="There is no change 9"):
        preview_undo(sample, 9, NOW)


GROUPS = 4


@cache
def groups() -> list[Tables]:
    """60 random workspaces, some side by side in one database."""
    found = random_neighbours(range(400, 460), size=60)
    assert (len(found), sum(len(neighbours.parts) for neighbours in found)) == (GROUPS, 60)
    return [neighbours.whole for neighbours in found]


@pytest.mark.parametrize("number", range(GROUPS))
def test_on_60_random_workspaces_it_comes_true(number: int, folder_of) -> None:
    rng = random.Random(number)
    tables = groups()[number]
    with closing(laid(tables)) as workspace:
        market = rng.choice([None, "DE"])
        change = random_change(tables, rng)
        before = untouched(workspace)
        apply = applying(folder_of(change.tables), replace=change.replace)
        seen = preview(workspace, apply, Scope(market=market, without_assumptions=rng.random() < 0.3, today=TODAY))
        assert untouched(workspace) == before
        with workspace.transaction() as cursor:
            assert apply(cursor).counts == seen.outcome.counts
        assert seen.changes_total > 0
        assert_came_true(seen, workspace, seen.after.scope)
        assert_every_flip_is_listed(seen)
        assert_the_list_grows_and_shrinks_as_said(seen, workspace)


def assert_the_list_grows_and_shrinks_as_said(seen: Preview, workspace: Workspace) -> None:
    """The shortfalls before, with those that open and without the others, are as many as the list then has."""
    opened = int((seen.shortfalls["what"] == "opens").sum())
    listed = shortfalls(workspace, coverage(workspace, seen.after.scope))
    then = len(listed.ranked) + len(listed.blocked)
    assert len(seen.before.gaps) + opened - (len(seen.shortfalls) - opened) == then == len(seen.after.gaps)


def assert_every_flip_is_listed(seen: Preview) -> None:
    """Cells that are in both views with another state are those that the preview lists as changed."""
    key = ["need_id", "stage_id"]
    pairs = seen.before.cells.merge(seen.after.cells, on=key, suffixes=("_before", ""))
    flipped = pairs[pairs["state"] != pairs["state_before"]]
    listed = seen.cells[(seen.cells["state"] != "") & (seen.cells["state_before"] != "")]
    assert sorted(listed[key].itertuples(index=False, name=None)) == sorted(flipped[key].itertuples(index=False, name=None))
