"""On the page, the scale of a question stands only where it is clear; else it is to be said, with the reason, and words are shown with their steps."""

from __future__ import annotations

from pathlib import Path

from cx.ui.data.survey_questions import TO_SAY, scale_labels
from tests.pages.screens import html_of, start
from tests.pages.test_data import as_survey

SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]


def survey_text() -> str:
    """Respondents who answered in words, on 1 to 5 with some sixes, and ticked a box."""
    given = [*SATISFIED, "Prefer not to say"]
    rows = [f"{n},{given[n % 6]},{1 + n % 6},{'1' if n % 2 else ''}" for n in range(60)]
    return "\n".join(["respondent id,How was the signage?,How were the screens?,Used: web", *rows]) + "\n"


def test_an_open_scale_is_to_be_said_and_words_are_shown_with_their_steps(sample: Path) -> None:
    app = as_survey(start("data"), "answers.csv", survey_text())
    grid = next(frame.value for frame in app.dataframe if "Scale" in frame.value and "Words" in frame.value)
    rows = {row["Question"]: row for row in grid.to_dict("records")}
    assert set(rows) == {"How was the signage?", "How were the screens?"}, "a box is no rating"
    assert rows["How was the signage?"]["Scale"] == scale_labels(["1-5"])["1-5"]
    assert rows["How was the signage?"]["Words"] == "Very dissatisfied=1; Dissatisfied=2; Neutral=3; Satisfied=4; Very satisfied=5"
    said = [one.value for one in app.caption]
    assert "1 question on 1-5: Very dissatisfied = 1; Dissatisfied = 2; Neutral = 3; Satisfied = 4; Very satisfied = 5." in said
    assert "Read as no answer, as blank cells are: Prefer not to say (10 answers to 1 question)." in said
    assert rows["How were the screens?"]["Scale"] == TO_SAY
    asked = " ".join(one.value for one in app.info)
    assert "Say the scale of these questions, or they are not used" in asked and "6 stands beside it" in asked
    assert "Apply" not in html_of(app)
