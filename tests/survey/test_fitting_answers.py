"""The page says which answers fit a rule as the survey is read: in every way to write them, and never of more than was looked at."""

from __future__ import annotations

import pytest

from cx.readers.code_book import Question
from cx.survey.column import Column
from cx.survey.mapping import Rule
from cx.survey.propose import fitting_answers
from cx.survey.scale import Suggestion
from cx.ui.data import survey_who


def column(answers: dict[str, int], different: int | None = None) -> Column:
    return Column("City", answers, different or len(answers), Suggestion(None, (), ""), Question("City"))


def test_both_forms_of_a_letter_fit_one_rule() -> None:
    answers = {"Zürich": 12, "Zu\u0308rich": 12, "ZÜRICH\u00a0": 1, "Bern": 3}
    fits, left = fitting_answers([column(answers)], [Rule("young", "City", ("Zürich",))])["City"]
    assert (sum(fits.values()), left) == (25, {"Bern": 3})


def test_answers_that_were_not_looked_at_are_not_said_to_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(survey_who.st, "caption", said.append)
    rules = [Rule("young", "City", ("Bern",))]
    survey_who._say_who_fits([column({"Bern": 3})], rules)
    survey_who._say_who_fits([column({"Bern": 3}, different=250)], rules)
    assert "every answer fits one." in said[0]
    assert "every answer fits one, of the 200 most frequent; 50 more are not looked at here." in said[1]
