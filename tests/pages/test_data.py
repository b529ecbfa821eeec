"""The Data page: a file is dropped, its consequences are seen, it is applied, and taken back."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.analysis.coverage import coverage
from cx.store import open_workspace
from tests.pages.screens import assert_healthy, html_of, start

TOUCHPOINTS = """Touchpoint Name,Channel,Owning team,Stages,Needs,Score
Help desk,staff,N/A,Find the way,business-wayfind,not met
Screens,digital,Signage,,,
Ghost,digital,,,no-such-need,met
"""


def dropped(app: AppTest, name: str, text: str) -> AppTest:
    """The page after a file was dropped."""
    app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value((name, text.encode(), "text/csv"))
    return app.run(timeout=60)


def test_an_upload_shows_its_consequences_before_anything_is_written(sample: Path) -> None:
    app = dropped(start("data"), "messy.csv", TOUCHPOINTS)
    assert_healthy(app)
    said = html_of(app)
    assert "<b>3</b> rows read" in said and "<b>1</b> rejected" in said
    assert "2 of 5 mandatory needs met everywhere" in said and "1 of 5 mandatory needs met everywhere" in said
    assert not open_workspace(sample).rows("SELECT 1 FROM touchpoints WHERE name = 'Help desk'")


def test_applied_rows_change_the_coverage_as_foretold_and_the_history_takes_them_back(sample: Path) -> None:
    app = dropped(start("data"), "messy.csv", TOUCHPOINTS)
    app.button(key="apply_upload").click().run(timeout=60)
    assert_healthy(app)
    workspace = open_workspace(sample)
    assert coverage(workspace).needs.set_index("need_id").loc["business-wayfind", "state"] == "missed"
    assert any("Applied messy.csv" in s.value for s in app.success)
    app.button(key="undo_2").click().run(timeout=60)
    assert_healthy(app)
    assert coverage(workspace).needs.set_index("need_id").loc["business-wayfind", "state"] == "met"
    assert any("Change 2 is undone" in s.value for s in app.success)


def test_a_file_that_is_no_table_is_refused_with_the_reason(sample: Path) -> None:
    app = dropped(start("data"), "broken.csv", "<!DOCTYPE html><html><body>Sign in</body></html>")
    assert_healthy(app)
    assert len(app.dataframe) >= 1
    assert "web page" in str(app.dataframe[0].value["What is wrong"].iloc[0])
    assert not [b for b in app.button if b.key == "apply_upload"]


def test_markup_in_a_file_is_shown_and_never_run(sample: Path) -> None:
    text = "name,channel,needs\n<script>alert(1)</script>,**digital**,no-such-need\n"
    app = dropped(start("data"), "hostile.csv", text)
    assert_healthy(app)
    assert "<script>alert" not in html_of(app)
