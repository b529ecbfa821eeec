"""A wide survey becomes ratings: every quirk of real surveys is read right, asked about, or refused with the reason."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx.analysis.coverage import Scope, compute
from cx.changes.parameters import set_parameters
from cx.issue_texts import CATALOGUE
from cx.store import Workspace
from cx.survey import (
    Item,
    Rule,
    Suggestion,
    Survey,
    SurveyMapping,
    SurveyRows,
    distribution,
    fit,
    holds_rules,
    items_csv,
    open_responses,
    read_mapping,
    read_survey,
    segments_csv,
    store_ratings,
    suggest_scale,
)
from tests.conftest import loaded
from tests.oracle import Tables
from tests.surveys import AGES, PAY, SURVEY_WRONG, TEN, Files, SurveyWrong, answers, people, shop


@pytest.fixture
def workspace(loaded_workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """The shop."""
    return loaded_workspace_of(shop())


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The shop, to read only."""
    opened = loaded(shop(), tmp_path_factory.mktemp("shop"))
    yield opened
    opened.close()


def rating(survey: Survey, need_id: str = "ana-pay", touchpoint_id: str = "till") -> dict:
    """The rating of one link, which one segment has answered."""
    own = survey.ratings[(survey.ratings["need_id"] == need_id) & (survey.ratings["touchpoint_id"] == touchpoint_id)]
    assert len(own) == 1
    return own.iloc[0].to_dict()


def codes(survey: Survey) -> list[str]:
    return [one.code for one in survey.issues]


# --- findings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", SURVEY_WRONG, ids=lambda wrong: f"{wrong.code} {wrong.id}".strip())
def test_a_finding_on_a_survey_names_the_place_the_reason_and_the_remedy(wrong: SurveyWrong, stored: Workspace, tmp_path: Path) -> None:
    survey = wrong.files.read(stored, tmp_path)
    outcome = store_ratings(stored, survey, wrong.round_id, dry_run=True)
    found = [one for one in outcome.issues if one.code == wrong.code]
    assert len(found) == (2 if "twice" in wrong.id else 1), [str(one) for one in outcome.issues]
    text = str(found[0])
    assert (found[0].file, found[0].row, found[0].column) == wrong.place
    assert wrong.says in text
    assert wrong.remedy in text
    assert "{" not in text
    assert outcome.refused == (CATALOGUE[wrong.code][0] == "error")
    others = {one.code for one in outcome.issues if one.is_error} - {wrong.code}
    assert not others, [str(one) for one in outcome.issues]


def test_a_survey_that_is_refused_has_no_ratings(stored: Workspace, tmp_path: Path) -> None:
    survey = answers("5 x 1,5", "1,7").read(stored, tmp_path)
    assert survey.refused
    assert survey.ratings.empty


def test_a_missing_file_is_named(stored: Workspace, tmp_path: Path) -> None:
    mapping, found = read_mapping(tmp_path / "none.csv", tmp_path / "neither.csv")
    survey = read_survey(stored, SurveyRows.at(tmp_path / "answers.csv"), mapping, issues=found)
    assert [Path(one.file).name for one in survey.issues if one.code == "no_such_file"] == ["none.csv", "neither.csv", "answers.csv"]


def test_a_file_above_the_limit_is_refused(stored: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_MAX_MB", "0.00001")
    assert codes(Files(TEN).read(stored, tmp_path)) == ["too_large"] * 3  # the survey, and both files of its mapping


def test_every_mistake_of_a_mapping_is_found_at_once(stored: Workspace, tmp_path: Path) -> None:
    files = Files(TEN, ("pay,till,s1,pay,,6-1,", "payed,tull,s1,pay,,1-5,"), ("young,aage,1", "aged,age,3"))
    found = {(one.code, one.file, one.row) for one in files.read(stored, tmp_path).issues}
    assert found == {
        ("not_allowed", "items.csv", 2),
        ("survey_column", "items.csv", 3),
        ("unknown_reference", "items.csv", 3),
        ("survey_column", "rules.csv", 2),
        ("unknown_reference", "rules.csv", 3),
    }


def test_a_mapping_file_without_a_needed_column_is_refused(stored: Workspace, tmp_path: Path) -> None:
    files = Files(TEN)
    files.write(tmp_path)
    (tmp_path / "items.csv").write_text("column,touchpoint,stage_id,theme,scale\npay,till,s1,pay,1-5\n")
    mapping, found = read_mapping(tmp_path / "items.csv", tmp_path / "rules.csv")
    assert [(one.code, one.column) for one in found] == [("unknown_column", "touchpoint"), ("missing_column", "touchpoint_id")]
    assert "Did you mean touchpoint_id?" in found[0].remedy
    assert mapping.items == ()


# --- who answered -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        (("Zürich", "Zu\u0308rich"), "Zürich"),
        (("25-34", "25 – 34", "25\u201134", "25—34"), "25–34"),
        (("Don't know yet", "Don’t\u00a0know yet", "DON`T KNOW\u202fYET"), "don't know  yet"),
        (("STRASSE", "Straße"), "straße"),
        (("１", "1.0", "1,0"), "1"),
    ],
)
def test_a_rule_takes_every_way_to_write_its_answer(typed: tuple[str, ...], rule: str, stored: Workspace, tmp_path: Path) -> None:
    table = pd.DataFrame({"age": [*(text for text in typed for _ in range(6)), "else"], "pay": [*([1, 2, 3, 4, 5, 5] * len(typed)), 1]})
    files = Files(table.to_csv(index=False), rules=(f"young,age,{rule}", "old,age,nobody"))
    survey = files.read(stored, tmp_path)
    same = table["age"] != "else"
    assert (rating(survey)["n"], rating(survey)["value"]) == (same.sum(), pytest.approx(table["pay"][same].mean()))
    assert survey.unmatched == {"age": {"else": 1}}


def test_a_weight_of_zero_leaves_a_respondent_out_of_every_number(stored: Workspace, tmp_path: Path) -> None:
    table = pd.DataFrame({"age": [1, 2, 3] * 20, "pay": [1, 5, 4, 2, 3, 9] * 10, "w": [0, 1.5, 0.5, 0, 1.25, 0, 2, 1, 1, 3, 0.75, 0] * 5})
    survey = Files(table.to_csv(index=False), weights="w").read(stored, tmp_path)
    counted = table[table["w"] > 0]
    young = counted[counted["age"].isin([1, 2])]
    scored, weights = young[young["pay"] != 9], counted["w"].median()
    weight = (scored["w"] / weights).clip(upper=5)
    row = rating(survey)
    assert (survey.assigned, survey.weightless, survey.unassigned) == (len(counted), (table["w"] == 0).sum(), 0)
    assert (row["n"], row["n_na"]) == (len(scored), (young["pay"] == 9).sum())
    assert row["value"] == pytest.approx((weight * scored["pay"]).sum() / weight.sum())
    assert row["n_eff"] == pytest.approx(weight.sum() ** 2 / (weight**2).sum())
    without = Files(counted.to_csv(index=False), weights="w").read(stored, tmp_path)
    assert rating(without) == row


def test_a_survey_of_which_nobody_weighs_anything_rates_nothing(stored: Workspace, tmp_path: Path) -> None:
    survey = Files(people("age,pay,w", "6 x 1,5,0"), weights="w").read(stored, tmp_path)
    assert (survey.assigned, survey.weightless, survey.ratings.empty) == (0, 6, True)
    assert {"weight_of_zero", "nothing_rated"} <= set(codes(survey))


# --- what is an answer --------------------------------------------------------------------------------------


def test_codes_inside_the_range_are_no_scores_once_declared(stored: Workspace, tmp_path: Path) -> None:
    files = Files(people("age,pay", "4 x 1,5", "2 x 1,3", "3 x 1,9", "1,0"), ("pay,till,s1,pay,,0-10,9;0",))
    row = rating(files.read(stored, tmp_path))
    assert (row["n"], row["n_na"], row["value"]) == (6, 4, pytest.approx((4 * 5 + 2 * 3) / 6))


def test_one_code_has_two_meanings_in_one_file(stored: Workspace, tmp_path: Path) -> None:
    files = Files(people("age,pay,queue", "5 x 1,4,9", "1,9,9"), (PAY, "queue,app,s1,,ana-pay,0-10,"))
    survey = files.read(stored, tmp_path)
    assert (rating(survey)["n"], rating(survey)["value"]) == (5, 4)
    assert (rating(survey, touchpoint_id="app")["n"], rating(survey, touchpoint_id="app")["value"]) == (6, 9)


@pytest.mark.parametrize(
    "word", ["", " ", "NA", "N/A", "n/a", "ND", "S.O.", "Not applicable", "None", "-", "Blank", "No Data", "Don’t know", "\u00a0"]
)
def test_words_for_nothing_are_counted_and_never_scores(word: str, stored: Workspace, tmp_path: Path) -> None:
    survey = answers("8 x 1,5", f"2 x 1,{word}").read(stored, tmp_path)
    assert codes(survey) == ["rule_fits_nobody"]
    assert (rating(survey)["n"], rating(survey)["n_na"], survey.no_answer) == (8, 2, 2)


@pytest.mark.parametrize("word", ["N", "300 or more", "FEWER THAN 50", "6", "0.00", "-1", "1,000", "inf", "1e9"])
def test_what_is_neither_on_the_scale_nor_declared_is_refused(word: str, stored: Workspace, tmp_path: Path) -> None:
    survey = answers("8 x 1,5", f'1,"{word}"').read(stored, tmp_path)
    assert [one.code for one in survey.issues if one.is_error] == ["off_scale"]
    assert f"“{word}” × 1; first in row 10" in str(survey.issues[-1])


@pytest.mark.parametrize("text", ["4", "4.0", "4.00", " 4", '"4,0"', "+4", "04"])
def test_a_number_may_be_written_in_many_ways(text: str, stored: Workspace, tmp_path: Path) -> None:
    row = rating(answers("5 x 1,5", f"5 x 1,{text}").read(stored, tmp_path))
    assert (row["n"], row["value"], row["met_n"]) == (10, 4.5, 10)


def test_a_declared_code_covers_its_spellings(stored: Workspace, tmp_path: Path) -> None:
    files = Files(people("age,pay", "8 x 1,5", "1,0.00", "1, 0", "1,REFUSED"), ("pay,till,s1,pay,,1-5,0;refused",))
    assert rating(files.read(stored, tmp_path))["n_na"] == 3


def test_somebody_who_stopped_answering_counts_where_they_answered(stored: Workspace, tmp_path: Path) -> None:
    files = Files(people("age,pay,app", "5 x 1,4,4", "2 x 1,2,", "1,,"), (PAY, "app,app,s1,,ana-pay,1-5,"))
    survey = files.read(stored, tmp_path)
    assert (rating(survey)["n"], rating(survey)["n_na"]) == (7, 1)
    assert (rating(survey, touchpoint_id="app")["n"], rating(survey, touchpoint_id="app")["n_na"]) == (5, 3)
    assert survey.respondents == 8


def test_a_reversed_scale_stands_beside_a_straight_one(stored: Workspace, tmp_path: Path) -> None:
    files = Files(
        people("age,pay,effort,trouble", "6 x 1,5,1,2", "2 x 1,1,5,4"),
        (PAY, "effort,app,s1,,ana-pay,1-5-reversed,", "trouble,till,s1,queue,,1-5-reversed,"),
    )
    survey = files.read(stored, tmp_path)
    straight, reversed_, pain = rating(survey), rating(survey, touchpoint_id="app"), rating(survey, "ana-queue")
    assert (straight["value"], reversed_["value"]) == (4, 2)
    assert straight["mean"] == reversed_["mean"] == 0.75
    assert straight["met_n"] == reversed_["met_n"] == 6
    assert (pain["value"], pain["mean"]) == (2.5, 0.625)


SCALES = [
    ("1-4", ["4", "3", "1"], 8 / 3, 1),
    ("1-7", ["7", "6", "5", "1"], 19 / 4, 2),
    ("0-10", ["10", "8", "7", "0"], 25 / 4, 2),
    ("0-4", ["4", "3", "0"], 7 / 3, 2),
    ("yes-no", ["Yes", "no", "1", "0", "TRUE", "n"], 3 / 6, 3),
    ("yes-no", ["Ja", "nein", "oui", "Non", "sì", "não"], 3 / 6, 3),
    ("percent", ["80%", "75", "20 %", "100"], 275 / 4, 3),
    ("0-1", ["0.8", "0.5"], 0.65, 1),
]


@pytest.mark.parametrize(("scale", "texts", "mean", "met"), SCALES)
def test_scales_differ_within_one_file(scale: str, texts: list[str], mean: float, met: int, stored: Workspace, tmp_path: Path) -> None:
    rows = [f"1,4,{text}" for text in texts]
    survey = Files(people("age,pay,app", *rows), (PAY, f"app,app,s1,,ana-pay,{scale},")).read(stored, tmp_path)
    row = rating(survey, touchpoint_id="app")
    assert (row["value"], row["met_n"], row["scale"]) == (pytest.approx(mean), met, scale)
    assert rating(survey)["value"] == 4


def test_half_a_yes_is_off_the_scale(stored: Workspace, tmp_path: Path) -> None:
    assert "off_scale" in codes(Files(people("age,pay", "5 x 1,1", "1,0.5"), ("pay,till,s1,pay,,yes-no,",)).read(stored, tmp_path))


def test_answers_off_the_scale_are_found_outside_the_segments_too(stored: Workspace, tmp_path: Path) -> None:
    assert "off_scale" in codes(answers("5 x 1,5", "7,77").read(stored, tmp_path))


# --- who answered -------------------------------------------------------------------------------------------


def test_people_without_a_segment_are_counted_and_kept_out(stored: Workspace, tmp_path: Path) -> None:
    survey = answers("6 x 1,5", "5 x 3,4", "3 x 7,1", "2 x ,1").read(stored, tmp_path)
    assert (survey.respondents, survey.assigned, survey.unassigned) == (16, 11, 5)
    assert survey.segments == {"old": 5, "young": 6}
    assert rating(survey)["value"] == 5


def test_all_rules_of_a_segment_must_match(stored: Workspace, tmp_path: Path) -> None:
    files = Files(
        people("age,sex,pay", "3 x 1,f,5", "2 x 2,m,1", "4 x 3,F,4", "1,x,3"),
        rules=("young,age,1;2", "young,sex,f", "old,age,3", "old,sex,f;m"),
    )
    survey = files.read(stored, tmp_path)
    assert survey.segments == {"old": 4, "young": 3}
    assert survey.unassigned == 3


def test_codes_of_a_rule_lose_zeros_and_gain_decimals(stored: Workspace, tmp_path: Path) -> None:
    survey = Files(people("age,pay", "3 x 01,5", "2 x 2.0,5", " 1 ,5"), rules=("young,age,1;002",)).read(stored, tmp_path)
    assert survey.segments == {"young": 6}


def test_a_theme_rates_the_need_of_every_persona_by_its_own_segments(stored: Workspace, tmp_path: Path) -> None:
    survey = Files(TEN).read(stored, tmp_path)
    assert survey.ratings[["need_id", "segment_id", "n", "value"]].to_numpy().tolist() == [
        ["ana-pay", "young", 5, 5.0],
        ["ben-pay", "old", 5, 4.0],
    ]


def test_a_need_is_rated_by_its_own_persona_only(stored: Workspace, tmp_path: Path) -> None:
    survey = Files(TEN, ("pay,till,s1,,ana-pay,1-5,",)).read(stored, tmp_path)
    assert survey.ratings["need_id"].tolist() == ["ana-pay"]
    assert (survey.used, survey.beside) == (5, 5)


def test_a_question_without_a_link_is_told_and_counted(stored: Workspace, tmp_path: Path) -> None:
    survey = Files(TEN, (PAY, "pay,app,s1,pay,,1-5,")).read(stored, tmp_path)
    assert [(one.code, one.value) for one in survey.issues if one.code == "no_link"] == [("no_link", "ben-pay")]
    assert len(survey.ratings) == 3
    assert (survey.used, survey.beside) == (15, 5)


def test_answers_of_a_random_survey_add_up_and_agree_with_plain_arithmetic(stored: Workspace, tmp_path: Path) -> None:
    rng = random.Random(7)
    texts = ["1", "2", "3", "4", "5", "9", "", "n/a"]
    rows = [(rng.choice("1234"), rng.choice(texts), rng.choice(texts)) for _ in range(900)]
    files = Files(people("age,pay,app", *(",".join(row) for row in rows)), (PAY, "app,app,s1,,ana-pay,1-5,9"))
    survey = files.read(stored, tmp_path)
    assert survey.used + survey.beside + survey.no_answer + survey.off_scale == survey.assigned * 2
    places = {("till", "ana-pay"): ("12", 1), ("till", "ben-pay"): ("3", 1), ("app", "ana-pay"): ("12", 2)}
    for (touchpoint_id, need_id), (ages, column) in places.items():
        own = [row[column] for row in rows if row[0] in ages]
        scores = [int(text) for text in own if text in ("1", "2", "3", "4", "5")]
        row = rating(survey, need_id, touchpoint_id)
        assert (row["n"], row["n_na"]) == (len(scores), len(own) - len(scores))
        assert row["met_n"] == sum(score >= 4 for score in scores)
        assert row["value"] == pytest.approx(statistics.fmean(scores), abs=1e-12)
        assert row["stdev"] == pytest.approx(statistics.stdev(scores), abs=1e-12)


# --- how the file is written --------------------------------------------------------------------------------

PLAIN = "age,pay\n1,5\n1,4\n3,2\n"
SPELLINGS = {
    "byte-order mark": b"\xef\xbb\xbf" + PLAIN.encode(),
    "carriage returns": PLAIN.replace("\n", "\r\n").encode(),
    "no last line end": PLAIN.rstrip().encode(),
    "semicolons": PLAIN.replace(",", ";").encode(),
    "semicolons in quotes": b'"age";"pay"\n"1";"5"\n1;4\n3;2\n',
    "tabs": PLAIN.replace(",", "\t").encode(),
    "header with star, blanks and capitals": b"*Age , PAY\n1,5\n1,4\n3,2\n",
    "blank lines": b"age,pay\n\n1,5\n1,4\n,\n3,2\n\n\n",
    "line breaks in other cells": b'note,age,pay\n"a\nb",1,5\n"he said ""no""",1,4\nx,3,2\n',
    "columns of the same name beside": b"x,x,age,pay\n1,1,1,5\n1,1,1,4\n1,1,3,2\n",
}


@pytest.fixture(scope="module")
def plain(stored: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """The survey as it is written plainly."""
    return Files(PLAIN).read(stored, tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("content", SPELLINGS.values(), ids=SPELLINGS)
def test_the_same_survey_in_other_dialects_gives_the_same_ratings(content: bytes, plain: Survey, stored: Workspace, tmp_path: Path) -> None:
    survey = Files(content).read(stored, tmp_path)
    assert codes(survey) == codes(plain)
    assert survey.respondents == 3
    assert survey.ratings.equals(plain.ratings)


def test_a_survey_from_another_reader_gives_the_same_ratings(stored: Workspace, tmp_path: Path) -> None:
    mapping = SurveyMapping(
        (Item("pay", "till", "s1", "1-5", theme="pay", no_answer=("9",)),), (Rule("young", "age", ("1", "2")), Rule("old", "age", ("3",)))
    )
    rows = [(2, ("1", "5")), (3, ("1", "4")), (5, ("3", "2"))]
    survey = read_survey(stored, SurveyRows("answers.xlsx", ("age", "pay"), lambda _: rows), mapping)
    assert survey.ratings.equals(Files(PLAIN).read(stored, tmp_path).ratings)
    off = read_survey(stored, SurveyRows("answers.xlsx", ("age", "pay"), lambda _: [*rows, (9, ("1", "x"))]), mapping)
    assert "first in row 9" in str(off.issues[-1])
    upload = read_survey(stored, SurveyRows.of("answers.csv", PLAIN.encode()), mapping)
    assert upload.ratings.equals(survey.ratings)


def test_row_numbers_are_those_of_a_spreadsheet(stored: Workspace, tmp_path: Path) -> None:
    content = 'note,age,pay\n"a\nb",1,5\n\nx,1,5,9\nx,1,77\n'
    found = {one.code: one for one in Files(content).read(stored, tmp_path).issues}
    assert found["ragged_row"].row == 4
    assert "first in row 5" in str(found["off_scale"])


def test_many_blocks_are_read_as_one(stored: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx.survey.responses.CELLS", 1)
    survey = answers("900 x 1,5", "1,5,5", "900 x 3,4", "1,5,5", "1,x").read(stored, tmp_path)
    assert [one.row for one in survey.issues if one.code == "ragged_row"] == [902, 1803]
    assert "first in row 1804" in str([one for one in survey.issues if one.code == "off_scale"][0])
    assert survey.respondents == 1801


# --- weights ------------------------------------------------------------------------------------------------


def weighted(*rows: str) -> Files:
    return Files(people("age,pay,w", *rows), rules=AGES[:1], weights="w")


def test_a_weighted_rating_is_stored_in_whole_people(workspace: Workspace, tmp_path: Path) -> None:
    files = weighted("4 x 1,5,1", "2 x 1,1,1", "1,1,3", "1,5,3")
    row = rating(files.read(workspace, tmp_path))
    assert row["met_share"] == pytest.approx(7 / 12)
    assert row["n_eff"] == pytest.approx(6)
    assert (row["n"], row["rated_n"], row["rated_met_n"]) == (8, 6, 4)  # 0.5833 of 6, in whole people
    assert files.store(workspace, tmp_path).applied
    assert workspace.rows("SELECT n, met_n, value, note FROM ratings WHERE source = 'survey'") == [
        (6, 4, pytest.approx(1 + 4 * 7 / 12), "Weighted: 8 answers count as 6.0.")
    ]


def test_the_scale_of_the_weights_does_not_matter(stored: Workspace, tmp_path: Path) -> None:
    one = weighted("4 x 1,5,0.5", "2 x 1,2,1.5", "3 x 1,1,0.7").read(stored, tmp_path).ratings
    other = weighted("4 x 1,5,5000", "2 x 1,2,15000", "3 x 1,1,7000").read(stored, tmp_path).ratings
    assert one.drop(columns="scale").to_numpy()[0, 4:].tolist() == pytest.approx(
        other.drop(columns="scale").to_numpy()[0, 4:].tolist(), abs=1e-12
    )


def test_equal_weights_are_no_weights(stored: Workspace, tmp_path: Path) -> None:
    with_weights = weighted("4 x 1,5,2", "2 x 1,2,2").read(stored, tmp_path).ratings
    without = Files(people("age,pay", "4 x 1,5", "2 x 1,2"), rules=AGES[:1]).read(stored, tmp_path).ratings
    assert with_weights.equals(without)


def test_nobody_speaks_for_more_than_five(stored: Workspace, tmp_path: Path) -> None:
    survey = weighted("9 x 1,5,1", "1,1,100").read(stored, tmp_path)
    assert survey.trimmed == 1
    assert rating(survey)["met_share"] == pytest.approx(9 / 14)


def test_people_outside_the_segments_need_no_weight(stored: Workspace, tmp_path: Path) -> None:
    survey = weighted("5 x 1,5,1", "3 x 7,5,").read(stored, tmp_path)
    assert not survey.refused


def test_the_order_of_the_rows_does_not_change_a_digit(stored: Workspace, tmp_path: Path) -> None:
    rng = random.Random(3)
    rows = [f"1,{rng.choice('12345')},{rng.uniform(0.2, 3):.6f}" for _ in range(3_000)]
    once = weighted(*rows).read(stored, tmp_path).ratings
    rng.shuffle(rows)
    assert weighted(*rows).read(stored, tmp_path).ratings.equals(once)


# --- into the workspace -------------------------------------------------------------------------------------


def surveyed(workspace: Workspace) -> list[tuple]:
    return workspace.rows(
        "SELECT round_id, need_id, segment_id, value, scale, n, met_n, stdev, rated_on, note FROM ratings WHERE source = 'survey' ORDER BY ALL"
    )


def test_ratings_are_written_once_and_then_unchanged(workspace: Workspace, tmp_path: Path) -> None:
    first = Files(TEN).store(workspace, tmp_path)
    assert (first.counts["ratings"].new, first.applied) == (2, True)
    assert surveyed(workspace) == [
        ("r1", "ana-pay", "young", 5.0, "1-5", 5, 5, 0.0, None, None),
        ("r1", "ben-pay", "old", 4.0, "1-5", 5, 5, 0.0, None, None),
    ]
    again = Files(TEN).store(workspace, tmp_path)
    assert (again.total("new"), again.total("changed"), again.counts["ratings"].unchanged) == (0, 0, 2)
    assert workspace.rows("SELECT action, source, rows_new FROM audit_log WHERE action = 'survey'") == [("survey", "answers.csv", 4)]
    assert workspace.rows("SELECT * FROM answer_styles ORDER BY market") == [
        ("r1", "DE", "answers.csv", 5, 1.0, 1.0),
        ("r1", "JP", "answers.csv", 5, 0.0, 1.0),
    ], "how each market used the scale is kept with the ratings, once"


def test_other_ratings_of_the_round_are_left_alone(workspace: Workspace, tmp_path: Path) -> None:
    Files(TEN).store(workspace, tmp_path)
    outcome = Files(TEN.replace("1,5", "1,4"), ("pay,till,s1,,ana-pay,1-5,",)).store(workspace, tmp_path)
    assert (outcome.counts["ratings"].changed, outcome.total("new")) == (1, 0)
    assert [row[3] for row in surveyed(workspace)] == [4.0, 4.0]
    assert workspace.rows("SELECT count(*) FROM ratings WHERE source = 'expert'") == [(1,)]


def test_a_round_is_made_only_when_told(workspace: Workspace, tmp_path: Path) -> None:
    survey = Files(TEN).read(workspace, tmp_path)
    assert not store_ratings(workspace, survey, "r2").applied
    assert surveyed(workspace) == []
    outcome = store_ratings(workspace, survey, "r2", opened_on=date(2026, 1, 1), rated_on=date(2026, 1, 5))
    assert outcome.applied
    assert workspace.rows("SELECT name, opened_on FROM rounds WHERE round_id = 'r2'") == [("r2", date(2026, 1, 1))]
    assert {row[8] for row in surveyed(workspace)} == {date(2026, 1, 5)}
    assert store_ratings(workspace, survey, "r2").counts["ratings"].unchanged == 2  # without a date, rows keep theirs


def test_a_frozen_round_refuses(workspace: Workspace, tmp_path: Path) -> None:
    outcome = Files(TEN).store(workspace, tmp_path, "shut")
    assert [one.code for one in outcome.issues if one.is_error] == ["frozen_round"]
    assert surveyed(workspace) == []


def test_a_rehearsal_counts_and_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    outcome = store_ratings(workspace, Files(TEN).read(workspace, tmp_path), "r1", dry_run=True)
    assert (outcome.counts["ratings"].new, outcome.applied, outcome.refused) == (2, False, False)
    assert surveyed(workspace) == []


def test_notes_that_somebody_wrote_stay_and_those_of_weights_and_of_carrying_over_go(workspace: Workspace, tmp_path: Path) -> None:
    Files(TEN).store(workspace, tmp_path)
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE ratings SET note = 'By phone' WHERE need_id = 'ana-pay' AND source = 'survey'")
        cursor.execute("UPDATE ratings SET note = 'Weighted: 9 answers count as 5.0.' WHERE need_id = 'ben-pay'")
    Files(TEN).store(workspace, tmp_path)
    assert [row[-1] for row in surveyed(workspace)] == ["By phone", None]
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE ratings SET note = 'Carried over from “First”. By phone' WHERE need_id = 'ana-pay' AND source = 'survey'")
    Files(TEN).store(workspace, tmp_path)
    assert [row[-1] for row in surveyed(workspace)] == [None, None], "what was asked anew is carried over no more"


def test_the_workspace_says_from_where_an_answer_is_met(workspace: Workspace, tmp_path: Path) -> None:
    assert rating(answers("5 x 1,5", "5 x 1,4").read(workspace, tmp_path))["met_n"] == 10
    set_parameters(workspace, {"met_cut": 0.9})
    assert rating(answers("5 x 1,5", "5 x 1,4").read(workspace, tmp_path))["met_n"] == 5


def test_coverage_reads_the_ratings(workspace: Workspace, tmp_path: Path) -> None:
    answers("30 x 1,5", "10 x 1,1").store(workspace, tmp_path)
    cells = compute(workspace, Scope("r1")).cells.set_index("need_id")
    assert cells.loc["ana-pay", "fulfilment"] == pytest.approx(0.75)


# --- does last year's mapping fit? --------------------------------------------------------------------------


def test_a_mapping_names_exactly_the_columns_that_are_gone() -> None:
    mapping = SurveyMapping(
        (
            Item("Q7ART", "t", "s", "1-5", "a", row=2),
            Item("Q12PRECHEKCRATE", "t", "s", "1-5", "b", row=3),
            Item("NETPRO", "t", "s", "0-10", "c", row=4),
        ),
        (Rule("g", "Q2PURP1", ("1",), 2), Rule("h", "Q2PURP1", ("2",), 3), Rule("h", "Q16HOME", ("2",), 4)),
    )
    found = fit(mapping, ["*RESPNUM", "Q7ART", "Q12PRECHECKRATE", "Q2PURP1", *(f"Q{n}" for n in range(20))], "survey_2016.csv")
    assert [(one.value, one.file, one.row, one.severity) for one in found] == [
        ("Q12PRECHEKCRATE", "survey_items.csv", 3, "error"),
        ("NETPRO", "survey_items.csv", 4, "error"),
        ("Q16HOME", "survey_segments.csv", 4, "error"),
    ]
    assert "Did you mean Q12PRECHECKRATE?" in found[0].remedy
    assert fit(mapping, ["q7art", "Q12PRECHEKCRATE", " NETPRO", "*Q2PURP1", "Q16HOME"]) == []


def test_a_scale_that_no_longer_fits_names_its_columns(stored: Workspace, tmp_path: Path) -> None:
    files = Files(people("age,pay,app", "5 x 1,10,5", "5 x 1,8,4"), (PAY, "app,app,s1,,ana-pay,1-5,"))
    assert [one.value for one in files.read(stored, tmp_path).issues if one.is_error] == ["pay"]


def test_a_mapping_is_written_as_it_was_read(tmp_path: Path) -> None:
    Files(TEN, (PAY, "-2,app,s1,,ana-pay,1-7,8;9;Don't know"), ("young,age,1;2", "old,age,=3;-4")).write(tmp_path)
    mapping, found = read_mapping(tmp_path / "items.csv", tmp_path / "rules.csv")
    assert found == []
    (tmp_path / "items.csv").write_text(items_csv(mapping), encoding="utf-8")
    (tmp_path / "rules.csv").write_text(segments_csv(mapping), encoding="utf-8")
    assert "'=3;'-4" in segments_csv(mapping)
    assert read_mapping(tmp_path / "items.csv", tmp_path / "rules.csv") == (mapping, [])


# --- do markets answer in the same style? (method 9.3) ------------------------------------------------------

DE, JP = "5514515251", "3434234353"


def test_markets_that_answer_in_different_styles_are_told_gx_26(workspace: Workspace, tmp_path: Path) -> None:
    files = answers(*(f"1,{a}" for a in DE), *(f"3,{a}" for a in JP))
    survey = files.read(workspace, tmp_path)
    assert survey.styles.to_numpy().tolist() == [
        ["DE", 10, pytest.approx(0.8), pytest.approx(0.6)],
        ["JP", 10, pytest.approx(0.1), pytest.approx(0.4)],
    ]
    assert [str(one) for one in survey.issues] == [
        "warning: answers.csv: Markets use the scale differently: answers at either end of the scale are 80% in DE and 10% in JP. "
        "Compare each market with its own target, not with the other.",
        "warning: answers.csv: Markets use the scale differently: answers on the agreeing side are 60% in DE and 40% in JP. "
        "Compare each market with its own target, not with the other.",
    ]
    set_parameters(workspace, {"extreme_difference": 0.75})
    assert files.read(workspace, tmp_path).issues == []


# --- help for somebody who makes a mapping ------------------------------------------------------------------

GUESSES: list[tuple[str, dict[str, int], str | None, tuple[str, ...]]] = [
    ("1 to 5, 6 = never used, 0 = blank", {"1": 5, "2": 9, "3": 20, "4": 41, "5": 40, "6": 90, "0": 3, "": 2}, None, ()),
    ("a blank in words", {"4": 15, "5": 7, "3": 4, "Blank": 2, "2": 1}, "1-5", ("Blank",)),
    ("9 = don't know", {"1": 2, "2": 3, "3": 3, "4": 9, "5": 5, "9": 2}, None, ()),
    ("8 and 99", {"1": 2, "2": 3, "3": 3, "4": 9, "5": 5, "8": 2, "99": 1}, None, ("99",)),
    ("1 to 7", {str(n): 10 for n in range(1, 8)}, "1-7", ()),
    ("1 to 7 with a 9", {str(n): 10 for n in (1, 2, 3, 4, 5, 6, 7, 9)}, None, ()),
    ("0 to 10, 11 = blank", {str(n): 10 for n in range(12)}, None, ()),
    ("0 to 10 without a 10", {str(n): 10 for n in range(10)}, None, ()),
    ("1 to 4", {"1": 4, "2": 9, "3": 9, "4": 5}, None, ()),
    ("0 to 4", {"0": 4, "1": 4, "2": 9, "3": 9, "4": 5}, None, ()),
    ("-2 to 2", {"-2": 1, "-1": 4, "0": 9, "1": 3, "2": 1}, "-2-2", ()),
    ("1 to 5 with -1 and -99", {"1": 4, "2": 9, "3": 9, "4": 5, "5": 3, "-1": 2, "-99": 1}, None, ("-99",)),
    ("1.0 to 5.0", {"1.0": 4, "2.0": 9, "4.0": 5, "5.0": 3}, "1-5", ()),
    ("0 and 1", {"0": 4, "1": 9}, "yes-no", ()),
    ("yes and no in words", {"Yes": 4, "No": 9, "n/a": 1}, "yes-no", ("n/a",)),
    ("yes and no in German", {"Ja": 4, "Nein": 9, "keine Angabe": 1}, "yes-no", ("keine Angabe",)),
    ("percent", {str(n): 5 for n in range(0, 101, 10)}, "percent", ()),
    ("fractions", {"0.5": 5, "0.25": 2, "1": 1}, "0-1", ()),
    ("blanks filled with averages", {"1": 4, "2": 9, "3": 9, "4": 5, "5": 3, "3.21": 4}, "1-5", ()),
    ("yes and no as 1 and 2", {"1": 40, "2": 90, "0": 4}, None, ()),
    ("ages", {str(n): 1 for n in range(18, 80)}, None, ()),
    ("ages in words", {"25-34": 5, "Under 27": 2}, None, ()),
    ("three codes", {"1": 4, "2": 9, "3": 9}, None, ()),
    ("nothing", {"": 5, "n/a": 2}, None, ()),
    ("only codes", {"99": 5}, None, ()),
]


@pytest.mark.parametrize(("says", "counts", "scale", "no_answer"), GUESSES, ids=[g[0] for g in GUESSES])
def test_a_scale_is_suggested_from_the_answers(says: str, counts: dict[str, int], scale: str | None, no_answer: tuple[str, ...]) -> None:
    found = suggest_scale(counts)
    assert (found.scale, found.no_answer) == (scale, no_answer), found
    assert found.reason.endswith(".")


def test_a_suggestion_says_why() -> None:
    assert suggest_scale({"1": 9, "2": 9, "3": 9, "4": 9, "5": 9, "6": 9}) == Suggestion(
        None, (), "1 to 5; 6 stands beside it: no answer, or a step of a longer scale.", perhaps="1-5"
    )
    assert "recode" in suggest_scale({"1": 40, "2": 90}).reason
    assert "averages" in suggest_scale({"1": 4, "2": 9, "3": 9, "4": 5, "5": 3, "3.21": 4}).reason


def test_the_answers_of_a_column_are_counted_as_text(stored: Workspace) -> None:
    responses = open_responses(stored, SurveyRows.of("answers.csv", b"*Age,pay\n1,5\n1, 5\n3,x\n3,\n"))
    assert list(distribution(responses, "pay").items()) == [("5", 2), ("", 1), ("x", 1)]
    assert distribution(responses, "age") == {"1": 2, "3": 2}
    with pytest.raises(KeyError):
        distribution(responses, "pays")
    responses.close()


def test_the_two_files_of_a_mapping_are_told_apart_whatever_program_wrote_them() -> None:
    rules, items_ = "segment_id;column;values\nyoung;age;1\n", "column;stage_id;scale\npay;s1;1-5\n"
    for encoding in ("utf-8", "utf-16"):
        assert holds_rules("a.csv", rules.encode(encoding))
        assert not holds_rules("b.csv", items_.encode(encoding))
    assert not holds_rules("c.csv", b"")
