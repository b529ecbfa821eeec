"""“Note” is a mark in French, and a remark elsewhere; “N°” numbers, and counts no answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.uploads.plan import readings
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.suggest.directions import out_of
from tests.brought import applied, asked, scores, typed

ROWS = "Léa,1. Découvrir,B01,Ouvrir un compte,Indispensable,Site,{0}\nLéa,2. Signer,B01,Ouvrir un compte,Indispensable,Agence,{1}\nLéa,2. Signer,B02,Choisir la carte,Plus,Agence,{2}\n"


def table(mark: str, number: str = "N°", cells: tuple[str, str, str] = ("5", "2", "")) -> str:
    return f"Persona,Étape,{number},Besoin,Type,Point de contact,{mark}\n" + ROWS.format(*cells)


@pytest.mark.parametrize("mark", ["Note (1-5)", "Note 1-5", "Note", "Note (sur 5)", "Nota"])
def test_marks_under_note_are_scores(empty: Workspace, mark: str) -> None:
    applied(empty, typed(empty, table(mark), "sheet"))
    assert [(value, scale) for _, _, value, scale in scores(empty)] == [(2.0, "1-5"), (5.0, "1-5")]
    assert empty.rows("SELECT kind FROM needs ORDER BY ALL") == [("gain",), ("mandatory",)]


GERMAN = "Persona,Phase,Bedürfnis,Art,Kontaktpunkt,{0}\nLea,Kauf,Bezahlen,Muss,Kasse,1\nLea,Anfahrt,Parken,Muss,Parkhaus,{1}\nLea,Pause,Essen,Muss,Kantine,4\n"


@pytest.mark.parametrize(
    ("mark", "worst", "expected", "scale"),
    [
        ("Note", "5", [1.0, 2.0, 5.0], "1-5"),
        ("Noten", "6", [1.0, 3.0, 6.0], "1-6"),
        ("Schulnote", "6", [1.0, 3.0, 6.0], "1-6"),
        ("Durchschnittsnote", "5", [1.0, 2.0, 5.0], "1-5"),
        ("Zufriedenheit (Schulnote)", "6", [1.0, 3.0, 6.0], "1-6"),
        ("Bewertung (Note)", "6", [1.0, 3.0, 6.0], "1-6"),
    ],
)
def test_german_grades_are_asked_about_and_turned_round(empty: Workspace, mark: str, worst: str, expected: list[float], scale: str) -> None:
    plan = typed(empty, GERMAN.format(mark, worst), "sheet")
    question = asked(empty, plan)[f"{mark}:turn"]
    assert question.title == f"“{mark}” may be a school grade: in German 1 is the best."
    assert asked(empty, plan)["scale"].must_be_said is (worst == "5"), "where nobody gave a 6, grades may run to 5 or to 6"
    applied(empty, plan)
    assert sorted((value, given) for _, _, value, given in scores(empty)) == [(value, scale) for value in expected]


def test_grades_that_count_upwards_stay_where_a_person_says_so(empty: Workspace) -> None:
    plan = typed(empty, GERMAN.format("Note", "6"), "sheet")
    applied(empty, replace(plan, choices={"Note:turn": CleaningChoice(KEEP)}))
    assert sorted(value for _, _, value, _ in scores(empty)) == [1.0, 4.0, 6.0], "in Switzerland 6 is the best"


@pytest.mark.parametrize("cells", [("à revoir", "", "voir Paul"), ("", "", "")])
def test_remarks_under_note_are_none(empty: Workspace, cells: tuple[str, str, str]) -> None:
    assert "score" not in typed(empty, table("Note", cells=cells), "sheet").mapping.values()


def test_remarks_beside_scores_stay_remarks(empty: Workspace) -> None:
    text = table("Score (1-5)").replace("Score (1-5)\n", "Score (1-5),Note\n").replace(",5\n", ",5,7\n").replace(",2\n", ",2,8\n")
    mapping = readings(empty, read_upload("file.csv", text.encode())[0][0])[0].mapping
    assert (mapping["Score (1-5)"], mapping["Note"]) == ("score", "note")


@pytest.mark.parametrize("number", ["N°", "Nº", "№", "n°", "N° "])
def test_a_number_sign_is_no_count_of_answers(empty: Workspace, number: str) -> None:
    text = table("Note (1-5)", number).replace("B0", "")
    plan = typed(empty, text, "sheet")
    assert "n" not in plan.mapping.values()
    applied(empty, plan)
    assert empty.rows("SELECT DISTINCT n FROM ratings") == [(None,)]


@pytest.mark.parametrize("heading", ["n", "N"])
def test_n_itself_is_the_count(empty: Workspace, heading: str) -> None:
    assert typed(empty, table("Note (1-5)", heading).replace("B0", "3"), "sheet").mapping[heading] == "n"


@pytest.mark.parametrize(
    "mark", ["Score out of 5", "Score /5", "Score (out of 5)", "Rating (/5)", "Note sur 5", "Note /5", "Bewertung von 5", "Score Out Of 5"]
)
@pytest.mark.parametrize(("cells", "expected"), [(("4", "2", ""), "1-5"), (("4", "0", "3"), "0-5")])
def test_marks_out_of_five_are_out_of_five_though_nobody_gave_five(
    empty: Workspace, mark: str, cells: tuple[str, str, str], expected: str
) -> None:
    applied(empty, typed(empty, table(mark, cells=cells), "sheet"))
    assert {scale for _, _, _, scale in scores(empty)} == {expected}


@pytest.mark.parametrize("heading", ["Score 1/5", "Score 2026/5", "Score out of 10", "Score"])
def test_other_headings_do_not_say_out_of_five(heading: str) -> None:
    said = out_of([heading], 1)
    assert said is None or said[0] == "0-10"
