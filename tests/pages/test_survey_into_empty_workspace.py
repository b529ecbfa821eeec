"""A survey dropped into a workspace that lacks personas, needs or stages is no dead end: they are made from its questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.store import open_workspace
from cx.ui.data.survey_questions import scale_labels
from tests.hall import hall
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, offered_on, start
from tests.pages.test_data import dropped
from tests.pages.test_survey_without_segments import apply, choose, said_in, surveyed
from tests.shop_export import GROUP, shop_export
from tests.survey.test_long_form import shop_answers

REVERSED = scale_labels(["1-5-reversed"])["1-5-reversed"]
WHOSE, STAGE, KIND = "Whose answers are these?", "Stage of all questions", "Kind of all needs"


def shop() -> AppTest:
    """The Data page after an export of Qualtrics was dropped."""
    app = dropped(start("data"), "shop.csv", shop_export())
    assert_healthy(app)
    return app


def said(app: AppTest, whose: str = "Shopper") -> AppTest:
    """The page with what is asked once for all questions."""
    for label, value in ((WHOSE, whose), (STAGE, "Visit")):
        box = next(b for b in app.selectbox if b.label == label)
        if value not in box.options:
            box.options.append(value)  # typed as a new one
        choose(app, label, value)
    return choose(app, KIND, "mandatory")


def test_an_empty_workspace_asks_once_invents_nothing_before_and_three_answers_and_a_click_bring_the_survey_onto_the_map(
    place: Path,
) -> None:
    app = shop()
    assert any("This workspace is empty: make what is missing here" in w.value for w in app.warning)
    assert any(i.value == "Say whose answers these are, the stage and the kind of need, and the questions can be read." for i in app.info)
    assert not [b for b in app.button if str(b.key).startswith("apply_")]
    order = html_of(app)
    assert order.index("Personas, their needs") < order.index("Segments, if you know them") < order.index("This survey"), "what comes first"
    assert "Template: personas, needs, stages (Excel)" in offered_on(app)
    app = said(app)
    assert "3 new touchpoints (Finding the shop, Paying and Leaving)" in said_in(app).replace("\\", "")
    assert next(b for b in app.button if str(b.key).startswith("apply_")).label == "Apply 3 ratings with all that is made for them"
    apply(app)
    workspace = open_workspace(place)
    assert workspace.rows("SELECT t.name, n.statement, s.name, r.n FROM ratings r JOIN touchpoints t USING (touchpoint_id) JOIN needs n USING (need_id) JOIN stages s USING (stage_id) ORDER BY 1") == [
        ("Finding the shop", "Finding the shop", "Visit", 40),
        ("Leaving", "Leaving", "Visit", 36),
        ("Paying", "Paying", "Visit", 40),
    ]  # fmt: skip
    assert workspace.rows("SELECT count(*)::BIGINT FROM audit_log WHERE action = 'survey'") == [(1,)], "one change, taken back as one"


def test_the_answers_to_a_question_may_be_the_personas(place: Path) -> None:
    app = said(shop(), f"One persona for each answer to: {GROUP}")
    assert next(b for b in app.selectbox if b.label == "Question").value.column.heading == GROUP
    apply(app)
    rows = open_workspace(place).rows(
        "SELECT p.name, count(*)::BIGINT FROM ratings JOIN needs USING (need_id) JOIN personas p USING (persona_id) GROUP BY 1 ORDER BY 1"
    )
    assert rows == [("Regulars", 3), ("Visitors", 3)]


@pytest.mark.parametrize(("empty", "told"), [("need_stages", "no stages at which the needs arise"), ("needs", "no needs and no stages")])
def test_what_is_missing_is_named_and_what_is_there_is_offered(holding: Callable[[Tables], Path], empty: str, told: str) -> None:
    holding({**hall(), "need_stages": [], empty: []})
    app = surveyed()
    assert any(f"has {told}" in w.value for w in app.warning)
    assert "Familie" in next(b for b in app.selectbox if b.label == WHOSE).options
    assert "Umziehen" in next(b for b in app.selectbox if b.label == STAGE).options


def test_a_scale_that_was_said_stays_when_something_else_is_to_be_made(place: Path) -> None:
    app = said(shop())
    grid = [k for k in app.session_state["upload_grids"] if str(k).startswith("items_")][-1]
    app.session_state[grid] = {"edited_rows": {0: {"Scale": REVERSED}}, "added_rows": [], "deleted_rows": []}
    app.run(timeout=60)
    choose(app, KIND, "gain")
    apply(app)
    assert open_workspace(place).rows("SELECT scale, count(*)::BIGINT FROM ratings GROUP BY 1 ORDER BY 1") == [
        ("1-5", 2),
        ("1-5-reversed", 1),
    ]


def test_answers_with_one_row_a_question_are_stood_up_and_rate_what_they_ask(place: Path) -> None:
    app = dropped(start("data"), "long.csv", shop_answers().to_csv(index=False))
    assert_healthy(app)
    assert next(b for b in app.selectbox if b.label == "Take it as").value == "survey"
    assert next(t for t in app.toggle if t.label.startswith("One row is one answer")).value, "proposed, with the evidence"
    apply(said(app))
    frame = shop_answers()
    counts = frame.groupby("question")["answer"].count()
    rows = open_workspace(place).rows("SELECT n.statement, r.n FROM ratings r JOIN needs n USING (need_id) ORDER BY 1")
    assert rows == list(counts.items())


def test_respondents_of_whom_only_codes_are_known_are_a_survey_that_rates_nothing_by_itself(place: Path) -> None:
    towns = ("Ayton", "Beeton", "Ceeton", "Deeton", "Eeton")
    lines = [
        f'{{"respondentId":{n},"D1":{1 + n % 2},"D2":{(2, 2, 5, 4, 6)[n - 1]},"D3":{1 + n % 3},"town":"{towns[n - 1]}"}}'
        for n in range(1, 6)
    ]
    app = dropped(start("data"), "people.jsonl", "\n".join(lines))
    assert_healthy(app)
    assert next(b for b in app.selectbox if b.label == "Take it as").value == "survey"
    said(app)
    assert any(i.value == "Say which questions rate something, and the questions can be read." for i in app.info)
    assert not [b for b in app.button if str(b.key).startswith("apply_")]
