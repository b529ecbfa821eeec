"""The published airport survey, dropped on the Data page as it is, gives the sample's ratings; a mapping that does not fit is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.store import open_workspace
from tests.conftest import ROOT
from tests.pages.screens import assert_healthy, html_of, start
from tests.pages.test_data import dropped

FOLDER = os.environ.get("CX_SFO_SURVEY_DIR")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="needs the publisher's files: set CX_SFO_SURVEY_DIR")
MAPPING = ROOT / "data" / "survey"


def survey(year: str, extra: str = "") -> AppTest:
    """The page after the survey of a year was dropped, and the mapping beside it (with one line more)."""
    app = dropped(start("data"), f"survey_{year}.csv", (Path(FOLDER or "") / f"survey_{year}.csv").read_text(encoding="utf-8-sig"))
    assert_healthy(app)
    assert next(b for b in app.selectbox if b.label == "Take it as").value == "survey"
    items = (MAPPING / "survey_items.csv").read_bytes() + extra.encode()
    files = next(f for f in app.file_uploader if str(f.key).startswith("mapping_"))
    files.set_value(
        [("survey_items.csv", items, "text/csv"), ("survey_segments.csv", (MAPPING / "survey_segments.csv").read_bytes(), "text/csv")]
    )
    app.run(timeout=90)
    assert_healthy(app)
    for box in app.selectbox:
        if box.label == "Weights":
            assert box.value is None, "the column WEIGHT is asked about"
            box.set_value("").run(timeout=90)
    return app


def test_the_survey_of_2017_holds_what_the_sample_holds_already(sample: Path) -> None:
    app = survey("2017")
    assert "<b>2,831</b> respondents" in html_of(app)
    assert any("holds these ratings already" in i.value for i in app.info)


def test_the_survey_of_2016_gives_the_ratings_of_the_sample_in_a_round_of_its_own(sample: Path) -> None:
    app = survey("2016")
    box = next(b for b in app.selectbox if b.label == "Round")
    box.set_value(box.options[-1]).run(timeout=90)
    next(t for t in app.text_input if t.label == "Its name").set_value("again").run(timeout=90)
    next(b for b in app.button if str(b.key).startswith("apply_0") or b.label.startswith("Apply")).click().run(timeout=90)
    assert_healthy(app)
    columns = "touchpoint_id, stage_id, need_id, segment_id, n, met_n, round(value, 9), round(stdev, 9)"
    rows = [open_workspace(sample).rows(f"SELECT {columns} FROM ratings WHERE round_id = '{r}' ORDER BY ALL") for r in ("2016", "again")]
    assert rows[0] == rows[1]
    assert len(rows[0]) > 200


def test_a_mapping_of_2017_that_asks_for_more_is_refused_on_2016_by_the_names_of_the_columns(sample: Path) -> None:
    app = survey("2016", "Q7ART2017,art,spend-wait,wait,1-5,0;6\n")
    assert any("does not fit this file and is not used" in w.value for w in app.warning)
    assert any("Q7ART2017" in str(d.value.to_dict()) for d in app.dataframe)
    assert not [b for b in app.button if b.label.startswith("Apply")]
