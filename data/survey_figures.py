"""Figures from the airport's customer survey that its ratings do not hold: sizes, shares and associations.

Pure functions from answers (one row a respondent, all cells text) to numbers; no file of the
workspace is read or written here. Answers are counted unweighted.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

OVERALL = "Q7ALL"  # overall satisfaction, on the scale of the rated items
COMMENTS = "Q8COM"  # columns that hold the coded comments on the airport


def read_answers(path: Path) -> pd.DataFrame:
    """The answers of a published file, all as text, with headers in capitals and without asterisk."""
    answers = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", low_memory=False)
    answers.columns = [str(name).strip().lstrip("*").upper() for name in answers.columns]
    return answers.apply(lambda column: column.str.strip().str.removesuffix(".0"))


def segments(answers: pd.DataFrame, rules: pd.DataFrame) -> pd.Series:
    """Segment of each respondent: the one whose rules all match; missing = unassigned.

    `rules` has one row per segment and column, with the accepted answers in `values` (a `;` list).
    """
    found = pd.Series(pd.NA, index=answers.index, dtype="object")
    for segment, own in rules.groupby("segment_id", sort=False):
        matches = pd.Series(True, index=answers.index)
        for column, values in zip(own["column"], own["values"], strict=True):
            matches &= answers[column].isin(values.split(";"))
        found[matches] = segment
    return found


def scores(answers: pd.DataFrame, column: str) -> pd.Series:
    """Answers 1 to 5 as numbers; everything else (never used, don't know, blank) as missing."""
    numbers = pd.to_numeric(answers[column], errors="coerce")
    return numbers.where(numbers.isin(range(1, 6)))


def association(answers: pd.DataFrame, columns: Iterable[str]) -> tuple[float, int]:
    """Spearman correlation of the mean of the items with overall satisfaction, and its n.

    A respondent counts with at least one valid item and a valid overall answer.
    """
    items = pd.concat([scores(answers, column) for column in columns], axis=1).mean(axis=1)
    overall = scores(answers, OVERALL)
    both = items.notna() & overall.notna()
    return float(items[both].rank().corr(overall[both].rank())), int(both.sum())


def naming(answers: pd.DataFrame, codes: Iterable[str]) -> int:
    """Respondents whose coded comments hold at least one of the codes."""
    columns = [column for column in answers.columns if column.startswith(COMMENTS)]
    return int(answers[columns].isin(list(codes)).any(axis=1).sum())


def answered(answers: pd.DataFrame, column: str) -> int:
    """Valid answers on a rated item: the people who know it."""
    return int(scores(answers, column).notna().sum())


def share_coming_here(answers: pd.DataFrame, column: str, elsewhere: Iterable[str]) -> float:
    """Share of those who answered `column` whose answer does not say that they skip the stage."""
    given = answers.loc[~answers[column].isin(["", "0", "Blank"]), column]
    return float((~given.isin(list(elsewhere))).mean())
