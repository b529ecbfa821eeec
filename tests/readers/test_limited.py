"""A file is read in a process beside ours: it costs what it may, gives what it would give here, and harms nobody else."""

from __future__ import annotations

import errno
import io
import os
import pickle
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cx.readers import files, limited
from cx.readers.beside import calling
from cx.readers.beside.budget import Budget
from cx.readers.beside.handed import taken_over
from cx.readers.content import IN_MEMORY
from cx.readers.text_table import TextTable
from cx.settings import SETTINGS
from cx.temporary import own_folder
from tests.brought_files import archive, old_workbook, open_document, sheet_of
from tests.readers.outlines.documents import word
from tests.readers.research.projects import project

RATED = [["Persona", "Need", "Score"], *(["Ana", f"Need {n}", n % 5] for n in range(40))]
CSV = "\n".join(",".join(map(str, row)) for row in RATED).encode()
HONEST = {
    "a.csv": CSV,
    "damaged.csv": CSV + b'\nAna,"Need" x,3\nAna,"Need 9,4\n',
    "long.csv": b"a,b\n" + b"some text,other text\n" * (IN_MEMORY // 18),
    "a.xlsx": sheet_of(RATED),
    "a.ods": open_document(RATED),
    "a.xls": old_workbook({(row, place): cell for row, cells in enumerate(RATED) for place, cell in enumerate(cells)}),
    "a.json": b'[{"name": "Till", "channel": "shop"}, {"name": "Web"}]',
    "a.yaml": b"- name: Till\n  channel: shop\n- name: Web\n",
    "a.md": b"| Touchpoint | Channel |\n|---|---|\n| Till | shop |\n",
    "a.docx": word([("Heading1", "Ana"), ("Heading2", "Goals"), ("", "a"), ("Heading2", "Pains"), ("", "b")]),
    "a.qdpx": project(),
    "two.zip": archive({"a.csv": CSV, "b.csv": "\n".join(f"x{n},y" for n in range(9)), "c.png": b""}),
    "torn.zip": b"PK\x03\x04 torn",
}  # fmt: skip
OF_BUDGETS = "too_costly", "too_many_rows", "no_room"
MANY_COSTS: dict[str, Budget] = {
    "time": Budget(seconds=0),
    "memory": Budget(memory=110_000_000),
    "size": Budget(written=500_000),
}
LARGE = b"[" + b",".join(b'{"name": "Till", "channel": "shop", "note": "%d"}' % n for n in range(150_000)) + b"]"


def seen(table: TextTable) -> tuple[object, ...]:
    return replace(table, serial=0).__repr__(), list(table.rows()), table.row_count, table.damaged, table.extras, table.code_book


@pytest.mark.parametrize("name", HONEST)
def test_a_file_gives_beside_us_what_it_gives_here(name: str) -> None:
    here, there = files.read_upload(name, HONEST[name]), limited.read_upload(name, HONEST[name])
    assert there[1] == here[1]
    assert [seen(table) for table in there[0]] == [seen(table) for table in here[0]]
    assert not {table.serial for table in there[0]} & {table.serial for table in here[0]}


@pytest.mark.parametrize("limit", MANY_COSTS)
def test_a_file_that_costs_more_than_it_may_is_refused_with_the_limit(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "BUDGET", MANY_COSTS[limit])
    # The system counts processor time in whole seconds: a file that takes several of them anywhere.
    file = ("large.csv", b"name,channel,note\n" + b"Till,shop,long\n" * 1_000_000) if limit == "time" else ("large.json", LARGE)
    tables, issues = limited.read_upload(*file)
    assert not tables and [one.code for one in issues] == ["too_costly"]
    assert MANY_COSTS[limit].said(limit) in issues[0].why and issues[0].remedy
    assert limited.read_upload("a.csv", CSV)[0] or limit == "size"


@pytest.mark.parametrize("where", ["cx.readers.beside.calling.hand_over", "cx.readers.beside.calling.taken_over"])
def test_a_disk_without_room_is_told_as_that(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(where, full)
    assert [one.code for one in limited.read_upload("a.csv", CSV)[1]] == ["no_room"]


def test_the_file_of_an_archive_that_costs_too_much_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "BUDGET", Budget(memory=110_000_000))
    assert [one.file for one in limited.read_upload("all.zip", archive({"a.csv": CSV, "b.json": LARGE}))[1]] == ["all.zip/b.json"]


@pytest.mark.parametrize("most", ["MOST_ROWS", "MOST_AT_ONCE"])
def test_a_page_takes_the_tables_of_a_file_as_long_as_their_rows_are_few_enough(most: str, monkeypatch: pytest.MonkeyPatch) -> None:
    many = archive({f"{name}.csv": CSV for name in "abcd"})  # 40 rows and 120 cells each
    monkeypatch.setattr(limited, most, 90 if most == "MOST_ROWS" else 270)
    tables, issues = limited.not_too_long("many.zip", many)
    assert [table.file for table in tables] == ["many.zip/a.csv", "many.zip/b.csv"]
    assert [(one.code, one.file) for one in issues] == [("too_many_rows", f"many.zip/{name}.csv") for name in "cd"]
    assert "120 rows with 360 cells" in issues[0].why and "python -m cx load" in issues[0].remedy


def test_a_process_that_ended_is_started_again() -> None:
    calling.get_ready()
    process = calling._READERS._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert limited.read_upload("a.csv", CSV)[0]


def test_nothing_stays_of_a_file_once_it_is_read() -> None:
    before = set(own_folder().rglob("*"))
    tables, _ = limited.read_upload("long.csv", HONEST["long.csv"])
    assert set(own_folder().rglob("*")) == before
    assert sum(1 for _ in tables[0].rows()) == tables[0].row_count


@pytest.mark.parametrize("wanted", [os.system, print, Path.unlink, time.sleep, files.read_upload])
def test_what_comes_back_is_tables_and_nothing_that_could_run(wanted: object, tmp_path: Path) -> None:
    with pytest.raises(pickle.UnpicklingError):
        taken_over(io.BytesIO(pickle.dumps(wanted)), tmp_path)


def test_where_no_process_can_be_copied_one_is_started_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    tables, issues = limited.read_upload("a.csv", CSV)
    assert not issues and [seen(table) for table in tables] == [seen(table) for table in files.read_upload("a.csv", CSV)[0]]
    assert [one.code for one in limited.read_upload("torn.zip", HONEST["torn.zip"])[1]] == ["bad_zip"]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux shows the environment of a process")
def test_the_process_that_reads_files_of_strangers_is_given_no_secret(monkeypatch: pytest.MonkeyPatch):
    secrets = [setting.name for setting in SETTINGS if setting.is_secret]
    assert len(secrets) >= 3
    for name in secrets:
        monkeypatch.setenv(name, "a secret of the server")
    readers = calling._Readers()
    readers._running()
    assert readers._process is not None
    given, ends = b"", time.monotonic() + 10
    while not given and time.monotonic() < ends:  # a busy machine has not begun it yet
        given = Path(f"/proc/{readers._process.pid}/environ").read_bytes()
    readers._end()
    assert b"OPENBLAS_NUM_THREADS=1" in given and b"a secret of the server" not in given
