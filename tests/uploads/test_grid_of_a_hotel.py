"""A grid as a hotel writes it: needs down, stages across, German words, codes that another sheet refers to, cells that say “no score”."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.defaults import ITSELF
from cx.uploads.plan import UploadPlan, readings, start
from cx.uploads.proposal import CleaningChoice
from tests.brought import applied, asked, typed

GRID = (
    "Persona,Nr.,Bedürfnis,Art,Inspiration & Buchung,Anreise,Check-in,Aufenthalt,Abreise & danach\n"
    "Gast,B1,Schnell buchen,Muss,4,,,,\n"
    "Gast,B2,Ruhig arbeiten,Kann,,,3,5,n/a\n"
    "Gast,B3,Hilfe mit dem Gepäck,Muss,,,5,,k.A.\n"
    "Gast,B4,Schlange am Empfang,Schmerzpunkt,,2,1,,2\n"
    "Gast,B5,Beleg per Mail,Kann,,,,,3\n"
    "Gast,B6,Punkte sammeln,Kann,2,,,,1\n"
    "Gast,B7,Sicher parken,Muss,,3,,,4\n"
)
SERVED = 'Touchpoint,Phase,Bedürfnisse\nWebsite,Inspiration & Buchung,B1\nEmpfang,Check-in,"B2, B3, B4"\n'


def grid(workspace: Workspace) -> UploadPlan:
    """The grid as it is proposed; its scores rate the needs themselves."""
    plan = typed(workspace, GRID, "stages_across")
    return replace(plan, defaults=replace(plan.defaults, touchpoint=ITSELF))


def arises(workspace: Workspace, need: str) -> list[str]:
    """The stages at which a need arises, in their order."""
    told = "SELECT s.name FROM need_stages JOIN stages s USING (stage_id) JOIN needs n USING (need_id) WHERE n.statement = ? ORDER BY s.position"
    return [row[0] for row in workspace.rows(told, [need])]


def test_stages_follow_the_columns_and_not_the_rows_that_fill_them(empty: Workspace) -> None:
    applied(empty, grid(empty))
    assert [n for (n,) in empty.rows("SELECT name FROM stages ORDER BY position")] == [
        "Inspiration & Buchung",
        "Anreise",
        "Check-in",
        "Aufenthalt",
        "Abreise & danach",
    ]


def test_a_stage_that_nobody_has_scored_still_is_one_where_the_need_must_be_met(empty: Workspace) -> None:
    plan = grid(empty)
    assert list(asked(empty, plan)["all score columns:unscored"].options)[:2] == ["arises", "empty"]
    applied(empty, plan)
    assert arises(empty, "Hilfe mit dem Gepäck") == ["Check-in", "Abreise & danach"]
    needs = coverage(empty, Scope()).needs
    ((need_id,),) = empty.rows("SELECT need_id FROM needs WHERE statement = 'Hilfe mit dem Gepäck'")
    assert set(needs[needs["need_id"] == need_id]["state"]) == {"no_touchpoint"}, (
        "neither a score nor a touchpoint: it is not met everywhere"
    )


@pytest.mark.parametrize(
    ("choice", "stages"), [("", ["Check-in", "Aufenthalt"]), ("arises", ["Check-in", "Aufenthalt", "Abreise & danach"])]
)
def test_what_may_not_apply_takes_the_stage_away_unless_a_person_says_that_it_arises(
    empty: Workspace, choice: str, stages: list[str]
) -> None:
    plan = grid(empty)
    question = asked(empty, plan)["all score columns:nothing"]
    assert question.words == {"n/a": ""} and question.count == 1
    applied(empty, replace(plan, choices={question.id: CleaningChoice(choice)} if choice else {}))
    assert arises(empty, "Ruhig arbeiten") == stages


def test_a_sore_point_in_german_is_a_pain(empty: Workspace) -> None:
    applied(empty, grid(empty))
    assert empty.rows("SELECT kind FROM needs WHERE statement = 'Schlange am Empfang'") == [("pain",)]


def test_touchpoints_refer_to_the_codes_of_needs_in_another_sheet(empty: Workspace) -> None:
    plan = grid(empty)
    applied(empty, replace(plan, mapping={**plan.mapping, "Nr.": "need_id"}))
    (table,), _ = read_upload("orte.csv", SERVED.encode())
    assert readings(empty, table)[0].shape.name == "touchpoints"
    applied(empty, start(empty, table))
    assert sorted(n for (n,) in empty.rows("SELECT need_id FROM links")) == ["B1", "B2", "B3", "B4"]


def test_codes_of_needs_that_nobody_knows_yet_are_no_new_needs(empty: Workspace) -> None:
    (table,), _ = read_upload("orte.csv", SERVED.encode())
    assert readings(empty, table)[0].shape.name == "touchpoints"


def test_a_list_of_segments_that_says_whose_they_are_ties_them_to_the_personas(empty: Workspace) -> None:
    applied(empty, typed(empty, "Persona,Segment,Größe\nGast,Geschäftlich,40000\nFamilie,Mit Kindern,25000\n", "personas"))
    tied = "SELECT p.name, s.name, s.size FROM persona_segments JOIN personas p USING (persona_id) JOIN segments s USING (segment_id) ORDER BY s.size"
    assert empty.rows(tied) == [("Familie", "Mit Kindern", 25000), ("Gast", "Geschäftlich", 40000)]
