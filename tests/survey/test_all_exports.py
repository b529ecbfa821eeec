"""Every export that lies under tests/files/exports, whoever put it there: read right without a click, or asked; never plausibly wrong.

What is in a file is counted and averaged here by `csv`, `json`, pandas and pyreadstat alone. How each column is called, and what it is,
is proved file by file in the tests of the readers; here no file may be left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from cx.model import scale as scale_of
from cx.readers.code_books.beside import with_books
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace
from cx.survey import Rule, SurveyMapping, read_survey
from cx.survey.column import NO_RATING
from cx.survey.file import rows_of
from cx.survey.mapping import ANYTHING, Item
from cx.survey.mapping_assistant import columns_of, incomplete
from cx.survey.personal import personal_columns
from cx.survey.propose import propose_items, propose_rules
from cx.survey.targets import targets
from cx.uploads.plan import readings
from tests.damaged_exports import of_one_segment
from tests.oracle import Tables
from tests.readers.platforms import test_exports as platforms
from tests.readers.platforms.test_exports import EXPORTS
from tests.readers.statistics import test_studies_of_programs as studies

CODE_BOOKS = frozenset(
    ("qualtrics-survey.qsf", "limesurvey-survey.lss", "limesurvey-survey.lsa", "surveyjs-survey.json", "formbricks-survey.json",
     "redcap-dictionary.csv", "plain-code-book.csv")
)  # fmt: skip
"""Files without respondents: they describe another one."""
OTHERS = {"plain-answers.csv": platforms.Expected("", 20, 1, ",", {})}
"""Answers of no platform that anybody knows: survey by what they look like."""
NO_SURVEYS = {
    "coder-sheet.csv": "coded", "qualcoder-report.csv": "coded", "taguette-highlights.csv": "coded", "refi-qda-codebook.qdc": "left_out",
    "taguette-codebook.csv": "left_out", "persona-cards.md": "personas", "persona-german.yaml": "personas", "persona-nested.json": "personas",
    "user-needs-columns.csv": "needs", "user-needs-sentences.csv": "needs",
}  # fmt: skip
"""Files of researchers, and what each is taken for: nobody answers anything in them."""
NAMES = sorted(path.name for path in EXPORTS.iterdir() if path.name not in CODE_BOOKS | NO_SURVEYS.keys())
YES = {"yes", "ja", "1", "true", "y", "oui"}


@cache
def the_table(name: str) -> TextTable:
    tables, issues = read_upload(name, (EXPORTS / name).read_bytes())
    assert issues == []
    (table,), _ = with_books(tables)
    return table


@cache
def counted(name: str) -> pd.DataFrame:
    """The responses as text, in the order of the columns, read without anything of ours."""
    path = EXPORTS / name
    if reader := studies.READ.get(path.suffix):
        frame, _ = reader(path)  # what the file calls missing is blank then
        return frame.map(lambda cell: "" if pd.isna(cell) else f"{cell:.15g}" if isinstance(cell, (int, float)) else str(cell))
    if path.suffix == ".json":
        document = json.loads(path.read_text())
        records = document if isinstance(document, list) else next(part for part in document.values() if isinstance(part, list))
        return pd.json_normalize(records).map(platforms.as_text).replace("nan", "")
    return pd.DataFrame(platforms.as_pandas_reads(path, (platforms.EXPECTED | OTHERS)[name]))


@pytest.fixture
def one_link(workspace_of: Callable[[Tables], Workspace]) -> Workspace:
    """One persona of one segment, who has one need at one touchpoint."""
    return workspace_of(of_one_segment())


def test_there_are_thirty_exports_and_of_each_is_written_down_what_must_come_out() -> None:
    assert len(NAMES) >= 30
    assert set(NAMES) == set(platforms.EXPECTED) | set(studies.EXPECTED) | set(OTHERS)


@pytest.mark.parametrize("name", NO_SURVEYS)
def test_what_researchers_keep_is_no_survey_and_none_of_its_rows_is_lost(empty: Workspace, surveyed: Workspace, name: str) -> None:
    table = the_table(name)
    assert {readings(workspace, table)[0].shape.name for workspace in (empty, surveyed)} == {NO_SURVEYS[name]}
    assert table.row_count == len(list(table.rows()))
    if name.endswith(".csv"):
        frame = pd.read_csv(EXPORTS / name)
        # QualCoder's report has a column a code and a passage a cell.
        assert table.row_count == (frame.notna().sum().sum() if name.startswith("qualcoder") else len(frame))


@pytest.mark.parametrize("name", NAMES)
def test_every_respondent_is_a_row_and_no_row_is_a_phantom(name: str) -> None:
    table = the_table(name)
    assert table.row_count == len(list(table.rows())) == len(counted(name))


@pytest.mark.parametrize("name", NAMES)
def test_it_is_taken_for_a_survey_whatever_the_workspace_holds(empty: Workspace, surveyed: Workspace, name: str) -> None:
    table = the_table(name)
    assert {readings(workspace, table)[0].shape.name for workspace in (empty, surveyed)} == {"survey"}


def test_each_export_is_read_right_without_a_click_or_asked_about(empty: Workspace) -> None:
    """Read right: its program or platform says what each column is. Asked: the page shows what it is taken for, and why."""
    ends = Counter()
    for name in NAMES:
        table = the_table(name)
        best = readings(empty, table)[0]
        told = table.code_book is not None and best.shape.name == "survey" and best.fit > 0.9
        ends["read right" if told else "asked" if best.reason else "wrong"] += table.row_count == len(counted(name))
    assert ends == {"read right": len(NAMES) - len(OTHERS), "asked": len(OTHERS)}


@pytest.mark.parametrize("name", NAMES)
def test_no_box_order_count_text_or_column_of_the_platform_is_proposed_as_a_rating(empty: Workspace, name: str) -> None:
    survey = rows_of(the_table(name))
    columns = columns_of(empty, survey)
    written_down = (platforms.EXPECTED | studies.EXPECTED | OTHERS)[name].kinds
    rated = [one for one in columns if one.suggestion.scale]
    assert {one.question.kind for one in rated}.isdisjoint(NO_RATING)
    assert {platforms.kind_expected(one.question.code if name in studies.EXPECTED else one.heading, written_down) for one in rated} <= {
        "",
        "choice",
    }
    assert {one.heading for one in columns}.isdisjoint(personal_columns(survey)), "nobody is recognised"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_rated_before_a_person_says_what_a_question_rates_and_who_answered(one_link: Workspace, name: str) -> None:
    known = targets(one_link)
    columns = columns_of(one_link, rows_of(the_table(name)))
    proposed = propose_items(columns, known)
    assert [one.column for one in proposed if not incomplete(one)] == []
    assert propose_rules(columns, known) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_scale_that_stands_holds_every_answer_or_says_which_it_does_not(empty: Workspace, name: str) -> None:
    for one in columns_of(empty, rows_of(the_table(name))):
        if (known := scale_of(one.suggestion.scale or "")) and one.suggestion.scale != "yes-no":
            steps = dict(getattr(one.suggestion, "words", ()))
            off = [
                text
                for text in one.answers
                if text and text not in one.suggestion.no_answer and not known.low <= steps.get(text, number(text)) <= known.high
            ]
            assert (one.heading, off) == (one.heading, [])
            assert one.suggestion.reason


def number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


@pytest.mark.parametrize("name", NAMES)
def test_once_a_person_says_so_each_rating_is_the_mean_that_pandas_comes_to(one_link: Workspace, name: str) -> None:
    table, known = the_table(name), targets(one_link)
    (touchpoint, links), *_ = known.links.items()
    for proposed in propose_items(columns_of(one_link, rows_of(table)), known):
        item = replace(proposed, touchpoint_id=touchpoint, stage_id=links[0][0], need_id=links[0][1], whole=False)
        if not item.scale:
            continue
        everybody = Rule("all", proposed.column, (ANYTHING,))
        read = read_survey(one_link, rows_of(table), SurveyMapping((item,), (everybody,)))
        assert [str(one) for one in read.issues if one.is_error] == []
        scored = steps_of(answers_in(counted(name), table, proposed.column), item).dropna()
        (rating,) = read.ratings.to_dict("records")
        assert (proposed.column, rating["n"], rating["value"]) == (proposed.column, len(scored), pytest.approx(scored.mean(), abs=1e-9))


def answers_in(frame: pd.DataFrame, table: TextTable, heading: str) -> pd.Series:
    """The answers to a question: by its name, which in JSON stands behind those of what it lies in, or by its place."""
    code = table.code_book.of(heading).code if table.code_book else heading
    named = [one for one in frame if str(one).removeprefix("values.").removeprefix("data.") in (heading, code)]
    return frame[named[0]] if named else frame.iloc[:, table.header.index(heading)]


def steps_of(texts: pd.Series, item: Item) -> pd.Series:
    """The step of the scale that each response gives."""
    answered = texts[~texts.isin(["", *item.no_answer])]
    if item.scale == "yes-no":
        return answered.str.casefold().isin(YES).astype(float)
    return answered.map(dict(item.words)).astype(float) if item.words else pd.to_numeric(answered)
