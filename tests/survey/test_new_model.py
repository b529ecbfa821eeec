"""A survey dropped into an empty workspace: personas, stages, needs and touchpoints are made from its questions, as a person confirms."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from cx.changes.undo import undo
from cx.exports.export import workspace_files
from cx.store import Workspace, open_workspace
from cx.store.history import newest
from cx.survey import SurveyMapping, SurveyRows, read_survey
from cx.survey.drafts import Draft, drafts
from cx.survey.links import NewLink, missing_links
from cx.survey.mapping_assistant import columns_of
from cx.survey.new_model import NOTHING_NEW, Made, of_drafts, used_by, with_model
from cx.survey.new_segments import Answer, Segmentation, everybody, of_answers
from cx.survey.propose import propose_items
from cx.survey.store import store_in
from cx.survey.targets import targets
from tests.conftest import loaded
from tests.hall import hall
from tests.shop_export import BATTERY, GROUP, shop_export

SURVEY = SurveyRows.of("shop.csv", shop_export().encode())
NAMES = ("Finding the shop", "Paying", "Leaving")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "empty.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Workspace]:
    opened = loaded({**hall(), "need_stages": []}, tmp_path / "hall")
    yield opened
    opened.close()


def drafted(kind: str = "mandatory", stage: str = "Visit") -> list[Draft]:
    return [Draft(heading, name, f"{name} works", kind, stage) for heading, name in zip(BATTERY, NAMES, strict=True)]


def made_of(workspace: Workspace, said: list[Draft], *personas: str) -> Made:
    columns = columns_of(workspace, SURVEY)
    known = targets(workspace)
    return of_drafts(workspace, said, personas, propose_items(columns, known), known)


def written(workspace: Workspace, made: Made, who: Segmentation) -> None:
    """The survey, read and stored with all that is to be made for it."""
    model, mapping = used_by(made.model, made.items, targets(workspace)), SurveyMapping(made.items, who.rules)
    links = missing_links(workspace, mapping, model)
    read = read_survey(workspace, SURVEY, mapping, links=links, segments=who.segments, model=model)
    assert not read.refused, read.issues
    with workspace.transaction() as cursor:
        outcome = store_in(
            cursor, read, "2026", opened_on=pd.Timestamp("2026-01-01").date(), links=links, segments=who.segments, model=model
        )
        assert outcome.applied, outcome.issues


def answered() -> pd.DataFrame:
    """The responses, read by pandas alone."""
    return pd.read_csv(io.StringIO(shop_export()), skiprows=[0, 2])


def test_an_item_of_a_battery_names_a_touchpoint_and_what_states_more_is_a_need_itself(empty: Workspace) -> None:
    proposed = {one.column: one for one in drafts([one for one in columns_of(empty, SURVEY) if one.heading in BATTERY])}
    assert [(one.touchpoint, one.statement) for one in proposed.values()] == [(name, name) for name in NAMES]
    assert {(one.kind, one.stage) for one in proposed.values()} == {("", "")}, "kind and stage are for a person to say"


def test_everything_is_written_in_one_change_with_the_ratings_and_taken_back_with_it(empty: Workspace) -> None:
    before = workspace_files(empty)
    written(empty, made_of(empty, drafted(), "Shopper"), everybody(GROUP, "shopper"))
    counts = {
        table: empty.rows(f"SELECT count(*)::BIGINT FROM {table}")[0][0]
        for table in ("personas", "stages", "needs", "need_stages", "touchpoints", "links", "segments", "persona_segments", "ratings")
    }
    assert counts == {
        "personas": 1, "stages": 1, "needs": 3, "need_stages": 3, "touchpoints": 3, "links": 3, "segments": 1, "persona_segments": 1, "ratings": 3,
    }  # fmt: skip
    assert empty.rows("SELECT DISTINCT source FROM needs UNION SELECT source FROM personas") == [("Made from the questions of shop.csv",)]
    with empty.cursor() as cursor:
        last = newest(cursor)
    undo(empty, last)
    assert workspace_files(empty) == before, "one step of the history holds all of it"


def test_the_ratings_are_what_pandas_counts(empty: Workspace) -> None:
    written(empty, made_of(empty, drafted(), "Shopper"), everybody(GROUP, "shopper"))
    found = {
        name: (value, n, met)
        for name, value, n, met in empty.rows(
            "SELECT t.name, r.value, r.n, r.met_n FROM ratings r JOIN touchpoints t USING (touchpoint_id)"
        )
    }
    frame = answered()
    for heading, name in zip(BATTERY, NAMES, strict=True):
        scores = frame[heading].dropna()
        assert found[name] == (pytest.approx(scores.mean()), len(scores), int((scores >= 4).sum()))


def test_the_answers_to_a_question_may_be_the_personas_each_with_the_need_of_every_question(empty: Workspace) -> None:
    made = made_of(empty, drafted(), "Regulars", "Visitors")
    assert len(made.model.needs) == 6
    assert {need.theme for need in made.model.needs} == {f"{name} works" for name in NAMES}, "the same idea in several personas"
    who = of_answers(GROUP, [Answer("Regulars", 26, "Regulars", "regulars"), Answer("Visitors", 14, "Visitors", "visitors")])
    written(empty, made, who)
    counted = answered().groupby(GROUP)[BATTERY[1]].agg(["mean", "count"])
    rows = empty.rows(
        "SELECT p.name, r.value, r.n FROM ratings r JOIN needs n USING (need_id) JOIN personas p USING (persona_id) WHERE touchpoint_id = 'paying' ORDER BY 1"
    )
    assert rows == [(group, pytest.approx(one["mean"]), one["count"]) for group, one in counted.iterrows()]


def test_a_question_without_a_touchpoint_rates_the_need_itself(empty: Workspace) -> None:
    said = [Draft(BATTERY[0], "", "Find the shop at once", "gain", "Visit")]
    written(empty, made_of(empty, said, "Shopper"), everybody(GROUP, "shopper"))
    assert empty.rows("SELECT touchpoint_id, need_id, n FROM ratings") == [(None, "find-the-shop-at-once", 40)]
    assert empty.rows("SELECT count(*)::BIGINT FROM touchpoints") == [(0,)]


def test_only_what_some_question_rates_in_the_end_is_made(empty: Workspace) -> None:
    made = made_of(empty, drafted(), "Shopper")
    kept = used_by(made.model, made.items[:1], targets(empty))
    assert [name for _, name in kept.touchpoints] == ["Finding the shop"]
    assert [need.need_id for need in kept.needs] == [need for need, _ in kept.arises] == ["finding-the-shop-works"]
    assert used_by(made.model, (), targets(empty)) == NOTHING_NEW


def test_two_questions_that_call_one_need_two_kinds_are_asked_about(empty: Workspace) -> None:
    first, second, _ = drafted()
    made = made_of(empty, [first, Draft(second.column, second.touchpoint, first.statement, "gain", "Visit")], "Shopper")
    assert made.wrong == ("“Finding the shop works” is given as two kinds of need",)


def test_what_the_workspace_has_by_that_name_is_used_and_not_made_again(pool: Workspace) -> None:
    said = [
        Draft(BATTERY[0], "", "wir bezahlen ohne  langes Anstehen", "gain", "ANKOMMEN"),
        Draft(BATTERY[1], "", "Schwimmen", "gain", "Umziehen"),
    ]
    made = made_of(pool, said, "Familie")
    model = used_by(made.model, made.items, targets(pool))
    assert (model.personas, model.stages, model.touchpoints) == ((), (), ())
    assert [(need.statement, need.persona_id) for need in model.needs] == [("Schwimmen", "familie")]
    assert model.arises == (("kasse", "ankommen"), ("schwimmen", "umziehen")), "a need that arose nowhere arises where it was asked about"
    written(pool, made, everybody(GROUP, "familie"))
    assert pool.rows("SELECT need_id, n FROM ratings ORDER BY 1") == [("kasse", 40), ("schwimmen", 40)]


def test_an_id_that_a_retired_thing_holds_is_not_taken_from_it(tmp_path: Path) -> None:
    workspace = loaded({"personas": [{"persona_id": "shopper", "name": "Shopper of old", "status": "retired"}]}, tmp_path / "old")
    made = made_of(workspace, drafted(), "Shopper")
    assert made.model.personas == (("shopper-2", "Shopper"),)
    workspace.close()


def test_new_stages_come_after_those_that_there_are(pool: Workspace) -> None:
    written(pool, made_of(pool, drafted(stage="Abreisen"), "Familie"), everybody(GROUP, "familie"))
    assert pool.rows("SELECT name FROM stages ORDER BY position") == [("Ankommen",), ("Umziehen",), ("Schwimmen",), ("Abreisen",)]


def test_the_targets_know_what_is_to_be_made(empty: Workspace) -> None:
    made = made_of(empty, drafted(), "Shopper")
    known = with_model(targets(empty), made.model)
    assert known.needs["paying-works"] == "Paying works (Shopper)"
    assert (dict(known.stages), dict(known.personas)) == ({"visit": "Visit"}, {"shopper": "Shopper"})
    links = missing_links(empty, SurveyMapping(made.items, ()), used_by(made.model, made.items, targets(empty)))
    assert NewLink("paying", "visit", "paying-works") in links
    assert not empty.rows("SELECT * FROM needs"), "nothing is written on the way"
