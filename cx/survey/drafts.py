"""What each question of a survey may rate, in its own words: a proposal for what is to be made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cx.survey.asked_about import asks_how_much_it_matters
from cx.survey.column import Column
from cx.survey.stems import items_of_batteries

WORDS_OF_A_NAME = 3
"""An item of a battery with more words is a statement and no name of a touchpoint."""
CODE = re.compile(r"[A-Za-z]{0,6}[-_#.]?\d+\w{0,9}([\[_.(-]\w{0,12}[\])]?){0,3}")
"""A question of which the file gives only the code: D2, Q1_3, G01Q01[SQ002]."""
SCALE = re.compile(r"\s*[\[(]\s*[-−+]?\d{1,3}\s*\D{1,7}\s*[-−+]?\d{1,3}\s*[\])]\s*$")
"""A scale behind a question: (1-6), [0 to 10]."""


@dataclass(frozen=True)
class Draft:
    """What one question rates, in words: a touchpoint ("" = the need itself), the statement of a need, its kind and stage."""

    column: str
    touchpoint: str
    statement: str
    kind: str = ""
    stage: str = ""


def drafts(columns: Sequence[Column]) -> list[Draft]:
    """A draft of each question: a short item of a battery names a touchpoint, whatever else is said is a need itself."""
    found = []
    for column, item in zip(
        columns, items_of_batteries([_asked(one) for one in columns], [one.question.stem for one in columns]), strict=True
    ):
        name = item if item and len(item.split()) <= WORDS_OF_A_NAME else ""
        found.append(Draft(column.heading, name, item or _asked(column)))
    return found


def rates_something(draft: Draft) -> bool:
    """Whether a question whose answers look like a rating is proposed as one: its words are known, and do not ask how much
    something matters."""
    return not CODE.fullmatch(draft.statement) and not asks_how_much_it_matters(draft.column)


def _asked(column: Column) -> str:
    """The words of a question, without the scale behind them."""
    return SCALE.sub("", " ".join((column.question.label or column.heading).split()))
