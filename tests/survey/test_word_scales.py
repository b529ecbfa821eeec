"""Answers in words are steps of a scale: by the lists of each language, by the numbers before them, by the code book; else they are asked about."""

from __future__ import annotations

import pandas as pd
import pytest

from cx.readers.code_book import Question
from cx.readers.files import read_upload
from cx.store import Workspace
from cx.survey import Rule, SurveyMapping, read_survey
from cx.survey.column import Column
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of, likely_scales
from cx.survey.propose import propose_items
from cx.survey.scale import suggest_scale
from cx.survey.suggestion import Suggestion
from cx.survey.targets import targets
from cx.survey.word_scales import described
from tests.conftest import loaded
from tests.studies import spss
from tests.surveys import shop

SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]
LISTS = [
    SATISFIED,
    ["Extremely dissatisfied", "Somewhat dissatisfied", "Neither satisfied nor dissatisfied", "Somewhat satisfied", "Extremely satisfied"],
    ["Strongly disagree", "Somewhat disagree", "Neither agree nor disagree", "Somewhat agree", "Strongly agree"],
    ["Very difficult", "Difficult", "Neither easy nor difficult", "Easy", "Very easy"],
    ["Very unlikely", "Unlikely", "Neutral", "Likely", "Very likely"],
    ["Poor", "Fair", "Good", "Very good", "Excellent"],
    ["sehr unzufrieden", "unzufrieden", "weder zufrieden noch unzufrieden", "zufrieden", "sehr zufrieden"],
    ["trifft gar nicht zu", "trifft eher nicht zu", "teils teils", "trifft eher zu", "trifft voll zu"],
    ["sehr schwierig", "schwierig", "weder einfach noch schwierig", "einfach", "sehr einfach"],
    ["sehr unzufrieden", "eher unzufrieden", "eher zufrieden", "sehr zufrieden"],
    ["Très insatisfait", "Insatisfait", "Neutre", "Satisfait", "Très satisfait"],
    ["très difficile", "difficile", "ni facile ni difficile", "facile", "très facile"],
    ["muy insatisfecho", "insatisfecho", "neutral", "satisfecho", "muy satisfecho"],
    ["muy difícil", "difícil", "ni fácil ni difícil", "fácil", "muy fácil"],
    ["molto insoddisfatto", "insoddisfatto", "neutrale", "soddisfatto", "molto soddisfatto"],
    ["zeer ontevreden", "ontevreden", "neutraal", "tevreden", "zeer tevreden"],
    ["muito insatisfeito", "insatisfeito", "neutro", "satisfeito", "muito satisfeito"],
    ["pas du tout satisfait", "peu satisfait", "plutôt satisfait", "très satisfait"],
    ["gar nicht zufrieden", "wenig zufrieden", "mittelmäßig zufrieden", "ziemlich zufrieden", "sehr zufrieden"],
    ["nada satisfecha", "poco satisfecha", "algo satisfecha", "bastante satisfecha", "muy satisfecha"],
    ["per niente soddisfatto", "poco soddisfatto", "abbastanza soddisfatto", "molto soddisfatto"],
    ["zeer ontevreden", "eerder ontevreden", "eerder tevreden", "zeer tevreden"],
    ["nada satisfeito", "pouco satisfeito", "satisfeito", "muito satisfeito"],
    ["not at all easy", "slightly easy", "moderately easy", "very easy", "extremely easy"],
]


def suggested(texts: list[str], heading: str = "") -> Suggestion:
    return suggest_scale(dict.fromkeys(texts, 9), heading)


def in_book(answers: list[str], values: dict[str, str], *missing: str) -> Suggestion | None:
    return described(dict.fromkeys(answers, 9), Question("q", values=values, missing=missing))


@pytest.mark.parametrize("texts", LISTS, ids=lambda texts: texts[-1])
def test_a_list_of_answers_is_a_scale_with_as_many_steps_the_worst_first(texts: list[str]) -> None:
    found = suggested(texts[::-1])
    assert found.scale == f"1-{len(texts)}"
    assert found.words == tuple((text, float(step)) for step, text in enumerate(texts, start=1))


@pytest.mark.parametrize(("yes", "no"), [("Yes", "No"), ("Ja", "Nein"), ("oui", "non"), ("sí", "no"), ("sì", "no")])
def test_yes_and_no_are_shown_as_one_and_zero(yes: str, no: str) -> None:
    found = suggested([yes, no], "Till ok?")
    assert (found.scale, found.words) == ("yes-no", ((no, 0), (yes, 1)))


def test_a_list_without_its_middle_may_have_fewer_steps_and_is_asked_about() -> None:
    found = suggested([text for text in SATISFIED if text != "Neutral"])
    assert (found.scale, found.perhaps) == (None, "1-5") and "4 steps without one" in found.reason
    column = Column("pay", dict.fromkeys(SATISFIED[:2], 9), 2, found, Question("pay"))
    assert likely_scales(column)[:2] == ["1-5", "1-4"]


@pytest.mark.parametrize(
    ("texts", "scale"),
    [
        (["1 - Very bad", "2", "3 - Neutral", "4", "5 - Very good"], "1-5"),
        (["0 - Not at all likely", *map(str, range(1, 10)), "10 - Extremely likely"], "0-10"),
        (["10 – extremely likely", "1 – not at all likely", "5", "6", "7"], "1-10"),
        (["1 – Very satisfied", "2 – Satisfied", "3 – Neutral", "4 – Dissatisfied", "5 – Very dissatisfied"], "1-5-reversed"),
        (["Sehr zufrieden (7)", "6", "5", "2", "Sehr unzufrieden (1)"], "1-7"),
        (["2: zufrieden", "3: neutral", "5: sehr unzufrieden"], "1-5-reversed"),
    ],
)
def test_the_words_behind_numbers_say_where_the_scale_begins_ends_and_which_end_is_the_better_one(texts: list[str], scale: str) -> None:
    found = suggested(texts)
    assert found.scale == scale
    assert {text for text, _ in found.words} == {text for text in texts if not text.isdigit()}


@pytest.mark.parametrize(
    "texts", [["1. Web", "2. Shop", "3. Phone"], ["18-24", "25-34"], ["Under 27", "27 to 40"], ["2 visits", "3 visits"]]
)
def test_numbers_before_other_words_make_no_rating(texts: list[str]) -> None:
    assert not suggested(texts).may_rate


def test_numbers_between_unknown_words_are_asked_about() -> None:
    found = suggested(["0 – worst ever", *map(str, range(1, 10)), "10 – best ever"])
    assert (found.scale, found.perhaps) == (None, "0-10") and "to be said" in found.reason


def test_words_that_agree_with_a_trouble_are_asked_about_and_words_of_satisfaction_are_not() -> None:
    agree = ["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"]
    assert suggested(agree, "Paying was difficult").perhaps == "1-5"
    assert suggested(agree, "Paying was quick").scale == "1-5"
    assert suggested(["Ja", "Nein"], "War die Kasse schwierig?").perhaps == "yes-no"
    assert suggested(SATISFIED, "Effort of paying").scale == "1-5"


AGREE = ["Strongly agree", "Agree", "Neutral", "Disagree", "Strongly disagree"]
ZUSTIMMEN = ["stimme gar nicht zu", "stimme eher nicht zu", "teils teils", "stimme eher zu", "stimme voll zu"]


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        (AGREE, "I had problems with the till"), (AGREE, "I waited too long"), (AGREE, "I could not find the exit"), (["Yes", "No"], "Complaint raised?"),
        (ZUSTIMMEN, "Ich musste lange warten"), (ZUSTIMMEN, "Ich habe mich verlaufen"), (["Ja", "Nein"], "Gab es Probleme an der Kasse?"),
        (["oui", "non"], "Avez-vous eu des difficultés ?"), (["sí", "no"], "¿Tuvo algún problema?"), (["Yes", "Partly", "No"], "Was there a delay?"),
    ],
)  # fmt: skip
def test_agreeing_with_a_trouble_is_asked_about_whatever_its_words(answers: list[str], heading: str) -> None:
    assert (found := suggested(answers, heading)).scale is None and found.perhaps and "which end is the better one" in found.reason


@pytest.mark.parametrize(
    ("heading", "answers"),
    [("It was easy to find the shop", AGREE), ("Paying was quick", AGREE), ("Die Kasse war freundlich", ZUSTIMMEN), ("Till ok?", ["Yes", "No"]), ("Queues and waiting", SATISFIED)],
)  # fmt: skip
def test_agreeing_with_something_good_and_satisfaction_with_anything_stand(heading: str, answers: list[str]) -> None:
    assert suggested(answers, heading).scale in ("1-5", "yes-no")


@pytest.mark.parametrize(
    "heading",
    [
        "Used the app?",
        "Did you use the kiosk?",
        "May we contact you?",
        "Haben Sie die App genutzt?",
        "Dürfen wir Sie anrufen?",
        "Avez-vous utilisé la borne ?",
    ],
)
def test_whether_somebody_did_something_is_no_rating_before_it_is_said(heading: str) -> None:
    found = suggested(["TRUE", "FALSE"], heading)
    assert (found.scale, found.perhaps) == (None, "yes-no") and "did something" in found.reason


# --- the code book decides first ----------------------------------------------------------------------------


def test_codes_of_letters_take_their_steps_from_the_words_whatever_their_order() -> None:
    letters = ["A1", "A2", "A3", "A4", "A5"]
    straight, turned = (
        in_book(["A1", "A4"], dict(zip(letters, SATISFIED, strict=True))),
        in_book(letters, dict(zip(letters, SATISFIED[::-1], strict=True))),
    )
    assert (straight.scale, dict(straight.words)["A1"]) == ("1-5", 1)
    assert (turned.scale, dict(turned.words)["A1"]) == ("1-5", 5)


def test_codes_whose_words_nobody_knows_are_asked_about_in_their_order() -> None:
    found = in_book(["A1", "A3"], {"A1": "Blip", "A2": "Blap", "A3": "Blop"})
    assert (found.scale, found.perhaps, found.words) == (None, "1-3", (("A1", 1), ("A2", 2), ("A3", 3)))


def test_codes_of_letters_without_a_code_book_are_asked_about_and_ids_are_not() -> None:
    found = suggested(["A1", "A2", "A3", "A4", "A5"])
    assert (found.scale, found.perhaps, dict(found.words)["A4"]) == (None, "1-5", 4) and "code book" in found.reason
    assert not suggest_scale({f"R{n}": 1 for n in range(1, 10)}).may_rate
    assert not suggested(["A1", "A2", "B1", "B2"]).may_rate


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (dict(zip("12345", SATISFIED, strict=True)), "1-5"),
        (dict(zip("12345", SATISFIED[::-1], strict=True)), "1-5-reversed"),
        ({"1": "Strongly disagree", "2": "Disagree", "3": "Agree", "4": "Strongly agree"}, "1-4"),
        ({"1": "Not at all likely", "7": "Extremely likely"}, "1-7"),
        (dict(zip(["-2", "-1", "0", "1", "2"], SATISFIED, strict=True)), "-2-2-shifted"),
        ({"0": "Nein", "1": "Ja"}, "yes-no"),
    ],
)
def test_the_words_of_numbers_name_scale_and_direction_also_where_an_end_was_not_chosen(values: dict[str, str], scale: str) -> None:
    assert in_book(list(values)[:2] + [list(values)[-1]], values).scale == scale


def test_a_code_for_do_not_know_is_no_answer_and_groups_of_people_are_no_rating() -> None:
    found = in_book([*"12345", "98"], dict(zip("12345", SATISFIED, strict=True)) | {"98": "Don't know"})
    assert (found.scale, found.no_answer) == ("1-5", ("98",))
    assert in_book(list("12"), {"1": "Male", "2": "Female"}) is None


# --- what is no rating --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["Number of visits", "Q3. How many times did you come?", "Rank: price", "Anzahl Besuche", "Rangfolge: Preis", "Nombre de visites", "Classement : prix",
     "Número de visitas", "Numero di visite", "Aantal bezoeken", "Minutes at the till", "Age"],
)  # fmt: skip
def test_orders_and_numbers_of_something_are_no_ratings(heading: str) -> None:
    assert not suggested(list("12345"), heading).may_rate


@pytest.mark.parametrize("heading", ["How often did staff help?", "Satisfaction with the number of tills", "Wie oft half das Personal?"])
def test_a_question_that_may_ask_for_a_number_is_asked_about(heading: str) -> None:
    found = suggested(list("12345"), heading)
    assert (found.scale, found.perhaps) == (None, "1-5")


@pytest.mark.parametrize("counts", [{"1": 17, "": 23}, {"web": 17, "": 23}, {"Yes": 17, "": 23}, {"x": 3, " ": 30}])
def test_one_answer_or_blank_is_a_box_and_no_rating(counts: dict[str, int]) -> None:
    found = suggest_scale(counts, "Used: web")
    assert not found.may_rate and "box" in found.reason


@pytest.mark.parametrize(
    ("heading", "answers", "scale", "perhaps"),
    [
        ("Till (2-8)", "258", "2-8", ""), ("Q (0 to 5)", "035", "0-5", ""), ("Till (0 to 5)", "035", "0-5", ""), ("Till, 1-9", "159", "1-9", ""),
        ("Till, out of 5", "134", "1-5", ""), ("Till out of 10", "046", "0-10", ""), ("Till, out of 10", "258", None, "0-10"), ("Till /10", "246", None, "0-10"),
        ("Till (5-point)", "1236", "1-5", ""),
    ],
)  # fmt: skip
def test_the_scale_that_a_heading_names_wins(heading: str, answers: str, scale: str | None, perhaps: str) -> None:
    found = suggested(list(answers), heading)
    assert (found.scale, found.perhaps, found.no_answer) == (scale, perhaps, ())


# --- from the file to the ratings ---------------------------------------------------------------------------


def test_a_form_in_words_is_proposed_word_by_word_and_its_numbers_are_those_of_pandas(tmp_path_factory: pytest.TempPathFactory) -> None:
    workspace = loaded(shop(), tmp_path_factory.mktemp("shop"))
    frame = pd.DataFrame(
        [
            (f"2025/03/{1 + n % 28:02} 3:14:00 PM GMT+1", SATISFIED[n % 5], SATISFIED[n * 2 % 5], ("18-24", "25-34")[n % 2])
            for n in range(60)
        ],
        columns=["Timestamp", "How satisfied are you? [Finding the shop]", "How satisfied are you? [till]", "How old are you?"],
    )
    (table,), _ = read_upload("form.csv", frame.to_csv(index=False).encode())
    found = columns_of(workspace, rows_of(table))
    assert {one.heading: one.suggestion.scale for one in found if one.suggestion.may_rate} == {
        frame.columns[1]: "1-5",
        frame.columns[2]: "1-5",
    }
    item = next(one for one in propose_items(found, targets(workspace)) if one.touchpoint_id == "till")
    rules = (Rule("young", "How old are you?", ("18-24",)), Rule("old", "How old are you?", ("25-34",)))
    survey = read_survey(
        workspace, rows_of(table), SurveyMapping((type(item)(item.column, "till", "s1", item.scale, theme="pay", words=item.words),), rules)
    )
    expected = frame.assign(step=frame["How satisfied are you? [till]"].map({w: s for s, w in enumerate(SATISFIED, 1)})).groupby(
        "How old are you?"
    )["step"]
    for segment, ages in (("young", "18-24"), ("old", "25-34")):
        rating = survey.ratings[survey.ratings["segment_id"] == segment].iloc[0]
        steps = expected.get_group(ages)
        assert (rating["n"], rating["value"], rating["met_n"]) == (len(steps), pytest.approx(steps.mean()), (steps >= 4).sum())


def test_a_six_beside_one_to_five_of_respondents_is_asked_about(empty: Workspace) -> None:
    rows = "\n".join(f'{{"respondentId":{n},"D1":{1 + n % 2},"D2":{1 + n % 6},"town":"T{n}"}}' for n in range(1, 40))
    (table,), _ = read_upload("people.jsonl", rows.encode())
    by_heading = {one.heading: one.suggestion for one in columns_of(empty, rows_of(table))}
    assert (by_heading["D2"].scale, by_heading["D2"].no_answer, by_heading["D2"].perhaps) == (None, (), "1-5")
    assert not by_heading["D1"].may_rate


def test_letters_that_stand_for_other_words_are_no_yes_and_no(empty: Workspace) -> None:
    regions = pd.DataFrame({"region": ["N", "S"] * 10})
    (table,), _ = read_upload("study.sav", spss(regions, variable_value_labels={"region": {"N": "North", "S": "South"}}))
    (column,) = columns_of(empty, rows_of(table))
    assert column.suggestion.scale is None
    assert column.suggestion.reason == "Mostly words, such as “North” and “South”: not a rating."
