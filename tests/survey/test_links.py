"""A question about a touchpoint, a stage and a need that nothing joins yet: the link is made with the ratings, if a person wants it."""

from __future__ import annotations

from cx.store import Workspace
from cx.survey import Item, Rule, Survey, SurveyMapping, SurveyRows, read_survey
from cx.survey.links import NewLink, missing_links
from cx.survey.store import store_in

ANSWERS = SurveyRows.of("answers.csv", b"age,app,leave\n" + b"1,4,2\n" * 6 + b"3,5,3\n" * 6)
AGES = (Rule("young", "age", ("1",)), Rule("old", "age", ("3",)))
APP = Item("app", "app", "s1", "1-5", theme="pay")
LEAVE = Item("leave", "till", "s2", "1-5", need_id="ana-pay")
QUESTIONS = SurveyMapping((APP, LEAVE), AGES)


def read(workspace: Workspace, *links: NewLink) -> Survey:
    """The answers read, with these links as if they were there."""
    return read_survey(workspace, ANSWERS, QUESTIONS, links=links)


def test_links_that_questions_need_are_found_once_with_the_stages_that_are_new(surveyed: Workspace) -> None:
    assert missing_links(surveyed, QUESTIONS) == [NewLink("app", "s1", "ben-pay"), NewLink("till", "s2", "ana-pay", arises_newly=True)]
    assert missing_links(surveyed, SurveyMapping((Item("pay", "till", "s1", "1-5", theme="pay"),), AGES)) == []


def test_a_theme_is_not_placed_at_a_stage_where_it_does_not_arise(surveyed: Workspace) -> None:
    assert missing_links(surveyed, SurveyMapping((Item("leave", "till", "s2", "1-5", theme="pay"),), AGES)) == []


def test_answers_about_a_link_to_be_made_are_read_and_nothing_is_written_by_reading(surveyed: Workspace) -> None:
    before = read(surveyed)
    assert {(r["touchpoint_id"], r["need_id"]) for r in before.ratings.to_dict("records")} == {("app", "ana-pay")}
    after = read(surveyed, *missing_links(surveyed, QUESTIONS))
    assert {(r["touchpoint_id"], r["need_id"]) for r in after.ratings.to_dict("records")} == {
        ("app", "ana-pay"),
        ("app", "ben-pay"),
        ("till", "ana-pay"),
    }
    assert len(surveyed.rows("SELECT * FROM links")) == 4


def test_links_and_ratings_are_written_together_and_counted(surveyed: Workspace) -> None:
    links = missing_links(surveyed, QUESTIONS)
    with surveyed.transaction() as cursor:
        outcome = store_in(cursor, read(surveyed, *links), "r1", links=links)
    assert outcome.applied
    assert {name: counts.new for name, counts in outcome.counts.items()} == {
        "need_stages": 1,
        "links": 2,
        "ratings": 3,
        "answer_styles": 2,
    }
    assert ("till", "s2", "ana-pay") in surveyed.rows("SELECT touchpoint_id, stage_id, need_id FROM links")
    assert missing_links(surveyed, QUESTIONS) == []
