"""The same table twice in one upload is read once, and that is told; the zip of all templates goes through as it is."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from cx.__main__ import main
from cx.exports.templates import csv_template, templates_zip
from cx.readers.files import read_upload
from cx.store import Workspace, open_workspace
from cx.tables import FILES
from cx.uploads.fields import LEFT_OUT
from cx.uploads.plan import readings, start
from cx.uploads.prepare import prepare
from cx.uploads.recognise.same_again import repeats, with_repeated

SAID_AGAIN = "said_again"
"""The finding of this module: a command tells what it leaves out."""


def zipped(members: dict[str, str]) -> bytes:
    """A zip archive with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_the_zip_of_all_templates_is_proposed_to_be_read_once(empty: Workspace) -> None:
    tables, issues = read_upload("templates.zip", templates_zip())
    assert not issues
    again = repeats(tables)
    plans = [start(empty, one, with_repeated(readings(empty, one), again.get(one.serial, ""))[0]) for one in tables]
    with empty.dry_run() as cursor:
        found = prepare(empty, plans, cursor)
    assert [str(one) for one in found.issues] == []
    assert found.outcome.total("new") == len(FILES)
    assert found.rows.rejected == 0


def test_the_command_takes_the_zip_of_all_templates_and_says_what_it_leaves_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "templates.zip").write_bytes(templates_zip())
    assert main(["load", str(tmp_path / "templates.zip"), "--database", str(tmp_path / "w.duckdb")]) == 0
    said = capsys.readouterr()
    assert f"{len(FILES)} new, 0 changed, 0 unchanged, 0 rejected" in said.out
    assert (
        "needs.csv: This table is left out. It holds just the rows of “templates.zip/all tables/all tables.xlsx · needs”"
        in said.out + said.err
    )
    assert "sheet.xlsx · sheet: This table is left out. It holds only the example of the template" in said.out + said.err
    with closing(open_workspace(tmp_path / "w.duckdb")) as opened:
        assert opened.rows("SELECT count(*) FROM personas") == [(1,)]


def test_a_table_that_says_something_else_is_never_left_out(empty: Workspace) -> None:
    content = zipped(
        {
            "a.csv": "Touchpoint,Channel\nWeb,online\n",
            "b.csv": "Touchpoint,Channel\nWeb,online\nTill,shop\n",
            "c.csv": "Touchpoint,Channel\nWeb,online\n",
        }
    )
    tables, _ = read_upload("some.zip", content)
    again = repeats(tables)
    assert [again.get(one.serial) for one in tables] == [None, None, "It holds just the rows of “some.zip/a.csv”, which are read once."]
    assert with_repeated(readings(empty, tables[2]), again[tables[2].serial])[0].shape.name == LEFT_OUT
    assert with_repeated(readings(empty, tables[1]), "")[0].shape.name == "touchpoints"


def test_the_example_of_the_one_sheet_alone_is_read(empty: Workspace) -> None:
    tables, _ = read_upload("some.zip", zipped({"sheet.csv": csv_template("sheet"), "stages.csv": csv_template("stages")}))
    assert repeats(tables) == {}
    assert readings(empty, tables[0])[0].shape.name == "sheet"
