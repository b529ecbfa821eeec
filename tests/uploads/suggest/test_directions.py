"""Which way a question runs, who answered it, and what is left out: said by headings, proposed to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey import suggest_scale
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.uploads.plan import readings, unused_columns
from cx.uploads.proposal import KEEP, CleaningChoice
from cx.uploads.suggest.directions import hinted_scale, lower_is_better
from tests.brought import applied, asked, prepared, refused, scores, typed

RATED = "Persona,Need,Kind,Stage,Touchpoint,{heading}\nAnna,Pay fast,mandatory,Pay,Till,1\nAnna,Get help,gain,Pay,Desk,4\nBen,Pay fast,mandatory,Pay,Till,2\n"
ANSWERS = "ID,Age,Ease of paying,Effort (1-5),Queue\n" + "".join(
    f"{n},{20 + n},{1 + n % 5},{1 + (n + 2) % 5},{1 + (n + 1) % 5}\n" for n in range(1, 7)
)


def test_scores_on_a_scale_of_four_that_lower_is_better_are_turned_round_if_a_person_agrees(empty: Workspace) -> None:
    heading = "Score (1-4; 1 = very good)"
    plan = typed(empty, RATED.format(heading=heading), "sheet")
    offered = asked(empty, plan)
    assert offered["scale"].proposed == "1-4"
    assert (offered[f"{heading}:turn"].proposed, offered[f"{heading}:turn"].examples) == ("turn", (("1", "4"), ("4", "1")))
    applied(empty, plan)
    assert [s[2:] for s in scores(empty)] == [(1, "1-4"), (4, "1-4"), (3, "1-4")]
    kept = replace(plan, choices={f"{heading}:turn": CleaningChoice(KEEP)})
    applied(empty, kept)
    assert [s[2] for s in scores(empty)] == [4, 1, 2]
    nobody_gave_a_five = replace(plan, choices={"scale": CleaningChoice("1-5-reversed")})
    applied(empty, nobody_gave_a_five)
    assert [s[2:] for s in scores(empty)] == [(4, "1-5-reversed"), (1, "1-5-reversed"), (2, "1-5-reversed")], "turned once, not twice"


def test_a_score_that_is_off_the_scale_is_not_turned_but_refused_as_typed(empty: Workspace) -> None:
    heading = "Score (1-4; 1 = very good)"
    plan = typed(empty, RATED.format(heading=heading).replace("Till,2", "Till,5"), "sheet")
    assert refused(prepared(empty, plan)) == [("value_off_scale", 4, heading, "5")]


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("Ease", "1-5"),
        ("Difficulty of paying", "1-5-reversed"),
        ("Effort", "1-5-reversed"),
        ("Till (1 = very good, 5 = very poor)", "1-5-reversed"),
        ("Bewertung (1 = sehr gut)", "1-5-reversed"),
    ],
)
def test_the_heading_of_a_question_says_which_way_it_runs(heading: str, scale: str) -> None:
    found = suggest_scale({"1": 4, "2": 9, "3": 9, "4": 5, "5": 3}, heading)
    assert found.scale == scale
    assert ("says that lower is better" in found.reason) == (scale == "1-5-reversed")


def test_a_longer_scale_on_which_lower_is_better_is_turned_round_in_words(surveyed: Workspace) -> None:
    found = suggest_scale({str(n): 5 for n in range(11)}, "Effort")
    assert found.scale == "0-10-reversed" and "says that lower is better" in found.reason


@pytest.mark.parametrize(("answers", "scale"), [(("-2", "-1", "0", "1", "2"), "-2-2"), (("-1", "-0.5", "0", "0.5", "1"), "-1-1")])
def test_answers_on_both_sides_of_zero_are_never_turned_since_the_worst_would_read_as_no_effect(
    answers: tuple[str, ...], scale: str
) -> None:
    found = suggest_scale(dict.fromkeys(answers, 9), "How frustrating was it?")
    assert found.scale == scale and "turn the answers round in the file" in found.reason


@pytest.mark.parametrize(
    ("heading", "lower"),
    [
        ("Customer effort score (7 = very easy)", False), ("How easy was it? (1 = very difficult, 7 = very easy)", False), ("Effort: higher is better", False), ("Aufwand (1 = sehr schwierig)", False),
        ("Customer effort score (1 = very easy)", True), ("Effort", True), ("Till (7 = very difficult)", True), ("How hard was it to pay?", True),
    ],
)  # fmt: skip
def test_which_end_is_the_better_one_is_told_by_what_is_said_of_the_ends(heading: str, lower: bool) -> None:
    assert bool(lower_is_better([heading])) == lower


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("Score (1-6)", "1-6"), ("Score (1-3)", "1-3"), ("Score (1 to 10)", "1-10"), ("Rating (5-point)", "1-5"), ("Seven point scale", "1-7"), ("Score (-5 to +5)", "-5-5"), ("Bewertung 1 bis 6", "1-6"),
        ("Till, 0..100", "percent"), ("Effort score (7 = very easy)", "1-7"), ("Till (0 = very bad, 10 = very good)", "0-10"), ("Till (10 = best)", None), ("Grade (1 = sehr gut)", None), ("Q1-7 wait", None), ("Question 1-7: wait", None), ("Ages 0-5", None), ("18-24", None), ("2020-21", None), ("Items 1 to 5", None), ("Form 1-5-2024", None), ("Till (2-8)", "2-8"), ("Open (9-17)", None), ("Ages (3-5)", None), ("Q (0 to 5)", "0-5"), ("Wait", None),
    ],
)  # fmt: skip
def test_a_range_in_a_heading_is_a_scale_only_where_it_is_one(heading: str, scale: str | None) -> None:
    found = hinted_scale([heading])
    assert (found[0] if found else None) == scale


@pytest.mark.parametrize(
    ("heading", "values", "scale", "fulfilment"),
    [
        ("Score (1-6)", (6, 5, 3, 1), "1-6", [1, 0.8, 0.4, 0]), ("Score (1-3)", (3, 2, 1, 1), "1-3", [1, 0.5, 0, 0]), ("Score (1-10)", (1, 10, 8, 7), "1-10", [0, 1, 7 / 9, 6 / 9]),
        ("Rating (5-point)", (4, 3, 1, 1), "1-5", [0.75, 0.5, 0, 0]), ("Score (0-6)", (6, 3, 0, 2), "0-6", [1, 0.5, 0, 1 / 3]), ("Score (-5 to +5)", (5, -5, 3, -1), "0-10", [1, 0, 0.8, 0.4]),
    ],
)  # fmt: skip
def test_scores_on_any_scale_of_whole_numbers_become_what_they_are_worth(
    empty: Workspace, heading: str, values: tuple[int, ...], scale: str, fulfilment: list[float]
) -> None:
    text = f"Persona,Need,Kind,Stage,Touchpoint,{heading}\n" + "".join(
        f"Ana,Need {n},mandatory,Stay,Place {n},{v}\n" for n, v in enumerate(values)
    )
    applied(empty, typed(empty, text, "sheet"))
    assert {s[3] for s in scores(empty)} == {scale}
    assert coverage(empty, Scope()).cells.sort_values("need_id")["fulfilment"].tolist() == pytest.approx(fulfilment)


@pytest.mark.parametrize("heading", ["Score out of 10", "Score /10", "Score (out of 10)"])
def test_scores_out_of_ten_are_never_read_on_a_shorter_scale(heading: str, empty: Workspace) -> None:
    text = f"Persona,Need,Kind,Stage,Touchpoint,{heading}\nAna,A,mandatory,Stay,Desk,4\nAna,B,gain,Stay,Bar,6\n"
    question = asked(empty, typed(empty, text, "sheet"))["scale"]
    assert question.must_be_said and list(question.options)[0] == "0-10" and "1-10" in question.options
    assert "says out of how many: from 0 to 10, or from 1 to 10" in question.title
    with_a_nought = asked(empty, typed(empty, f"{text}Ana,C,gain,Stay,Bar,0\n", "sheet"))["scale"]
    assert (with_a_nought.proposed, with_a_nought.must_be_said) == ("0-10", False)


@pytest.mark.parametrize(("heading", "lower"), [("The shop [is difficult to leave]", True), ("The shop [is easy to leave]", False)])
def test_the_item_of_a_battery_says_which_end_is_better_also_in_brackets(heading: str, lower: bool) -> None:
    assert bool(lower_is_better([heading])) == lower


def test_scores_below_zero_of_needs_that_are_no_pains_are_asked_about(empty: Workspace) -> None:
    text = "Persona,Need,Kind,Stage,Touchpoint,Score\nAna,A,mandatory,Stay,Desk,2\nAna,B,gain,Stay,Bar,-2\n"
    plan = typed(empty, text, "sheet")
    assert asked(empty, plan)["signed"].proposed == "refuse"
    assert {f[0] for f in refused(prepared(empty, plan))} == {"scale_for_pains"}
    applied(empty, replace(plan, choices={"signed": CleaningChoice("shift")}))
    assert [s[2:] for s in scores(empty)] == [(4, "0-4"), (0, "0-4")]
    pains = typed(empty, text.replace("mandatory", "pain").replace("gain", "pain"), "sheet")
    assert "signed" not in asked(empty, pains)


def test_the_heading_of_a_question_names_its_scale_but_a_range_of_questions_is_none() -> None:
    assert suggest_scale({str(n): 9 for n in range(1, 7)}, "Wait (1-6)").scale == "1-6"
    assert suggest_scale({str(n): 9 for n in range(1, 6)}, "Q1-7 wait").scale == "1-5"
    assert suggest_scale({str(n): 20 for n in range(1, 11)}, "Wait").scale == "1-10"
    for highest in (8, 6):  # also where nobody found it very easy
        assert suggest_scale({str(n): 20 for n in range(1, highest)}, "Customer effort score (7 = very easy)").scale == "1-7"


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
    plan = typed(empty, "Persona,Role,Tagline,Bio,Empty\nAnna,Buyer,Always in a hurry,Travels a lot,\n", "personas")
    assert unused_columns(plan) == ["Role"]
