"""Several columns that may be the score: a person says which one is. A target is a target, and none is left out without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.store import Workspace
from cx.uploads.plan import UploadPlan, of_what_counts, unused_columns
from cx.uploads.proposal import KEEP, CleaningChoice
from tests.brought import applied, asked, typed

ENGLISH, GERMAN = "Persona,Need,Kind,Stage,Touchpoint", "Persona,Bedürfnis,Art,Phase,Kontaktpunkt"
FRENCH = "Persona,Besoin,Type,Étape,Point de contact"
WHICH = "which_score"


def sheet(workspace: Workspace, header: str, columns: str, *rows: str) -> UploadPlan:
    return typed(workspace, f"{header},{columns}\n" + "".join(f"Ana,N{n},gain,S,T{n},{row}\n" for n, row in enumerate(rows)), "sheet")


def chosen(plan: UploadPlan, **choices: str) -> UploadPlan:
    return replace(plan, choices={key: CleaningChoice(choice) for key, choice in choices.items()})


@pytest.mark.parametrize(
    ("header", "columns"),
    [(GERMAN, "Ist,Soll"), (ENGLISH, "Actual,Target"), (FRENCH, "Réel,Cible"), (ENGLISH, "Score actual (1-5),Score target (1-5)")],
)  # fmt: skip
def test_what_is_stands_as_the_score_beside_what_is_to_be_and_is_asked_about(empty: Workspace, header: str, columns: str) -> None:
    plan = sheet(empty, header, columns, "3,5", "2,4", "5,5")
    actual, target = columns.split(",")
    question = asked(empty, plan)[WHICH]
    assert list(question.options) == [actual, KEEP] and f"beside “{target}”, which is the target" in question.title
    scale = {} if "scale" not in asked(empty, plan) else {"scale": "1-5"}
    applied(empty, chosen(plan, **scale, **{f"{target}:share_of": "1 to 5"}))
    stored = empty.rows("SELECT value, target FROM ratings JOIN needs USING (need_id) ORDER BY need_id")
    assert stored == [(3.0, 1.0), (2.0, 0.75), (5.0, 1.0)]


@pytest.mark.parametrize(
    ("header", "columns", "values"),
    [
        (FRENCH, "Note /20,% satisfaits", "12,60 %"),
        (ENGLISH, "Satisfaction (mean),% satisfied", "3.4,60 %"),
        (ENGLISH, "Score customers,Score experts", "3,5"),
        (GERMAN, "Bewertung,Zufriedenheit in %", "2,60"),
    ],
)
def test_of_two_columns_that_may_be_the_score_none_is_before_a_person_says_which(
    empty: Workspace, header: str, columns: str, values: str
) -> None:
    plan = sheet(empty, header, columns, values, values)
    question = asked(empty, plan)[WHICH]
    assert question.must_be_said and list(question.options) == [*columns.split(","), KEEP]
    assert "score" not in of_what_counts(plan).mapping.values()
    for heading in columns.split(","):
        of_one = of_what_counts(chosen(plan, which_score=heading))
        assert [name for name, field in of_one.mapping.items() if field == "score"] == [heading]
        assert set(unused_columns(of_one)) == {*columns.split(",")} - {heading}


def test_where_none_of_them_is_the_score_none_is_stored(empty: Workspace) -> None:
    plan = chosen(sheet(empty, GERMAN, "Ist,Soll", "3,0.5", "2,0.5"), which_score=KEEP)
    applied(empty, plan)
    assert empty.rows("SELECT count(*) FROM ratings") == [(0,)]


@pytest.mark.parametrize(
    "columns", ["Score,Note", "Score,n", "Score 2023,Score 2024", "Score,Importance", "Score,Owner", "Score,Actual visits"]
)
def test_one_score_beside_other_columns_is_not_asked_about(empty: Workspace, columns: str) -> None:
    row = {"Note": "3,busy", "Owner": "3,IT", "Importance": "3,0.5"}.get(columns.split(",")[1], "3,40")
    assert WHICH not in asked(empty, sheet(empty, ENGLISH, columns, row, row))
