"""A workspace goes out as files and comes back the same, cell for cell."""

from __future__ import annotations

import csv
import io
import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cx.changes.load import load
from cx.changes.write import write_rows
from cx.exports.export import export_folder, for_spreadsheets, foreign_csv, kept_csv, workspace_files
from cx.exports.guard import FORMULA, guarded, unguarded, unguarded_sql
from cx.store import Workspace, open_workspace
from cx.tables import FILES, LONGEST_NAME, TABLE, TEXTUAL, Type
from tests.conftest import SAMPLE, loaded
from tests.oracle import Tables
from tests.random_workspaces import random_workspace
from tests.side_by_side import Neighbours, random_neighbours
from tests.sketches import a_row_in_every_table


def rows_of(workspace: Workspace) -> dict[str, list[tuple]]:
    """Every row of every table, in a fixed order."""
    return {table.name: sorted(workspace.rows(f"SELECT * FROM {table.name}"), key=str) for table in FILES}


def read_back(workspace: Workspace, folder: Path) -> Workspace:
    """A new workspace with what the export of this one says."""
    export_folder(workspace, folder)
    again = open_workspace()
    outcome = load(again, [folder])
    assert outcome.applied, [str(issue) for issue in outcome.issues if issue.is_error]
    return again


def assert_lossless(workspace: Workspace, folder: Path) -> None:
    again = read_back(workspace, folder)
    assert rows_of(again) == rows_of(workspace)
    again.close()


def cells(folder: Path) -> list[tuple[str, str, str]]:
    """Every cell of an exported folder: table, column, text."""
    found = []
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found += [(path.stem, column, text) for column, text in row.items()]
    return found


SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
AWKWARD = [
    *(mark + "1+1" for mark in SIGNS),
    *("'" + mark + "x" for mark in SIGNS),
    "''=x",
    *SIGNS,
    "\u00a0=1+1",
    "\u200b\ufeff\u3000@x",
    "first\n=1+1",
    "first\r\n- second\r\n'- third",
    "a; =1+1",
    "a;'=1+1;\t+1",
    "'",
    "'tis",
    '"quoted"',
    'half "a quote',
    "a,b;c",
    "first\nsecond",
    "first\r\nsecond",
    "first\rsecond",
    "\nfirst",
    "last\n",
    "tab\tinside",
    " padded ",
    " =padded",
    "😀 Zürich – 東京 – Ελλάδα",
    "e\u0301\u200b\u2028\ufeff",
    "null",
    "NaN",
    "007",
    "true",
    "2026-03-31",
    "x" * LONGEST_NAME,
]


def made_awkward(tables: Tables, rng: random.Random) -> Tables:
    """The same tables with awkward texts in every free text column and in the ids of personas."""
    texts = itertools.cycle(rng.sample(AWKWARD, len(AWKWARD)))
    personas = {row["persona_id"]: f"{next(texts)[:40].strip().replace(';', ',')}#{row['persona_id']}" for row in tables["personas"]}
    free = {t.name: [c.name for c in t.columns if is_free(c)] for t in FILES}
    return {
        name: [
            row
            | {column: next(texts) for column in free[name] if column not in TABLE[name].key and rng.random() < 0.6}
            | ({"persona_id": personas[row["persona_id"]]} if "persona_id" in row else {})
            for row in rows
        ]
        for name, rows in tables.items()
    }


def is_free(column) -> bool:
    """A text in which anything may stand; a market or a group has a meaning in the generator."""
    meaningful = ("market", "alternative_group", "value", "name") if not column.required else ("market", "value")
    return column.type in (Type.TEXT, Type.WORD) and column.name not in meaningful


def awkward_neighbours() -> list[Neighbours]:
    rng = random.Random(1)
    return [
        Neighbours({name: made_awkward(part, rng) for name, part in neighbours.parts.items()})
        for neighbours in random_neighbours(range(50), size=50)
    ]


@pytest.fixture(scope="module")
def awkward_workspaces(tmp_path_factory: pytest.TempPathFactory):
    """50 random workspaces full of awkward texts, many in one database."""
    opened = [loaded(n.whole, tmp_path_factory.mktemp("awkward")) for n in awkward_neighbours()]
    yield opened
    for workspace in opened:
        workspace.close()


@pytest.fixture(scope="module")
def awkward_folders(awkward_workspaces, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Each of them as files."""
    folders = [tmp_path_factory.mktemp("exported") for _ in awkward_workspaces]
    for workspace, folder in zip(awkward_workspaces, folders, strict=True):
        export_folder(workspace, folder)
    return folders


def test_the_sample_comes_back_cell_for_cell(sample_workspace: Workspace, tmp_path: Path) -> None:
    assert_lossless(sample_workspace, tmp_path)


def test_the_sample_is_exported_as_it_is_written(sample_workspace: Workspace, tmp_path: Path) -> None:
    written = export_folder(sample_workspace, tmp_path)
    assert set(written) == {path.name for path in SAMPLE.glob("*.csv")}
    for name in written:
        with (SAMPLE / name).open(encoding="utf-8") as before, (tmp_path / name).open(encoding="utf-8") as after:
            old, new = (sorted(csv.DictReader(f), key=lambda row: [row[k] or "" for k in key_of(name)]) for f in (before, after))
        for was, is_now in zip(old, new, strict=True):
            assert {c: is_now[c] for c in was} == was
            assert not any(text for column, text in is_now.items() if column not in was)


def key_of(file: str) -> tuple[str, ...]:
    return TABLE[file.removesuffix(".csv")].key


def test_random_workspaces_with_awkward_texts_come_back_cell_for_cell(awkward_workspaces, tmp_path: Path) -> None:
    seen = set()
    for number, workspace in enumerate(awkward_workspaces):
        assert_lossless(workspace, tmp_path / str(number))
        seen |= {row[0] for row in workspace.rows("SELECT description FROM touchpoints")}
    assert len(seen & set(AWKWARD)) > 20


def test_what_a_file_says_is_what_is_stored(awkward_workspaces) -> None:
    for neighbours, workspace in zip(awkward_neighbours(), awkward_workspaces, strict=True):
        wanted = {r["touchpoint_id"]: r.get("description") for r in neighbours.whole["touchpoints"]}
        for touchpoint_id, description in workspace.rows("SELECT touchpoint_id, description FROM touchpoints"):
            text = wanted[touchpoint_id]
            # A file's text loses the one ' that a spreadsheet-safe export would have put there.
            assert description == (text if text is None else unguarded(text))


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[str], list[str]]]:
    """Every awkward text, written in the tool as the description of a stage: as stored, and as exported."""
    folder = tmp_path_factory.mktemp("described")
    rows = [{"stage_id": f"s{i:02}", "position": str(i + 1), "name": "S", "description": t} for i, t in enumerate(AWKWARD)]
    workspace = open_workspace()
    write_rows(workspace, "stages", rows, action="edit")
    stored = [row[0] for row in workspace.rows("SELECT description FROM stages ORDER BY stage_id")]
    export_folder(workspace, folder)
    yield stored, [cell for _, column, cell in cells(folder) if column == "description"]
    workspace.close()


@pytest.mark.parametrize("number", range(len(AWKWARD)), ids=[repr(text[:12]) for text in AWKWARD])
def test_a_text_stands_as_it_was_written(number: int, described: tuple[list[str], list[str]]) -> None:
    text, stored, shown = AWKWARD[number], described[0][number], described[1][number]
    assert stored == text
    assert not FORMULA.search(shown)
    assert unguarded(shown) == text


def test_no_exported_text_begins_with_a_formula(awkward_folders: list[Path]) -> None:
    for folder in awkward_folders:
        texts = [cell for table, column, cell in cells(folder) if TABLE[table].column(column).type in TEXTUAL]
        assert any(text.startswith("'") for text in texts)
        assert not [text for text in texts if FORMULA.search(text)]


def test_a_guard_stands_wherever_a_program_may_begin_a_cell_and_goes_without_a_trace() -> None:
    letters = "'+-@=\t\r\n; a＝\u00a0\u200b,\""
    rng = random.Random(14)
    texts = ["".join(rng.choice(letters) for _ in range(rng.randint(0, 9))) for _ in range(5_000)]
    assert not [text for text in texts if FORMULA.search(guarded(text))]
    assert [unguarded(guarded(text)) for text in texts] == texts
    rows = duckdb.sql(
        f"SELECT {unguarded_sql('text')} FROM (SELECT unnest($texts) AS text)", params={"texts": [*map(guarded, texts), *texts]}
    )
    assert [row[0] for row in rows.fetchall()] == [*texts, *map(unguarded, texts)], "the database takes it away as Python does"


def test_refused_rows_go_out_guarded_once_and_with_their_numbers(tmp_path: Path) -> None:
    rows = [["=1+1", "-1", "'=1+1", "−1", "+3,5"], ["a\n@b", "- no point", "'tis", "-1+1", "2"]]
    content = foreign_csv(["=name", "a", "b", "c", "d"], rows)
    header, *read = csv.reader(io.StringIO(content, newline=""))
    assert header[0] == "'=name"
    assert read == [["'=1+1", "-1", "'=1+1", "−1", "+3,5"], ["a\n'@b", "'- no point", "'tis", "'-1+1", "2"]]
    assert kept_csv(content) == content


def test_negative_numbers_are_exported_as_numbers(awkward_folders: list[Path]) -> None:
    negative = 0
    for folder in awkward_folders:
        for table, column, text in cells(folder):
            if TABLE[table].column(column).type in (Type.NUMBER, Type.INTEGER) and text:
                float(text)
                negative += text.startswith("-")
    assert negative > 50


def test_a_row_in_every_table_comes_back_cell_for_cell(tmp_path: Path, workspace_of) -> None:
    workspace = workspace_of(a_row_in_every_table())
    assert_lossless(workspace, tmp_path)
    assert len(list(tmp_path.glob("*.csv"))) == len(FILES)


def test_numbers_keep_their_full_precision(tmp_path: Path, empty_workspace: Workspace) -> None:
    numbers = [0.1 + 0.2, 1 / 3, 1e-300, 1e22, -0.0, 123456789012345.0, 5e-324, 1.7976931348623157e308]
    rows = [{"segment_id": f"g{i}", "name": "G", "size": "1", "value_per_customer": repr(v)} for i, v in enumerate(numbers)]
    write_rows(empty_workspace, "segments", rows, action="edit")
    again = read_back(empty_workspace, tmp_path)
    for workspace in (empty_workspace, again):
        assert [row[0] for row in workspace.rows("SELECT value_per_customer FROM segments ORDER BY segment_id")] == numbers
    again.close()


def test_dates_from_the_first_year_to_the_last_come_back(tmp_path: Path, empty_workspace: Workspace) -> None:
    dates = ["0001-01-01", "1999-12-31", "2024-02-29", "9999-12-31"]
    rows = [{"round_id": f"r{i}", "name": "R", "opened_on": text} for i, text in enumerate(dates)]
    write_rows(empty_workspace, "rounds", rows, action="edit")
    assert_lossless(empty_workspace, tmp_path)
    assert [cell for _, column, cell in cells(tmp_path) if column == "opened_on"] == dates


def test_a_default_that_was_not_written_stays_empty(tmp_path: Path, workspace_of) -> None:
    tables = random_workspace(3)
    tables["needs"][0]["importance"] = ""
    export_folder(workspace_of(tables), tmp_path)
    wanted = sorted(row.get("importance", "") for row in tables["needs"])
    assert sorted(cell for table, column, cell in cells(tmp_path) if (table, column) == ("needs", "importance")) == wanted
    assert "" in wanted


def test_the_file_of_a_table_that_has_become_empty_goes(tmp_path: Path, empty_workspace: Workspace) -> None:
    write_rows(empty_workspace, "stages", [{"stage_id": "s1", "position": "1", "name": "Buy"}], action="edit")
    (tmp_path / "needs.csv").write_text("need_id\nold\n")
    (tmp_path / "notes.txt").write_text("mine")
    assert export_folder(empty_workspace, tmp_path) == {"stages.csv": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "stages.csv"]


def test_the_same_content_is_exported_byte_for_byte_alike(sample_workspace: Workspace, tmp_path: Path) -> None:
    again = read_back(sample_workspace, tmp_path / "first")
    export_folder(again, tmp_path / "second")
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()
    again.close()


def test_a_file_for_people_opens_right_in_a_spreadsheet_and_comes_back_unchanged(tmp_path: Path, workspace_of) -> None:
    """Excel takes a CSV file for its own code page unless a byte-order mark stands first; where all is ASCII it needs none."""
    made = workspace_of(
        {
            "personas": [{"persona_id": "P1", "name": "Zoë Müller", "tagline": "東京", "quote": "=1+1"}],
            "stages": [{"stage_id": "s1", "name": "Pay", "position": "1"}],
        }
    )
    for name, text in workspace_files(made).items():
        (tmp_path / name).write_bytes(for_spreadsheets(text))
    assert (tmp_path / "personas.csv").read_bytes().startswith(b"\xef\xbb\xbfpersona_id,")
    assert (tmp_path / "stages.csv").read_bytes().startswith(b"stage_id,")
    again = open_workspace()
    assert not load(again, [tmp_path]).issues
    assert rows_of(again) == rows_of(made)
