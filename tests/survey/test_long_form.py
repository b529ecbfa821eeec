"""Answers with one row a respondent and question are read as a survey: each question becomes a column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from cx.readers.files import read_upload
from cx.store import Workspace, open_workspace
from cx.survey import Item, Rule, SurveyMapping, SurveyRows, read_survey
from cx.survey.long_form import StoodUp, form_of, stood_up
from cx.uploads.plan import readings
from tests.conftest import loaded

OUTCOMES = [
    {"respondentId": 1, "outcomeId": 1, "importance": 4, "satisfaction": 2},
    {"respondentId": 1, "outcomeId": 2, "importance": 5, "satisfaction": 4},
    {"respondentId": 2, "outcomeId": 1, "importance": 3, "satisfaction": 1},
    {"respondentId": 2, "outcomeId": 2, "importance": 5, "satisfaction": 5},
]


def shop_answers(respondents: int = 30) -> pd.DataFrame:
    """Respondent, group, question and answer, in an order in which nobody's answers stand together."""
    rows = [
        (f"P{who:03d}", ("Regulars", "Visitors")[who % 2], f"q{n}", question, str(1 + (who * n) % 5))
        for n, question in enumerate(("Finding the shop", "Paying", "Leaving"), start=1)
        for who in range(respondents)
        if (who + n) % 7
    ]
    return pd.DataFrame(rows, columns=["participant", "group", "question_id", "question", "answer"])


def csv_of(frame: pd.DataFrame) -> SurveyRows:
    return SurveyRows.of("long.csv", frame.to_csv(index=False).encode())


def up(survey: SurveyRows) -> StoodUp:
    form = form_of(survey)
    assert form is not None
    return stood_up(survey, form)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(tmp_path / "empty.duckdb")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("outcomes.jsonl", "\n".join(map(json.dumps, OUTCOMES))),
        ("outcomes.json", json.dumps(OUTCOMES)),
        ("outcomes.csv", pd.DataFrame(OUTCOMES).to_csv(index=False)),
        ("shop.csv", shop_answers().sort_values(["participant", "question_id"]).to_csv(index=False)),
        ("shop.tsv", shop_answers().to_csv(index=False, sep="\t")),
    ],
)
def test_answers_in_long_form_are_taken_for_a_survey(empty: Workspace, name: str, content: str) -> None:
    (table,), _ = read_upload(name, content.encode())
    best = readings(empty, table)[0]
    assert best.shape.name == "survey"
    assert "one row a respondent and question" in best.reason


@pytest.mark.parametrize(
    "heads",
    [
        "id,question,answer", "respondent,item,value", "No,Question,Answer", "user,variable,value", "customer,question,rating",
        "Id,Frage,Antwort", "Teilnehmer,Item,Wert", "Kunde,Frage,Bewertung", "id,question,réponse", "usager,question,note",
        "id,pregunta,respuesta", "id,domanda,risposta", "id,vraag,antwoord", "id,pergunta,resposta",
    ],
)  # fmt: skip
def test_a_general_number_is_of_respondents_where_questions_and_answers_stand_beside_it(empty: Workspace, heads: str) -> None:
    lines = [f"{who},{question},{1 + (3 * who + len(question)) % 5}" for who in range(1, 7) for question in ("Till", "Door", "Queues")]
    (table,), _ = read_upload("long.csv", "\n".join([heads, *lines, ""]).encode())
    best = readings(empty, table)[0]
    assert (best.shape.name, "6 respondents and 3 questions" in best.reason) == ("survey", True)


def test_each_question_becomes_a_column_of_each_kind_of_answer() -> None:
    found = up(SurveyRows.of("outcomes.csv", pd.DataFrame(OUTCOMES).to_csv(index=False).encode()))
    assert found.survey.columns == (
        "respondentId", "importance: outcomeId 1", "importance: outcomeId 2", "satisfaction: outcomeId 1", "satisfaction: outcomeId 2",
    )  # fmt: skip
    assert [cells for _, cells in found.survey.rows([])] == [("1", "4", "5", "2", "4"), ("2", "3", "5", "1", "5")]
    assert not found.told


def test_the_columns_are_those_of_a_pivot_by_pandas() -> None:
    frame = shop_answers()
    found = up(csv_of(frame))
    expected = frame.pivot(index=["participant", "group"], columns="question", values="answer").fillna("").reset_index()
    rows = pd.DataFrame([cells for _, cells in found.survey.rows([])], columns=found.survey.columns).sort_values("participant")
    assert list(rows.columns) == ["participant", "group", "Finding the shop", "Paying", "Leaving"], (
        "the words of the questions, not their ids"
    )
    assert rows[list(expected.columns)].to_numpy().tolist() == expected.to_numpy().tolist()


def test_the_first_answer_to_a_question_is_kept_and_doubles_are_told() -> None:
    frame = shop_answers()
    again = pd.concat([frame, frame.iloc[:2].assign(answer=["9", frame.iloc[1]["answer"]]), frame.iloc[:1].assign(participant="")])
    found = up(csv_of(again))
    assert (found.again, found.differing, found.nameless) == (2, 1, 1)
    assert [cells for _, cells in found.survey.rows([])] == [cells for _, cells in up(csv_of(frame)).survey.rows([])]
    assert found.told == [
        "2 rows repeat a question that the respondent has answered already, 1 of them with another answer: the first answer is kept.",
        "1 row has no respondent or no question, and is left out.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "respondent,Q1,Q2\n1,4,5\n2,3,4\n3,5,5\n4,1,2\n",
        "persona,need,stage,touchpoint,score\nA,Pay,Visit,Till,3\nA,Leave,Visit,Door,2\nB,Pay,Visit,Till,1\nB,Leave,Visit,Door,4\n",
        "id,need,touchpoint,score\n1,Pay,Till,3\n1,Leave,Door,2\n2,Pay,Till,1\n2,Leave,Door,4\n",
        "participant,need,touchpoint,score\n1,Pay,Till,3\n1,Leave,Door,2\n2,Pay,Till,1\n2,Leave,Door,4\n",
        "timestamp,question,answer\n1,Till,3\n1,Door,2\n2,Till,1\n2,Door,4\n",
        "id,question,answer\n1,How do I pay?,At the till\n2,How do I return?,By post\n3,Where are you?,In Berlin\n4,When?,Always\n",
        "no,what,score\n1,Till,3\n1,Door,2\n2,Till,1\n2,Door,4\n",
        "respondent,quote\n1,Fine\n1,Good\n2,Bad\n2,Slow\n",
    ],
)
def test_what_has_one_row_a_respondent_or_rates_needs_is_no_long_form(text: str) -> None:
    assert form_of(SurveyRows.of("other.csv", text.encode())) is None


def test_the_ratings_of_a_long_form_are_what_pandas_counts(tmp_path: Path) -> None:
    frame = shop_answers()
    workspace = loaded(
        {
            "personas": [{"persona_id": "p", "name": "Shopper"}],
            "segments": [{"segment_id": "all", "name": "All", "size": "1"}],
            "persona_segments": [{"persona_id": "p", "segment_id": "all"}],
            "stages": [{"stage_id": "visit", "position": "1", "name": "Visit"}],
            "needs": [{"need_id": "pay", "persona_id": "p", "kind": "mandatory", "statement": "Pay"}],
            "need_stages": [{"need_id": "pay", "stage_id": "visit"}],
        },
        tmp_path / "shop",
    )
    survey = up(csv_of(frame)).survey
    mapping = SurveyMapping((Item("Paying", "", "visit", "1-5", need_id="pay", whole=True),), (Rule("all", "participant", ("*",)),))
    read = read_survey(workspace, survey, mapping)
    assert not read.refused, read.issues
    scores = frame[frame["question"] == "Paying"]["answer"].astype(int)
    assert (read.ratings.iloc[0]["value"], read.ratings.iloc[0]["n"]) == (pytest.approx(scores.mean()), len(scores))
    workspace.close()
