"""The zip of all templates on the Data page, dropped as it was downloaded."""

from __future__ import annotations

from pathlib import Path

from cx.exports.templates import templates_zip
from tests.pages.screens import assert_healthy, html_of, start


def test_the_zip_of_all_templates_is_read_once_and_refuses_nothing(place: Path) -> None:
    app = start("data")
    app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value(("templates.zip", templates_zip(), "application/zip"))
    app.run(timeout=60)
    assert_healthy(app)
    said = html_of(app)
    assert "<b>0</b> rejected" in said
    assert any("It holds just the rows of" in one.value for one in app.caption)
    assert any("only the example of the template" in one.value for one in app.caption)
    assert app.button(key="apply_upload").disabled is False
