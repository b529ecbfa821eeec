"""Templates and workbooks brought to the command: what leaves nothing to ask is loaded, the rest is sent to the page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from cx.__main__ import main
from cx.exports.templates import NAMES, example_of, excel_template, template_of
from cx.store import Workspace, open_workspace
from cx.tables import TABLES
from cx.uploads.unattended import load_files

REFUSED_BY_COMMAND = ("needs_a_person", "scale_to_say", "replace_by_folder")
"""Findings that only a command makes, where nobody can be asked."""


def template(folder: Path, name: str, file: str) -> Path:
    """A template as the command writes it."""
    assert main(["template", name, "--out", str(folder / file)]) == 0
    return folder / file


def filled(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """The template with these rows below its headings instead of the example."""
    book = openpyxl.load_workbook(path)
    page = book[book.sheetnames[0]]
    page.delete_rows(2)
    for row in rows:
        page.append(list(row))
    book.save(path)
    return path


def query(database: Path, sql: str) -> list[tuple]:
    with closing(open_workspace(database)) as workspace:
        return workspace.rows(sql)


def test_the_workbook_of_all_tables_loads_as_its_example_says(tmp_path: Path, capsys) -> None:
    path, database = template(tmp_path, "all", "all tables.xlsx"), tmp_path / "w.duckdb"
    assert main(["load", str(path), "--database", str(database)]) == 0
    assert f"{len(TABLES)} new, 0 changed, 0 unchanged, 0 rejected" in capsys.readouterr().out
    for table in TABLES:
        example = example_of(table)
        key = " AND ".join(f"{k}::VARCHAR = '{example[k]}'" for k in table.key if example[k])
        assert query(database, f"SELECT count(*) FROM {table.name} WHERE {key}") == [(1,)], table.name


def test_an_empty_template_brings_nothing_and_is_no_error(empty: Workspace, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.xlsx").write_bytes(excel_template(name))
        outcome = load_files(empty, [filled(tmp_path / f"{name}.xlsx", [])])
        assert (outcome.refused, outcome.total("new")) == (False, 0), name


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_one_sheet_means_what_its_notes_say(ending: str, tmp_path: Path) -> None:
    path, database = template(tmp_path, "sheet", f"sheet.{ending}"), tmp_path / "w.duckdb"
    rows = [
        ("Ana", "Pay fast", "mandatory", "Pay", "Till", 0.75),
        ("Ana", "Queue at the till", "pain", "Pay", "Till", -0.5),
        ("Ana", "A smile", "gain", "Pay", "Till", None),
        ("Ana", "Find a seat", "gain", "Wait", None, None),
    ]
    if ending == "xlsx":
        filled(path, rows)
    else:
        header = path.read_text(encoding="utf-8").splitlines()[0]
        path.write_text("\n".join([header, *(",".join("" if c is None else str(c) for c in row) for row in rows)]), encoding="utf-8")
    assert main(["check", str(path)]) == 0
    assert main(["load", str(path), "--database", str(database)]) == 0
    assert query(database, "SELECT name FROM personas") == [("Ana",)]
    assert query(database, "SELECT statement, value, scale FROM ratings JOIN needs USING (need_id) ORDER BY 1") == [
        ("Pay fast", 0.75, "0-1"),
        ("Queue at the till", -0.5, "-1-1"),
    ]
    assert query(database, "SELECT count(*) FROM links") == [(3,)]


def test_every_word_of_a_list_in_a_template_is_taken_as_it_stands(tmp_path: Path) -> None:
    table = template_of("personas")
    words = table.column("status").choices
    rows = [[f"p{i}", f"Persona {i}", *[None] * (len(table.columns) - 2)] for i in range(len(words))]
    place = [c.name for c in table.columns].index("status")
    for row, word in zip(rows, words, strict=True):
        row[place] = word
    path, database = filled(template(tmp_path, "personas", "personas.xlsx"), rows), tmp_path / "w.duckdb"
    assert main(["load", str(path), "--database", str(database)]) == 0
    assert [row[0] for row in query(database, "SELECT status FROM personas ORDER BY persona_id")] == list(words)


def test_scores_on_another_scale_are_not_guessed_by_the_command(tmp_path: Path, capsys) -> None:
    path = filled(template(tmp_path, "sheet", "sheet.xlsx"), [("Ana", "Pay fast", "mandatory", "Pay", "Till", 4)])
    assert main(["load", str(path), "--database", str(tmp_path / "w.duckdb")]) == 1
    assert "Add a column “scale”" in capsys.readouterr().out


def test_a_sheet_under_headings_of_its_own_is_sent_to_the_page(tmp_path: Path, capsys) -> None:
    book = openpyxl.Workbook()
    for row in (("Who", "What they need", "Where", "Score"), ("Ana", "Pay fast", "Till", 4)):
        book.active.append(row)
    book.save(tmp_path / "mine.xlsx")
    assert main(["check", str(tmp_path / "mine.xlsx")]) == 1
    assert "Bring it to the page Data" in capsys.readouterr().out


def test_a_workbook_is_never_the_whole_truth(tmp_path: Path, capsys) -> None:
    path = template(tmp_path, "all", "all tables.xlsx")
    assert main(["load", str(path), "--replace", "--database", str(tmp_path / "w.duckdb")]) == 1
    assert "without --replace" in capsys.readouterr().out
