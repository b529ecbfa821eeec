"""A code book dropped together with the answers of a survey: its questions stand on the page, and it is no table to map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.ui.shared.reader import CHOICE
from tests.hall import hall
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, start
from tests.pages.test_survey_without_segments import said_in
from tests.readers.platforms.test_exports import EXPORTS


def dropped_together(*names: str) -> AppTest:
    """The Data page after some exports were dropped at once."""
    app = start("data")
    files = [(name, (EXPORTS / name).read_bytes(), "application/octet-stream") for name in names]
    app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value(files)
    app.run(timeout=60)
    assert_healthy(app)
    return app


def test_the_questions_of_the_book_stand_on_the_page(holding: Callable[[Tables], Path]) -> None:
    holding(hall())
    app = dropped_together("limesurvey-survey.lss", "limesurvey-codes.csv")
    assert [box.value for box in app.selectbox if box.label == "Take it as"] == ["survey"]
    assert "Its code book is limesurvey-survey.lss: it says what 12 columns of 24 ask." in said_in(app).replace("\\", "")
    next(one for one in app.segmented_control if ": unfinished." in one.label).set_value("leave out").run(timeout=60)
    assert_healthy(app)
    look = next(box for box in app.selectbox if "How well did each step go? [Booking]" in box.options)
    assert "G01Q01[SQ001]" not in look.options


def test_a_book_without_its_answers_is_told(holding: Callable[[Tables], Path]) -> None:
    holding(hall())
    app = dropped_together("qualtrics-survey.qsf")
    assert [box.label for box in app.selectbox if box.key != CHOICE] == []
    (told,) = app.dataframe
    assert "no table of this upload has the columns that it names" in told.value.to_string()


def test_the_book_goes_when_it_is_taken_away_again(holding: Callable[[Tables], Path]) -> None:
    holding(hall())
    app = dropped_together("redcap-raw.csv", "redcap-dictionary.csv")
    assert "Its code book is redcap-dictionary.csv" in said_in(app).replace("\\", "")
    alone = [("redcap-raw.csv", (EXPORTS / "redcap-raw.csv").read_bytes(), "text/csv")]
    app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value(alone).run(timeout=60)
    assert_healthy(app)
    assert "Its code book is" not in said_in(app).replace("\\", "")
