"""Templates and workbooks brought to the command: what leaves nothing to ask is loaded, the rest is sent to the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from cx.__main__ import main
from cx.exports.templates import NAMES, example_of, excel_template, template_of
from cx.store import Workspace, open_workspace
from cx.tables import FILES
from cx.uploads.unattended import load_files

REFUSED_BY_COMMAND = ("needs_a_person", "scale_to_say", "replace_by_folder", "guessed_encoding", "several_tables", "thousands_to_say")
"""Findings that only a command makes, where nobody can be asked."""
TYPED = [["stage_id", "position", "name"], ["s1", "1", "Büro"]]


def lines(rows: Sequence[Sequence[str]], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\n" for row in rows)


def sheets_of(**sheets: Sequence[Sequence[str]]) -> bytes:
    """A workbook with these sheets."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(content)
    return content.getvalue()


AS_SPREADSHEETS_WRITE = {
    "semicolons": ("stages.csv", lines(TYPED, ";").encode()),
    "semicolons in Windows-1252": ("stages.csv", lines(TYPED, ";").encode("cp1252")),
    "tabs in UTF-16": ("stages.csv", lines(TYPED, "\t").encode("utf-16")),
    "a line that names the separator": ("stages.csv", b"sep=|\n" + lines(TYPED, "|").encode()),
    "marks behind the last column": ("stages.csv", lines([[*row, "", ""] for row in TYPED], ";").encode()),
    "headings in capitals and with blanks": ("stages.csv", lines([["Stage ID", "POSITION", " Name *"], TYPED[1]]).encode()),
    "a workbook with the name of the table": ("stages.xlsx", sheets_of(Tabelle1=TYPED)),
    "a sheet with the name of the table": ("all.xlsx", sheets_of(Stages=TYPED)),
    "a file under another name": ("phasen 2026.csv", lines(TYPED).encode()),
    "JSON": ("stages.json", b'[{"stage_id": "s1", "position": 1, "name": "B\\u00fcro"}]'),
}


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
    assert f"{len(FILES)} new, 0 changed, 0 unchanged, 0 rejected" in capsys.readouterr().out
    for table in FILES:
        example = example_of(table)
        key = " AND ".join(f"{k}::VARCHAR = '{example[k]}'" for k in table.key if example[k])
        assert query(database, f"SELECT count(*) FROM {table.name} WHERE {key}") == [(1,)], table.name


@pytest.mark.parametrize("how", AS_SPREADSHEETS_WRITE)
def test_our_columns_are_read_whatever_program_wrote_the_file(how: str, empty: Workspace, tmp_path: Path) -> None:
    name, content = AS_SPREADSHEETS_WRITE[how]
    (tmp_path / name).write_bytes(content)
    outcome = load_files(empty, [tmp_path / name])
    assert [one.code for one in outcome.issues] == ["guessed_encoding"] * ("1252" in how), outcome.issues
    assert empty.rows("SELECT stage_id, position, name FROM stages") == [("s1", 1, "Büro")]


def test_a_guess_of_the_encoding_is_told_with_the_words_in_which_it_shows(empty: Workspace, tmp_path: Path) -> None:
    (tmp_path / "stages.csv").write_bytes(lines(TYPED).encode("cp1252"))
    (told,) = load_files(empty, [tmp_path]).issues
    assert "Windows-1252" in told.why
    assert "“Büro”" in told.why


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("semicolons in Windows-1252", "encoding"),
        ("headings in capitals and with blanks", "unknown_column"),
        ("a file under another name", "unknown_file"),
    ],
)
def test_an_exact_load_takes_names_and_columns_letter_for_letter_and_guesses_nothing(how: str, code: str, empty, tmp_path: Path) -> None:
    name, content = AS_SPREADSHEETS_WRITE[how]
    (tmp_path / name).write_bytes(content)
    outcome = load_files(empty, [tmp_path / name], exact=True)
    assert code in [one.code for one in outcome.issues]
    assert outcome.refused


def test_an_exact_load_says_at_once_all_that_is_wrong_with_a_file(empty: Workspace, tmp_path: Path) -> None:
    (tmp_path / "stages.csv").write_bytes("Stage ID;position;name\ns1;one;Büro\n".encode("cp1252"))
    found = {one.code for one in load_files(empty, [tmp_path], exact=True).issues}
    assert found == {"encoding", "unknown_column", "missing_column", "not_an_integer"}


def test_a_heading_of_ones_own_beside_our_columns_is_refused_with_the_way_to_the_page(empty: Workspace, tmp_path: Path) -> None:
    for name in ("stages.csv", "stages.xlsx"):
        rows = [[*TYPED[0], "Bedürfnis"], [*TYPED[1], "Ruhe"]]
        (tmp_path / name).write_bytes(sheets_of(stages=rows) if name.endswith("xlsx") else lines(rows).encode())
        (told,) = load_files(empty, [tmp_path / name]).issues
        assert (told.code, told.column) == ("unknown_column", "Bedürfnis")
        assert "page Data" in told.remedy
    (tmp_path / "phasen.csv").write_text(lines([[*TYPED[0], "Bedürfnis"], [*TYPED[1], "Ruhe"]]), encoding="utf-8")
    assert [one.code for one in load_files(empty, [tmp_path / "phasen.csv"]).issues] == ["needs_a_person"]


def test_a_row_that_could_only_be_read_by_a_guess_is_refused(empty: Workspace, tmp_path: Path) -> None:
    text = 'stage_id,position,name\ns1,1,Buy\ns2,2\ns3,3,"Pay" here\nTotal,,\ns5,5,"open\ns6,6,Use\n'
    (tmp_path / "stages.csv").write_text(text, encoding="utf-8")
    outcome = load_files(empty, [tmp_path])
    assert [(one.code, one.row) for one in outcome.issues if one.is_error] == [
        ("ragged_row", 3), ("stray_quote", 4), ("unclosed_quote", 6), ("required", 5), ("required", 5),
    ]  # fmt: skip
    assert (outcome.read, outcome.rejected) == (6, 4)


def test_a_folder_is_read_without_its_notes_and_pictures_and_that_is_told(empty: Workspace, tmp_path: Path) -> None:
    (tmp_path / "stages.csv").write_text(lines(TYPED), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("to do", encoding="utf-8")
    (tmp_path / "README.md").write_text("# What this is", encoding="utf-8")
    outcome = load_files(empty, [tmp_path])
    assert [(one.code, one.file) for one in outcome.issues] == [("skipped_file", "notes.txt")]
    assert outcome.applied


def test_an_empty_template_brings_nothing_and_is_no_error(empty: Workspace, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.xlsx").write_bytes(excel_template(name))
    outcome = load_files(empty, [filled(tmp_path / f"{name}.xlsx", []) for name in NAMES])
    assert (outcome.refused, outcome.total("new")) == (False, 0), outcome.issues


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


IMPROVEMENTS = "Improvement,Cost,Effort,Touchpoint,Need,Stage,Effect,Value\n"


def test_improvements_by_name_are_loaded_where_nothing_is_to_be_asked(surveyed: Workspace, tmp_path: Path) -> None:
    def loaded(rows: str) -> list[tuple[str, int | None, str | None]]:
        (tmp_path / "plan.csv").write_text(IMPROVEMENTS + rows, encoding="utf-8")
        return [(one.code, one.row, one.value) for one in load_files(surveyed, [tmp_path / "plan.csv"]).issues]

    assert loaded("Signs,10,S,till,Can pay,Pay,raises to,80%\nSigns,10,S,app,Can pay,Pay,closes 50%,\n") == []
    assert surveyed.rows("SELECT effect, value FROM improvement_effects ORDER BY 1") == [("close_fraction", 0.5), ("set_to", 0.8)]
    assert loaded("Lamp,5.000,S,till,Can pay,Pay,to 80%,\n") == [("thousands_to_say", None, "5.000")]
    assert loaded("Lamp,5,S,till,Can pay,Pay,,80%\nLamp,5,S,app,Can pay,Pay,+20 points,\n") == [
        ("effect_unclear", 2, "80%"),
        ("effect_unclear", 3, "+20 points"),
    ]
