"""A battery has one scale and one direction; what runs against the rest, boxes, orders and sums are never silently ratings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey.column import Column
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of, likely_scales

PEOPLE = 80
RNG = np.random.default_rng(13)
MOOD = RNG.normal(size=PEOPLE)
AGREE = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]


def answer(sign: int = 1, low: int = 1, high: int = 5) -> pd.Series:
    """Answers that go with the mood of people, or against it."""
    return pd.Series((sign * MOOD + RNG.normal(scale=0.6, size=PEOPLE)).round() + (low + high) // 2).clip(low, high).astype(int)


def found(workspace: Workspace, **columns: object) -> dict[str, Column]:
    """The columns of a survey of these answers; an underscore of a name stands for what is said in `names`."""
    frame = pd.DataFrame({"respondent id": range(1, PEOPLE + 1), **columns})
    (table,), _ = read_upload("answers.csv", frame.to_csv(index=False).encode())
    return {one.heading: one for one in columns_of(workspace, rows_of(table))}


def scales(columns: dict[str, Column]) -> dict[str, str | None]:
    return {heading: one.suggestion.scale for heading, one in columns.items() if one.suggestion.may_rate}


STEMS = [
    ("Rate [{}]", ("till", "app", "web")),
    ("Please rate - {}", ("till", "app", "web")),
    ("Rate: {}", ("till", "app", "web")),
    ("Q5_{}", (1, 2, 3)),
    ("Q5{}", "abc"),
]


@pytest.mark.parametrize(("form", "names"), STEMS)
def test_questions_with_one_stem_share_the_scale_that_all_their_answers_show(form: str, names: tuple[str, ...], empty: Workspace) -> None:
    first, second, third = (form.format(name) for name in names)
    columns = found(empty, **{first: answer(), second: answer().clip(1, 4), third: answer().clip(1, 3)})
    suggestions = [columns[heading].suggestion for heading in (first, second, third)]
    assert [one.likeliest for one in suggestions] == ["1-5"] * 3
    assert suggestions[1].reason.startswith("All questions of this battery: 1 to 5")
    assert all(one.scale is None for one in suggestions) == form.startswith("Q5"), "under a bare code the better end is asked"


def test_alone_a_question_without_a_five_is_asked_about(empty: Workspace) -> None:
    assert scales(found(empty, **{"Rate the till": answer(), "Speed of the app": answer().clip(1, 4)})) == {
        "Rate the till": "1-5",
        "Speed of the app": None,
    }


def test_the_scale_of_the_question_beside_it_is_the_likeliest_and_still_to_be_said(empty: Workspace) -> None:
    near = found(empty, **{"Rate the till": answer(), "Speed of the app": answer().clip(1, 4)})["Speed of the app"].suggestion
    assert (near.scale, near.perhaps) == (None, "1-5") and "as the question beside it" in near.reason


def test_a_six_in_one_question_opens_the_scale_of_all(empty: Workspace) -> None:
    columns = found(
        empty, **{"Rate [till]": answer(), "Rate [app]": answer().where(pd.Series(range(PEOPLE)) % 9 > 0, 6), "Rate [web]": answer()}
    )
    assert scales(columns) == {"Rate [till]": None, "Rate [app]": None, "Rate [web]": None}
    assert {"1-5", "1-6"} <= set(likely_scales(columns["Rate [app]"]))


def test_a_scale_that_the_stem_names_wins(empty: Workspace) -> None:
    columns = found(empty, **{"Rate (1-6) [till]": answer(), "Rate (1-6) [app]": answer().clip(1, 4)})
    assert set(scales(columns).values()) == {"1-6"}


def test_a_battery_of_three_steps_is_asked_about_and_a_single_code_of_three_is_not(empty: Workspace) -> None:
    three = [pd.Series(range(PEOPLE)) % 3 + 1, pd.Series(range(PEOPLE)) // 2 % 3 + 1]
    columns = found(empty, **{"Rate [till]": three[0], "Rate [app]": three[1], "Region": three[0]})
    assert {heading: one.suggestion.perhaps for heading, one in columns.items() if one.suggestion.may_rate} == {
        "Rate [till]": "1-3",
        "Rate [app]": "1-3",
    }


def test_words_that_one_question_lacks_are_those_of_its_battery(empty: Workspace) -> None:
    texts = [AGREE[step - 1] for step in answer()]
    fewer = [text if text != "Neutral" else "Agree" for text in texts]
    columns = found(empty, **{"The shop [is tidy]": texts, "The shop [is near]": fewer})
    assert set(scales(columns).values()) == {"1-5"}
    assert dict(columns["The shop [is near]"].suggestion.words)["Agree"] == 4


def test_a_question_that_runs_against_its_battery_is_asked_about_with_the_correlation_that_pandas_computes(empty: Workspace) -> None:
    frame = pd.DataFrame({"Rate [a]": answer(), "Rate [b]": answer(), "Rate [c]": answer(-1), "Rate [d]": answer()})
    columns = found(empty, **frame)
    r = frame["Rate [c]"].corr(frame.drop(columns="Rate [c]").mean(axis=1))
    assert r < -0.4
    assert scales(columns) == {"Rate [a]": "1-5", "Rate [b]": "1-5", "Rate [c]": None, "Rate [d]": "1-5"}
    assert f"correlation with the rest of its battery −{abs(r):.2f} of {PEOPLE} people" in columns["Rate [c]"].suggestion.reason
    assert likely_scales(columns["Rate [c]"])[:1] == ["1-5"] and "1-5-reversed" in likely_scales(columns["Rate [c]"])


def test_words_of_agreement_with_a_trouble_are_asked_about_with_the_correlation(empty: Workspace) -> None:
    def words(sign: int) -> list[str]:
        return [AGREE[step - 1] for step in answer(sign)]

    columns = found(
        empty, **{"The shop [is easy to find]": words(1), "The shop [is tidy]": words(1), "The shop [is difficult to leave]": words(-1)}
    )
    trouble = columns["The shop [is difficult to leave]"].suggestion
    assert (trouble.scale, trouble.perhaps) == (None, "1-5")
    assert "lower is better" in trouble.reason and "battery −0." in trouble.reason


def test_a_heading_that_says_lower_is_better_stands_where_the_answers_bear_it_out_and_is_asked_about_where_not(empty: Workspace) -> None:
    names = ["Rate [a]", "Rate [b]", "Rate [effort]"]
    borne_out = found(empty, **dict(zip(names, (answer(), answer(), answer(-1)), strict=True)))
    assert scales(borne_out) == {"Rate [a]": "1-5", "Rate [b]": "1-5", "Rate [effort]": "1-5-reversed"}
    denied = found(empty, **dict(zip(names, (answer(), answer(), answer()), strict=True)))
    assert denied["Rate [effort]"].suggestion.scale is None
    assert denied["Rate [effort]"].suggestion.perhaps == "1-5-reversed"


@pytest.mark.parametrize("tick", [("1", ""), ("web", ""), ("Yes", "")])
def test_boxes_or_blanks_are_no_ratings(tick: tuple[str, str], empty: Workspace) -> None:
    columns = found(
        empty,
        **{
            "Used: web": [tick[n % 3 > 0] for n in range(PEOPLE)],
            "Used: shop": [tick[n % 2] for n in range(PEOPLE)],
            "Satisfaction with the till": answer(),
        },
    )
    assert scales(columns) == {"Satisfaction with the till": "1-5"}


def test_ones_and_noughts_that_share_a_stem_are_asked_about(empty: Workspace) -> None:
    columns = found(
        empty,
        **{
            "used___1": pd.Series(range(PEOPLE)) % 2,
            "used___2": pd.Series(range(PEOPLE)) % 3 // 2,
            "Use [a]": pd.Series(range(PEOPLE)) % 2,
            "Use [b]": pd.Series(range(PEOPLE)) % 5 // 3,
        },
    )
    assert columns["Use [a]"].suggestion.scale is columns["Use [b]"].suggestion.scale is None
    assert "boxes" in columns["Use [a]"].suggestion.reason


@pytest.mark.parametrize("places", [3, 4, 5])
def test_an_order_is_no_rating_whatever_it_is_called(places: int, empty: Workspace) -> None:
    orders = np.array([RNG.permutation(places) + 1 for _ in range(PEOPLE)])
    columns = found(empty, **{f"What matters: {name}": orders[:, n] for n, name in enumerate("abcde"[:places])})
    assert scales(columns) == {}
    assert "places in an order" in columns["What matters: a"].suggestion.reason


def test_an_order_of_the_first_three_only_is_no_rating(empty: Workspace) -> None:
    orders = np.array([RNG.permutation(6) + 1 for _ in range(PEOPLE)])
    columns = found(
        empty, **{f"What matters [{name}]": [str(v) if v <= 3 else "" for v in orders[:, n]] for n, name in enumerate("abcdef")}
    )
    assert scales(columns) == {}


@pytest.mark.parametrize("total", [10, 100])
def test_parts_of_a_sum_are_no_ratings(total: int, empty: Workspace) -> None:
    first = RNG.integers(0, total // 2, PEOPLE)
    second = RNG.integers(0, total // 2, PEOPLE)
    columns = found(empty, **{"Share of [a]": first, "Share of [b]": second, "Share of [c]": total - first - second})
    assert scales(columns) == {}
    assert f"add up to {total}" in columns["Share of [a]"].suggestion.reason


def test_people_who_all_answer_alike_make_no_sum(empty: Workspace) -> None:
    columns = found(empty, **{"Rate [a]": [5] * (PEOPLE - 2) + [4, 1], "Rate [b]": [5] * (PEOPLE - 1) + [1]})
    assert set(scales(columns).values()) == {"1-5"}


def test_an_order_and_a_sum_are_no_ratings_without_a_stem_either(empty: Workspace) -> None:
    places = pd.DataFrame([RNG.permutation(5) + 1 for _ in range(PEOPLE)], columns=["Price", "Speed", "Staff", "Signs", "Lights"])
    columns = found(empty, **dict(places.items()))
    assert scales(columns) == {} and "places in an order" in columns["Price"].suggestion.reason
    points = pd.DataFrame([RNG.multinomial(10, [0.5, 0.3, 0.2]) for _ in range(PEOPLE)], columns=["Price", "Speed", "Staff"])
    columns = found(empty, **dict(points.items()))
    assert scales(columns) == {} and "add up to 10" in columns["Price"].suggestion.reason


def test_ratings_side_by_side_without_a_stem_stay_ratings(empty: Workspace) -> None:
    assert scales(found(empty, Price=answer(), Speed=answer(), Staff=answer())) == {"Price": "1-5", "Speed": "1-5", "Staff": "1-5"}


@pytest.mark.parametrize(
    "heading", ["education", "Household size", "weekday", "Gewicht", "Bildung", "niveau d'études", "estado civil", "weight"]
)
def test_a_heading_that_says_who_answered_is_no_rating_before_somebody_says_so(heading: str, empty: Workspace) -> None:
    column = found(empty, **{heading: answer(), "How was the till?": answer()})[heading]
    assert column.suggestion.scale is None and "who answered" in column.suggestion.reason
