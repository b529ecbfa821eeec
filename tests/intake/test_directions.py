"""Which way a question runs, who answered it, and what is left out: said by headings, proposed to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.intake.draft import readings, unused_columns
from cx.intake.files import read_upload
from cx.intake.proposal import KEEP, Decision
from cx.intake.survey import suggest_scale
from cx.intake.survey.guide import columns_of, rows_of
from cx.store import Workspace
from tests.intake.brought import applied, asked, prepared, refused, scores, typed

RATED = "Persona,Need,Kind,Stage,Touchpoint,{heading}\nAnna,Pay fast,mandatory,Pay,Till,1\nAnna,Get help,gain,Pay,Desk,4\nBen,Pay fast,mandatory,Pay,Till,2\n"
ANSWERS = "ID,Age,Ease of paying,Effort (1-5),Queue\n" + "".join(f"{n},{20 + n},{1 + n % 5},{1 + (n + 2) % 5},{1 + (n + 1) % 5}\n" for n in range(1, 7))


def test_scores_on_a_scale_of_four_that_lower_is_better_are_turned_round_if_a_person_agrees(empty: Workspace) -> None:
    heading = "Score (1-4; 1 = very good)"
    draft = typed(empty, RATED.format(heading=heading), "sheet")
    offered = asked(empty, draft)
    assert offered["scale"].proposed == "1-4"
    assert (offered[f"{heading}:turn"].proposed, offered[f"{heading}:turn"].examples) == ("turn", (("1", "4"), ("4", "1")))
    applied(empty, draft)
    assert [s[2:] for s in scores(empty)] == [(1, "1-4"), (4, "1-4"), (3, "1-4")]
    kept = replace(draft, decisions={f"{heading}:turn": Decision(KEEP)})
    applied(empty, kept)
    assert [s[2] for s in scores(empty)] == [4, 1, 2]
    nobody_gave_a_five = replace(draft, decisions={"scale": Decision("1-5-reversed")})
    applied(empty, nobody_gave_a_five)
    assert [s[2:] for s in scores(empty)] == [(4, "1-5-reversed"), (1, "1-5-reversed"), (2, "1-5-reversed")], "turned once, not twice"


def test_a_score_that_is_off_the_scale_is_not_turned_but_refused_as_typed(empty: Workspace) -> None:
    heading = "Score (1-4; 1 = very good)"
    draft = typed(empty, RATED.format(heading=heading).replace("Till,2", "Till,5"), "sheet")
    assert refused(prepared(empty, draft)) == [("value_off_scale", 4, heading, "5")]


@pytest.mark.parametrize(
    ("heading", "scale"),
    [("Ease", "1-5"), ("Difficulty of paying", "1-5-reversed"), ("Effort", "1-5-reversed"), ("Till (1 = very good, 5 = very poor)", "1-5-reversed"), ("Note (1 = sehr gut)", "1-5-reversed")],
)
def test_the_heading_of_a_question_says_which_way_it_runs(heading: str, scale: str) -> None:
    found = suggest_scale({"1": 4, "2": 9, "3": 9, "4": 5, "5": 3}, heading)
    assert found.scale == scale
    assert ("says that lower is better" in found.reason) == (scale == "1-5-reversed")


def test_a_longer_scale_on_which_lower_is_better_is_told_and_not_read_upside_down_unseen() -> None:
    found = suggest_scale({str(n): 5 for n in range(11)}, "Effort")
    assert found.scale == "0-10" and "turn the answers round in the file" in found.reason


def test_a_column_that_numbers_the_respondents_is_no_rating() -> None:
    assert suggest_scale(dict.fromkeys("12345", 1), "Respondent").scale is None
    assert suggest_scale(dict.fromkeys("12345678", 1)).scale is None
    assert suggest_scale(dict.fromkeys("12345", 1), "Ease").scale == "1-5", "five people may well disagree"


def test_answers_of_a_few_numbered_respondents_are_taken_for_a_survey(surveyed: Workspace) -> None:
    (table,), _ = read_upload("answers.csv", ANSWERS.encode())
    assert readings(surveyed, table)[0].shape.name == "survey"
    found = {c.heading: c.suggestion.scale for c in columns_of(surveyed, rows_of(table))}
    assert (found["ID"], found["Effort (1-5)"], found["Queue"]) == (None, "1-5-reversed", "1-5")


def test_a_numbered_matrix_is_no_survey(surveyed: Workspace) -> None:
    text = "No,Need,Till,App,Desk\n" + "".join(f"{n},Need {n},{n % 5},{(n + 1) % 5},{(n + 2) % 5}\n" for n in range(1, 8))
    (table,), _ = read_upload("matrix.csv", text.encode())
    assert readings(surveyed, table)[0].shape.name == "matrix"


def test_a_column_that_holds_something_and_is_left_out_is_named(empty: Workspace) -> None:
    draft = typed(empty, "Persona,Role,Tagline,Bio,Empty\nAnna,Buyer,Always in a hurry,Travels a lot,\n", "personas")
    assert unused_columns(draft) == ["Role"]
