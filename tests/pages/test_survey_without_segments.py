"""A survey dropped into a workspace without segments leads on: what is missing is said, and the segments are made with the ratings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.store import open_workspace
from tests.hall import SEGMENT, answers, hall
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, offered_on, start
from tests.pages.test_data import dropped


def surveyed(text: str = "") -> AppTest:
    """The Data page after the survey of the swimming hall was dropped."""
    app = dropped(start("data"), "besucher.csv", text or answers())
    box = next(b for b in app.selectbox if b.label == "Take it as")
    if box.value != "survey":
        box.set_value("survey").run(timeout=60)
    return app


def choose(app: AppTest, label: str, value: object) -> AppTest:
    """A choice taken from a list or from radio buttons."""
    next(b for b in [*app.selectbox, *app.radio] if b.label == label).set_value(value).run(timeout=60)
    assert_healthy(app)
    return app


def apply(app: AppTest) -> None:
    next(b for b in app.button if str(b.key).startswith("apply_")).click().run(timeout=60)
    assert_healthy(app)


def said_in(app: AppTest) -> str:
    return " ".join(one.value for one in [*app.warning, *app.caption, *app.info]) + html_of(app)


def test_without_segments_it_is_said_why_and_answers_become_segments_of_their_personas_and_colour_the_map(
    holding: Callable[[Tables], Path],
) -> None:
    path = holding(hall())
    app = surveyed()
    assert_healthy(app)
    assert any("has no segments" in w.value and "belongs to a persona" in w.value for w in app.warning)
    assert next(b for b in app.selectbox if b.label == "Question").value.column.heading == SEGMENT
    assert "2 of them are (nearly) the name of a persona" in said_in(app).replace("\\", "")
    assert "Schulklasse (20)" in said_in(app).replace("\\", ""), "an answer that is no persona is left open, with its count"
    assert "Template: segments and their personas (Excel)" in offered_on(app)
    (key,) = [k for k in app.session_state["upload_grids"] if str(k).startswith("segments_")]
    for people, warned in ((300, True), (None, False)):  # people given for one persona only
        app.session_state[key] = {"edited_rows": {0: {"People": people}}, "added_rows": [], "deleted_rows": []}
        app.run(timeout=60)
        assert_healthy(app)
        assert any("Familie would count for nothing in the ranking" in w.value for w in app.warning) == warned
    apply(app)
    workspace = open_workspace(path)
    assert workspace.rows("SELECT name, persona_id FROM segments JOIN persona_segments USING (segment_id) ORDER BY 1") == [
        ("Familien", "familie"),
        ("Sportschwimmer", "schwimmer"),
    ]
    assert workspace.rows("SELECT count(*)::BIGINT, count(DISTINCT need_id)::BIGINT FROM ratings WHERE source = 'survey'") == [(6, 6)]
    assert workspace.rows("SELECT count(*)::BIGINT FROM audit_log WHERE action = 'survey'") == [(1,)], "one change, taken back as one"


def test_everybody_is_one_persona_is_the_simplest_choice(holding: Callable[[Tables], Path]) -> None:
    path = holding(hall())
    app = choose(surveyed(), "How to make them", "Everybody who answered is one persona")
    assert not [b for b in app.button if str(b.key).startswith("apply_")], "which persona is asked, not guessed"
    app = choose(app, "Persona", "familie")
    apply(app)
    workspace = open_workspace(path)
    assert workspace.rows("SELECT segment_id, name FROM segments") == [("all-respondents", "All respondents")]
    assert workspace.rows("SELECT DISTINCT n FROM ratings WHERE source = 'survey'") == [(72,)]
    again = surveyed()
    assert_healthy(again)
    assert any("holds these ratings already" in i.value for i in again.info), "the segment that was made is used, not made again"


def test_a_likely_need_stands_beside_its_question_and_is_used_once_a_person_says_yes(holding: Callable[[Tables], Path]) -> None:
    holding(hall(segments=True))
    app = surveyed(answers().replace("Die Kinder planschen in flachem Wasser", "Kinder planschen im flachen Becken"))
    assert_healthy(app)
    said = said_in(app).replace("\\", "")
    assert "5 of 6 questions used" in said
    assert (
        "tick Yes if it is: “Wie zufrieden sind Sie: Kinder planschen im flachen Becken”: Perhaps “Die Kinder planschen in flachem Wasser”: 75% of its words"
        in said
    )
    (key,) = [k for k in app.session_state["upload_grids"] if str(k).startswith("items_")]
    app.session_state[key] = {"edited_rows": {3: {"Yes": True}}, "added_rows": [], "deleted_rows": []}
    app.run(timeout=60)
    assert_healthy(app)
    assert "6 of 6 questions used" in said_in(app)


def test_answers_that_are_names_of_segments_are_proposed_as_rules_with_their_counts(holding: Callable[[Tables], Path]) -> None:
    path = holding(hall(segments=True))
    app = surveyed()
    said = said_in(app).replace("\\", "")
    assert "Kundengruppe: 52 answers fit a rule (Sportschwimmer 31 and Familien 21); 20 fit none (Schulklasse 20)." in said
    apply(app)
    assert open_workspace(path).rows("SELECT count(*)::BIGINT FROM ratings WHERE source = 'survey'") == [(6,)]


def test_a_column_that_may_be_a_weight_is_asked_about_before_anything_is_counted(holding: Callable[[Tables], Path]) -> None:
    path = holding(hall(segments=True))
    header, *rows = answers().splitlines()
    app = surveyed("\n".join([f"{header},Gewicht", *(f"{row},{1.5 if n % 2 else 0.5}" for n, row in enumerate(rows))]))
    assert (
        "“Gewicht” (by its heading, and by its numbers: from 0.5 to 1.5, 1 on average) may say how much each respondent counts"
        in said_in(app).replace("\\", "")
    )
    assert not [b for b in app.button if str(b.key).startswith("apply_")]
    app = choose(app, "Weights", "")
    assert [b for b in app.button if str(b.key).startswith("apply_")], "without weights, once a person says so"
    apply(choose(app, "Weights", "Gewicht"))
    notes = open_workspace(path).rows("SELECT DISTINCT note LIKE 'Weighted: %' FROM ratings WHERE source = 'survey'")
    assert notes == [(True,)]
