"""Small made-up surveys: a workspace that they rate, the files they come in, and everything that can be wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cx.changes.outcome import Outcome
from cx.store import Workspace
from cx.survey import Survey, SurveyRows, read_mapping, read_survey, store_ratings
from tests.oracle import Tables
from tests.studies import spss

ITEM = "column,touchpoint_id,stage_id,theme,need_id,scale,no_answer"
RULE = "segment_id,column,values"
PAY = "pay,till,s1,pay,,1-5,9"
"""The question “pay” rates the till for everybody who needs to pay; 9 is no answer."""
AGES = ("young,age,1;2", "old,age,3")


def shop() -> Tables:
    """Ana is young and German, Ben old and Japanese. Both pay at the till; Ana may use the app and hates the queue.

    Round r1 is open, round shut is frozen; an expert has rated the till in r1.
    """
    place = {"touchpoint_id": "till", "stage_id": "s1"}
    return {
        "stages": [{"stage_id": "s1", "position": "1", "name": "Pay"}, {"stage_id": "s2", "position": "2", "name": "Leave"}],
        "segments": [
            {"segment_id": "young", "name": "Young", "market": "DE", "size": "600"},
            {"segment_id": "old", "name": "Old", "market": "JP", "size": "400"},
        ],
        "personas": [{"persona_id": "ana", "name": "Ana"}, {"persona_id": "ben", "name": "Ben"}],
        "persona_segments": [{"persona_id": "ana", "segment_id": "young"}, {"persona_id": "ben", "segment_id": "old"}],
        "needs": [
            {"need_id": "ana-pay", "persona_id": "ana", "kind": "mandatory", "statement": "Can pay", "theme": "pay"},
            {"need_id": "ben-pay", "persona_id": "ben", "kind": "gain", "statement": "Pays with a smile", "theme": "pay"},
            {"need_id": "ana-queue", "persona_id": "ana", "kind": "pain", "statement": "Hates the queue", "theme": "queue"},
        ],
        "need_stages": [{"need_id": need, "stage_id": "s1"} for need in ("ana-pay", "ben-pay", "ana-queue")],
        "touchpoints": [{"touchpoint_id": t, "name": t, "channel": "store"} for t in ("till", "app")],
        "links": [
            *(place | {"need_id": need} for need in ("ana-pay", "ben-pay", "ana-queue")),
            {"touchpoint_id": "app", "stage_id": "s1", "need_id": "ana-pay"},
        ],
        "rounds": [
            {"round_id": "r1", "name": "First", "opened_on": "2025-01-01"},
            {"round_id": "shut", "name": "Shut", "opened_on": "2024-01-01", "frozen_on": "2024-06-30"},
        ],
        "ratings": [place | {"round_id": "r1", "need_id": "ana-pay", "source": "expert", "rater": "e1", "value": "3", "scale": "0-4"}],
    }


@dataclass(frozen=True)
class Files:
    """A survey and its mapping as they are uploaded. Rows of the mapping without their header."""

    survey: str | bytes
    items: tuple[str, ...] = (PAY,)
    rules: tuple[str, ...] = AGES
    weights: str | None = None

    def read(self, workspace: Workspace, folder: Path) -> Survey:
        """Write the files, and read them as the command does."""
        self.write(folder)
        mapping, found = read_mapping(folder / "items.csv", folder / "rules.csv")
        return read_survey(workspace, SurveyRows.at(folder / "answers.csv"), mapping, weights=self.weights, issues=found)

    def store(self, workspace: Workspace, folder: Path, round_id: str = "r1") -> Outcome:
        """Read them, and write their ratings into a round."""
        return store_ratings(workspace, self.read(workspace, folder), round_id)

    def write(self, folder: Path) -> None:
        """The three files in a folder: answers.csv, items.csv and rules.csv."""
        folder.mkdir(exist_ok=True)
        content = self.survey.encode() if isinstance(self.survey, str) else self.survey
        (folder / "answers.csv").write_bytes(content)
        told = f"{ITEM},words" if self.items and self.items[0].count(",") > ITEM.count(",") else ITEM
        for name, header, rows in (("items", told, self.items), ("rules", RULE, self.rules)):
            (folder / f"{name}.csv").write_text(
                "".join(f"{row}\n" for row in ((header,) if header not in rows[:1] else ()) + rows), encoding="utf-8"
            )


def people(header: str, *rows: str) -> str:
    """The text of a survey; every row may be repeated: `3 x 1,5` is three people who answered 1 and 5."""
    lines = [header]
    for row in rows:
        times, _, rest = row.rpartition(" x ")
        lines += [rest] * int(times or 1)
    return "".join(f"{line}\n" for line in lines)


TEN = people("age,pay", "5 x 1,5", "5 x 3,4")


@dataclass(frozen=True)
class SurveyWrong:
    """A survey in which one thing is wrong, and the one issue that says so."""

    code: str
    files: Files
    place: tuple[str, int | None, str | None]
    """File, row and column of the issue."""
    says: str
    remedy: str
    round_id: str = "r1"
    id: str = ""


def items(*rows: str, survey: str | bytes = TEN) -> Files:
    return Files(survey, rows)


def answers(*rows: str, header: str = "age,pay") -> Files:
    return Files(people(header, *rows))


SURVEY_WRONG = [
    SurveyWrong(
        "survey_column", items("paying,till,s1,pay,,1-5,"), ("items.csv", 2, "column"), "“paying”: answers.csv has no such column",
        "There is: age, pay.", id="far off",
    ),
    SurveyWrong(
        "survey_column", items("Q12PRECHEKCRATE,till,s1,pay,,1-5,", survey=TEN.replace("pay", "Q12PRECHECKRATE")),
        ("items.csv", 2, "column"), "no such column", "Did you mean Q12PRECHECKRATE?", id="renamed since last year",
    ),
    SurveyWrong("survey_column", Files(TEN, weights="wt"), ("answers.csv", 1, "weights"), "“wt”", "There is: age, pay.", id="of weights"),
    SurveyWrong("theme_or_need", items("pay,till,s1,pay,ana-pay,1-5,"), ("items.csv", 2, "theme"), "both a theme and a need", "Name one"),
    SurveyWrong("theme_or_need", items("pay,till,s1,,,1-5,"), ("items.csv", 2, "theme"), "neither", "Name one", id="neither"),
    SurveyWrong("unknown_theme", items("pay,till,s1,pays,,1-5,"), ("items.csv", 2, "theme"), "“pays”: No need", "Did you mean pay?"),
    SurveyWrong(
        "rated_twice", Files(people("age,pay,pay2", "5 x 1,5,5"), (PAY, "pay2,till,s1,,ana-pay,1-5,")), ("items.csv", 3, "column"),
        "Column pay rates need “ana-pay”", "one question",
    ),
    SurveyWrong(
        "off_scale", answers("5 x 1,5", "1,N", "2 x 1,7"), ("items.csv", 2, "column"),
        "“pay”: 3 answers are not on the scale 1-5, which runs from 1 to 5: “7” × 2 and “N” × 1; first in row 7", "no_answer",
    ),
    SurveyWrong("not_words", items("pay,till,s1,pay,,1-5,,Good=5; bad"), ("items.csv", 2, "words"), "“bad”: The words are a list", "semicolon"),
    SurveyWrong("not_words", items("pay,till,s1,pay,,1-5,,Good=5; good=4"), ("items.csv", 2, "words"), "“good”: The words are a list", "once", id="in contradiction"),
    SurveyWrong(
        "only_yes", Files(people("age,pay", "5 x 1,1", "4 x 1,", "2 x 3,1"), ("pay,till,s1,pay,,yes-no,",)), ("items.csv", 2, "column"),
        "7 answers say yes, nobody says no, and 4 are blank", "(empty)=0",
    ),
    SurveyWrong("fractions", answers("5 x 1,5", "2 x 1,3.6312"), ("items.csv", 2, "column"), "2 answers lie between the steps of the scale: “3.6312” × 2", "averages"),
    SurveyWrong("much_no_answer", answers("6 x 1,5", "3 x 1,9"), ("items.csv", 2, "column"), "33% of those asked gave no score (3 of 9)", "stage"),
    SurveyWrong(
        "texts_left_out", items("pay,till,s1,pay,,1-5,9;(any text)", survey=answers("9 x 1,5", "1,Other: no change", "1,Closed").survey), ("items.csv", 2, "column"),
        "2 answers are texts and no step of the scale, so no score: “Closed” × 1 and “Other: no change” × 1", "which step",
    ),
    SurveyWrong("no_rule_fits", answers("5 x 25-34,5", "5 x Under 27,4"), ("rules.csv", 2, "column"), "“age”: No rule names any answer of this column; it holds “25-34” and “Under 27”", "codes change"),
    SurveyWrong("rule_fits_nobody", answers("5 x 1,5"), ("rules.csv", 3, "values"), "“3”: Nobody gave this answer; column age holds “1”", "Correct the values"),
    SurveyWrong(
        "several_segments", Files(people("age,pay", "5 x 1,5", "2 x 3,4"), rules=("young,age,1;2", "old,age,1;3")),
        ("rules.csv", None, "segment_id"), "5 respondents match the rules of several segments, such as old and young (first in row 2)", "exclude",
    ),
    SurveyWrong(
        "nobody_assigned", Files(people("age,sex,pay", "5 x 1,f,5", "5 x 3,m,5"), rules=("young,age,1", "young,sex,m")), ("rules.csv", None, None),
        "None of 10 respondents matches", "values of the rules",
    ),
    SurveyWrong(
        "bad_weight", Files(people("age,pay,w", "5 x 1,5,1", "2 x 1,4,", "1,4,0"), weights="w"), ("answers.csv", 7, "w"),
        "2 respondents have no weight that is a number of 0 or more: “” × 2", "0 leaves somebody out",
    ),
    SurveyWrong(
        "bad_weight", Files(people("age,pay,w", "5 x 1,5,1", "2 x 1,4,-1", "1,4,much"), weights="w"), ("answers.csv", 7, "w"),
        "3 respondents have no weight that is a number of 0 or more: “-1” × 2 and “much” × 1", "without weights", id="below 0",
    ),
    SurveyWrong(
        "weight_of_zero", Files(people("age,pay,w", "5 x 1,5,1", "2 x 1,4,0", "1,4,0.00"), weights="w"), ("answers.csv", 7, "w"),
        "3 respondents have a weight of 0 and so count for nothing: they are left out", "if they are to count",
    ),
    SurveyWrong(
        "uneven_weights", Files(people("age,pay,w", "20 x 1,5,0.1", "21 x 3,4,1", "1,2,5"), weights="w"), ("answers.csv", None, "w"),
        "In 1 of 2 ratings", "few people speak for many",
    ),
    SurveyWrong(
        "unused_weight", Files(spss(pd.DataFrame({"age": [1.0, 1, 3, 3], "pay": [5.0, 4, 4, 2], "wgt": [1.0, 2, 1, 1]}), weight="wgt")),
        ("answers.csv", None, "wgt"), "weighted by this column", "Name the column as weights",
    ),
    SurveyWrong(
        "perhaps_weight", Files(people("age,pay,Gewichtung", "5 x 1,5,1.2", "5 x 3,4,0.8")), ("answers.csv", None, "Gewichtung"), "each counts once", "as weights",
    ),
    SurveyWrong("unknown_round", Files(TEN), ("answers.csv", None, None), "“r9”: There is no such round", "r1, shut; or give the day", "r9"),
    SurveyWrong("response_style", answers("5 x 1,5", "5 x 1,1", "10 x 3,3"), ("answers.csv", None, None), "either end of the scale are 100% in DE and 0% in JP", "own target", id="twice, by two measures"),
    SurveyWrong("nothing_rated", answers("5 x 1,9", "5 x 3,"), ("answers.csv", None, None), "No answer rates a link", "links of the needs"),
    SurveyWrong("frozen_round", Files(TEN), ("answers.csv", 2, "round_id"), "“shut” is frozen, but 2 of its rows", "new round", "shut"),
    SurveyWrong("no_link", items("pay,app,s1,pay,,1-5,9"), ("items.csv", 2, "theme"), "“ben-pay”: No link joins", "Add the link"),
    SurveyWrong("survey_scale_for_pains", items("pay,till,s1,pay,,-2-2,", survey=answers("5 x 1,2", "5 x 3,1").survey), ("items.csv", 2, "scale"), "the need is a", "set scale to -2-2-shifted", id="twice, of two kinds"),
    SurveyWrong("scale_not_for_pains", items("pay,till,s1,queue,,1-5,"), ("items.csv", 2, "scale"), "how far it is relieved", "1-5-reversed"),
    SurveyWrong("unknown_reference", items("pay,tull,s1,pay,,1-5,"), ("items.csv", 2, "touchpoint_id"), "“tull”: touchpoints.csv has no row", "correct the id"),
    SurveyWrong("unknown_reference", Files(TEN, rules=("young,age,1;2", "aged,age,3")), ("rules.csv", 3, "segment_id"), "“aged”", "correct the id", id="segment"),
    SurveyWrong("not_allowed", items("pay,till,s1,pay,,6-1,"), ("items.csv", 2, "scale"), "“6-1”", "1-5, 1-7"),
    SurveyWrong("required", Files(TEN, rules=("young,age, ;", "old,age,3")), ("rules.csv", 2, "values"), "required", "Fill it in", id="no values"),
    SurveyWrong("required", items("pay,till,,pay,,1-5,"), ("items.csv", 2, "stage_id"), "required", "Fill it in"),
    SurveyWrong("duplicate_key", items(PAY, PAY), ("items.csv", 3, "column"), "Row 2 has the same question and link", "Keep one"),
    SurveyWrong("duplicate_column", answers("5 x 1,5,5", header="age,pay,pay"), ("answers.csv", 1, "pay"), "twice", "Remove one"),
    SurveyWrong("ragged_row", answers("5 x 1,5", "1,5,5"), ("answers.csv", 7, None), "3 cells; the header has 2", "commas"),
    SurveyWrong("unclosed_quote", answers("5 x 1,5", '1,"5', "1,5"), ("answers.csv", 7, None), "never closed", "Close it"),
    SurveyWrong(
        "guessed_encoding", Files(people("age,pay,café", "5 x 1,5,", "5 x 3,4,").encode("cp1252")), ("answers.csv", None, None),
        "Windows-1252 is a guess, which shows in “café”", "UTF-8",
    ),
    SurveyWrong("binary", Files(b"PK\x00\x01"), ("answers.csv", None, None), "not text", "CSV"),
    SurveyWrong("empty_file", Files(""), ("answers.csv", None, None), "empty", "rows"),
    SurveyWrong("empty_file", Files("age,pay\n\n,\n"), ("answers.csv", None, None), "empty", "rows", id="only a header"),
]  # fmt: skip
