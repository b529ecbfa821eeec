"""What a code book, or an answer in words, calls no answer counts as none in every language, and is told with its code and counts."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.lexicon.values import is_no_answer
from cx.readers.code_book import CodeBook, Question
from cx.store import Workspace
from cx.survey import Item, Rule, SurveyMapping, SurveyRows, read_survey
from cx.survey.column import Column
from cx.survey.mapping_assistant import columns_of, read_as_none
from cx.survey.scale import suggest_scale
from cx.survey.segment_question import answers_of
from cx.survey.suggestion import Suggestion
from cx.survey.word_scales import described
from tests.conftest import loaded
from tests.surveys import shop

SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]
NONE = [
    "No answer", "Refused", "Don’t know", "Not applicable (N/A)", "Don't know / Refused", "DK/NA", "Prefer not to say", "No answer / refused",
    "keine Angabe", "weiß nicht", "k.A. / weiß nicht", "verweigert", "trifft nicht zu", "weiß nicht oder keine Angabe",
    "Ne sait pas", "Sans réponse", "Refus", "NSP", "non concerné", "Ns/Nc", "No contesta", "Prefiero no responder", "no aplica",
    "Non sa", "Non risponde", "Rifiuta", "non applicabile", "Weet niet", "geen antwoord", "Geweigerd", "n.v.t.",
    "Não sabe", "sem resposta", "Recusou", "não se aplica",
]  # fmt: skip
ANSWERS = [
    "None",
    "kein",
    "aucun",
    "No",
    "Nein",
    "Never",
    "0",
    "Neutral",
    "Not at all",
    "Answer",
    "Nothing bad",
    "No problem / no answer needed",
]


@pytest.mark.parametrize("words", NONE)
@pytest.mark.parametrize("code", ["6", "9", "-1"])
def test_a_code_whose_words_say_that_nobody_answered_is_no_answer_beside_any_scale(words: str, code: str) -> None:
    steps = dict(zip("12345", SATISFIED, strict=True))
    found = described(dict.fromkeys([*steps, code], 9), Question("q", values=steps | {code: words}))
    assert found is not None
    assert (found.scale, found.no_answer) == ("1-5", (code,))


@pytest.mark.parametrize("words", NONE)
def test_the_same_words_in_a_file_are_no_answer_and_leave_the_scale_of_the_others(words: str) -> None:
    found = suggest_scale(dict.fromkeys([*SATISFIED, words], 9))
    assert (found.scale, found.no_answer) == ("1-5", (words,))
    numbered = suggest_scale(dict.fromkeys([*(f"{n} - {text}" for n, text in enumerate(SATISFIED, 1)), f"9 - {words}"], 9))
    assert (numbered.scale, numbered.no_answer) == ("1-5", (f"9 - {words}",))


@pytest.mark.parametrize("words", ANSWERS)
def test_words_that_answer_how_much_or_whether_are_answers(words: str) -> None:
    assert not is_no_answer(words)


def test_a_code_beside_the_scale_whose_words_nobody_knows_is_asked_about() -> None:
    steps = dict(zip("12345", SATISFIED, strict=True))
    found = described(dict.fromkeys([*steps, "6"], 9), Question("q", values=steps | {"6": "Blorp"}))
    assert found is not None
    assert (found.scale, found.perhaps, found.no_answer) == (None, "1-5", ()) and "6 = “Blorp” stands beside it" in found.reason
    bare = described(dict.fromkeys([*steps, "6", "99"], 9), Question("q", values=steps))
    assert bare is not None
    assert (bare.scale, bare.perhaps, bare.no_answer) == (None, "1-5", ("99",))


@pytest.mark.parametrize(
    "texts",
    [
        ["trifft nicht zu", "trifft eher nicht zu", "trifft eher zu", "trifft zu"],
        ["trifft nicht zu", "trifft eher nicht zu", "teils/teils", "trifft eher zu", "trifft zu"],
        ["trifft überhaupt nicht zu", "trifft nicht zu", "weder noch", "trifft zu", "trifft voll und ganz zu"],
    ],
)
def test_trifft_nicht_zu_is_a_step_where_the_other_answers_are_of_such_a_list(texts: list[str]) -> None:
    steps = len(texts)
    found = suggest_scale(dict.fromkeys(texts, 9))
    assert (found.scale, found.no_answer, dict(found.words)) == (f"1-{steps}", (), {text: n for n, text in enumerate(texts, 1)})
    values = {str(n): text for n, text in enumerate(texts, 1)}
    book = described(dict.fromkeys(values, 9), Question("q", values=values))
    assert book is not None
    assert (book.scale, book.no_answer) == (f"1-{steps}", ())


def test_a_group_that_is_no_answer_in_the_code_book_is_no_segment() -> None:
    question = Question("age", values={"1": "young", "2": "old", "9": "Prefer not to say"})
    column = Column("age", {"1": 20, "2": 10, "9": 4, "": 1}, 4, Suggestion(None, (), ""), question)
    assert answers_of(column) == {"1": 20, "2": 10}


# --- through to the numbers -----------------------------------------------------------------------------------

PAID = [1, 2, 3, 4, 5, 5, 4, 6, 9, 9, 3, 5]
STEPS = dict(zip("12345", SATISFIED, strict=True))
BOOK = CodeBook(
    "codes.csv",
    {"pay": Question("pay", "pay", "choice", values=STEPS | {"6": "No answer", "9": "weiß nicht"}), "age": Question("age", "age")},
)


def survey() -> SurveyRows:
    rows = [(number, (str(paid), "1")) for number, paid in enumerate(PAID, start=2)]
    return SurveyRows("answers", ("pay", "age"), lambda _: iter(rows), code_book=BOOK)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return loaded(shop(), tmp_path_factory.mktemp("shop"))


def test_what_the_book_calls_no_answer_is_none_also_to_a_mapping_that_does_not_name_it(workspace: Workspace) -> None:
    mapping = SurveyMapping((Item("pay", "till", "s1", "1-5", need_id="ana-pay"),), (Rule("young", "age", ("1",)),))
    read = read_survey(workspace, survey(), mapping)
    given = pd.Series(PAID)
    scored = given[given <= 5]
    (rating,) = read.ratings.to_dict("records")
    assert (rating["n"], rating["n_na"], rating["met_n"]) == (len(scored), (given > 5).sum(), (scored >= 4).sum())
    assert rating["value"] == pytest.approx(scored.mean(), abs=1e-9)


def test_the_page_tells_each_code_with_its_words_and_how_often_it_was_given(workspace: Workspace) -> None:
    pay, _ = columns_of(workspace, survey())
    items = [Item("pay", "till", "s1", "1-5", need_id="ana-pay", no_answer=pay.suggestion.no_answer)]
    assert read_as_none(items, {"pay": pay}) == ["9 = weiß nicht (2 answers to 1 question)", "6 = No answer (1 answer to 1 question)"]
