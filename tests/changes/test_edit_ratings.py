"""Personas, rounds and ratings in place: names in the grid, ids in the table, a frozen round refuses."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from cx.changes import edit_ratings
from cx.changes.edit import Edit, edit_of, grid_of, write_edit
from cx.changes.edit_names import as_meant, as_shown, labels_of, without_touchpoint
from cx.changes.edit_ratings import some_ratings
from cx.changes.outcome import Outcome
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.store import Workspace
from cx.words import WHOLE

DIRECT = {"round_id": "2017", "stage_id": "find-way", "need_id": "business-wayfind", "source": "expert", "rater": "E1", "value": "0.5"}

UNSEEN = "stands_already"
"""The finding of a row that is new in the grid and yet in the workspace."""


@pytest.fixture
def sample(own_sample: Workspace) -> Workspace:
    opened = own_sample
    write_rows(opened, "ratings", [DIRECT], action="edit")
    return opened


def applied(workspace: Workspace, edit: Edit) -> Outcome:
    with workspace.transaction() as cursor:
        return write_edit(cursor, edit, "anna")


def with_row(grid: pd.DataFrame, row: Mapping[str, str]) -> pd.DataFrame:
    return pd.concat([grid, pd.DataFrame([{**dict.fromkeys(grid.columns), **row}], dtype="object")], ignore_index=True)


def test_a_rating_of_the_need_as_a_whole_says_so_instead_of_an_empty_cell(sample: Workspace) -> None:
    labels = labels_of(sample, "ratings")
    grid = as_shown(some_ratings(sample, "2017", touchpoint_id="").rows, labels)
    assert grid["touchpoint_id"].tolist() == [WHOLE]
    assert grid["need_id"].tolist() == [r[0] for r in sample.rows("SELECT statement FROM needs WHERE need_id = 'business-wayfind'")]
    assert as_meant(grid, labels)["touchpoint_id"].tolist() == [""]


def test_an_empty_touchpoint_is_not_taken_for_a_rating_of_the_whole(sample: Workspace) -> None:
    grid = as_shown(some_ratings(sample, "2017", touchpoint_id="").rows, labels_of(sample, "ratings"))
    assert without_touchpoint(with_row(grid, {"round_id": "2017", "value": "3"})) == [2]
    assert without_touchpoint(with_row(grid, {})) == []


def test_names_that_stand_twice_carry_their_id_and_find_their_way_back(sample: Workspace) -> None:
    write_rows(sample, "touchpoints", [{"touchpoint_id": i, "name": "Kiosk", "channel": "digital"} for i in ("k1", "k2")], action="edit")
    labels = labels_of(sample, "links")["touchpoint_id"]
    assert (labels["k1"], labels["k2"]) == ("Kiosk (k1)", "Kiosk (k2)")
    grid = pd.DataFrame({"touchpoint_id": ["k2", "no-such-id"]}, dtype="object")
    assert as_meant(as_shown(grid, {"touchpoint_id": labels}), {"touchpoint_id": labels}).equals(grid)


def test_needs_of_the_same_words_are_told_apart_by_their_persona_and_only_then_by_their_id(sample: Workspace) -> None:
    rows = [("business", "n1"), ("local", "n2"), ("local", "n3")]
    write_rows(
        sample, "needs", [{"need_id": n, "persona_id": p, "kind": "gain", "statement": "Sit in the sun"} for p, n in rows], action="edit"
    )
    personas = dict(sample.rows("SELECT persona_id, name FROM personas"))
    labels = labels_of(sample, "links")["need_id"]
    of_local = f"Sit in the sun ({personas['local']})"
    assert [labels[n] for _, n in rows] == [f"Sit in the sun ({personas['business']})", f"{of_local} [n2]", f"{of_local} [n3]"]
    assert len(set(labels.values())) == len(labels)


def test_a_grid_holds_a_few_hundred_ratings_and_says_how_many_it_leaves_out(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ((total,),) = sample.rows("SELECT count(*) FROM ratings WHERE round_id = '2017'")
    monkeypatch.setattr(edit_ratings, "SHOWN", 20)
    some = some_ratings(sample, "2017")
    assert (len(some.rows), some.left_out) == (20, total - 20)
    of_one = some_ratings(sample, "2017", "business", "wifi")
    assert set(of_one.rows["touchpoint_id"]) == {"wifi"} and set(of_one.rows["round_id"]) == {"2017"}
    ((count,),) = sample.rows(
        "SELECT count(*) FROM ratings r JOIN needs USING (need_id) WHERE round_id = '2017' AND persona_id = 'business' AND touchpoint_id = 'wifi'"
    )
    assert len(of_one.rows) + of_one.left_out == count


def test_a_corrected_rating_is_written_and_taken_back_and_ratings_out_of_sight_stay(sample: Workspace) -> None:
    stood = sample.rows("SELECT * FROM ratings ORDER BY ALL")
    before = some_ratings(sample, "2017", touchpoint_id="").rows
    after = before.assign(value="0.75", note="heard again")
    edit = edit_of("ratings", before, after)
    assert not edit.remove
    outcome = applied(sample, edit)
    assert outcome.applied and not outcome.issues, "a correction in place is seen as it is made; nothing warns of it"
    assert sample.rows("SELECT value, note FROM ratings WHERE touchpoint_id IS NULL") == [(0.75, "heard again")]
    undo(sample, 3)
    assert sample.rows("SELECT * FROM ratings ORDER BY ALL") == stood


def test_a_rating_added_in_the_grid_never_replaces_one_that_the_grid_leaves_out(sample: Workspace) -> None:
    shown = some_ratings(sample, "2017", touchpoint_id="wifi").rows
    outcome = applied(sample, edit_of("ratings", shown, with_row(shown, {**DIRECT, "rater": " E1 ", "value": "1"})))
    assert [(f.file, f.row, f.code) for f in outcome.issues] == [("Ratings", len(shown) + 1, UNSEEN)]
    assert sample.rows("SELECT value FROM ratings WHERE touchpoint_id IS NULL") == [(0.5,)]


def test_two_people_who_add_the_same_touchpoint_do_not_replace_one_another(sample: Workspace) -> None:
    before = grid_of(sample, "touchpoints")
    edits = [edit_of("touchpoints", before, with_row(before, {"name": "Kiosk", "channel": channel})) for channel in ("digital", "staff")]
    assert applied(sample, edits[0]).applied
    assert [f.code for f in applied(sample, edits[1]).issues] == [UNSEEN]
    assert sample.rows("SELECT channel FROM touchpoints WHERE touchpoint_id = 'kiosk'") == [("digital",)]


def test_a_rating_off_its_scale_is_refused_by_the_row_of_the_grid(sample: Workspace) -> None:
    before = some_ratings(sample, "2017", touchpoint_id="").rows
    outcome = applied(sample, edit_of("ratings", before, before.assign(value="4")))
    assert [(f.file, f.row, f.column, f.code) for f in outcome.issues] == [("Ratings", 1, "value", "value_off_scale")]


def test_a_frozen_round_takes_no_change_of_its_ratings_nor_of_itself(sample: Workspace) -> None:
    before = some_ratings(sample, "2016").rows
    after = before.copy()
    after.loc[0, "note"] = "years later"
    outcome = applied(sample, edit_of("ratings", before, after))
    assert [f.code for f in outcome.issues] == ["frozen_round"] and not outcome.applied
    rounds = grid_of(sample, "rounds")
    outcome = applied(sample, edit_of("rounds", rounds, rounds.assign(name=["Another name", rounds.loc[1, "name"]])))
    assert [f.code for f in outcome.issues] == ["frozen_round"]


def test_a_round_is_added_and_named_by_its_name(sample: Workspace) -> None:
    before = grid_of(sample, "rounds")
    assert applied(sample, edit_of("rounds", before, with_row(before, {"name": "Spring 2026", "opened_on": "2026-03-01"}))).applied
    assert sample.rows("SELECT name, frozen_on FROM rounds WHERE round_id = 'spring-2026'") == [("Spring 2026", None)]


def test_a_persona_is_changed_and_one_with_needs_cannot_be_deleted(sample: Workspace) -> None:
    before = grid_of(sample, "personas")
    after = before.copy()
    after.loc[0, "tagline"] = "Always in a hurry"
    assert applied(sample, edit_of("personas", before, after)).applied
    assert sample.rows("SELECT tagline FROM personas WHERE persona_id = ?", [before.loc[0, "persona_id"]]) == [("Always in a hurry",)]
    assert applied(sample, edit_of("personas", after, after.iloc[1:])).refused
