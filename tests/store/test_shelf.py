"""Answers stand on shelves in memory: made on one snapshot, read by many at once, given back when nobody holds them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from cx.analysis.coverage import Scope, compute
from cx.store import Workspace, open_workspace
from cx.store.shelf import Shelf

LONG = "SELECT count(*)::BIGINT AS n FROM range(3_000_000_000) t(i) WHERE hash(i) = 7"


@pytest.fixture
def empty_workspace() -> Iterator[Workspace]:
    """A workspace of its own: one that others have asked has their answers on its shelves."""
    with closing(open_workspace()) as workspace:
        yield workspace


def shelf_of(workspace: Workspace) -> Shelf:
    shelf = Shelf(workspace)
    with shelf.filling() as cursor:
        cursor.execute("CREATE MACRO twice(x) AS 2 * x")
        cursor.execute("CREATE TABLE numbers AS SELECT twice(i)::BIGINT AS n FROM range(5) t(i)")
    return shelf


def shelves(workspace: Workspace) -> int:
    return workspace.rows("SELECT count(*) FROM duckdb_databases() WHERE starts_with(database_name, 'shelf ')")[0][0]


@pytest.mark.parametrize("name", ["journey.duckdb", "a b, c.d.duckdb", 'It\'s "ours".duckdb', "shelf.duckdb", "данные.duckdb"])
def test_a_question_finds_the_shelf_and_the_workspace_whatever_the_file_is_called(name: str, tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / name)
    with workspace.transaction() as cursor:
        cursor.execute("INSERT INTO stages (stage_id, position, name) VALUES ('s', 1, 'Stage')")
    shelf = shelf_of(workspace)
    found = shelf.frame("SELECT n, twice(n)::BIGINT AS m, stages.name FROM numbers, stages WHERE n > ? ORDER BY n", (5,))
    assert found.to_dict("list") == {"n": [6, 8], "m": [12, 16], "name": ["Stage", "Stage"]}
    assert workspace.rows("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'numbers' AND database_name = current_database()") == [
        (0,)
    ]
    workspace.close()


def test_a_long_question_keeps_nobody_waiting(empty_workspace: Workspace) -> None:
    shelf = shelf_of(empty_workspace)
    begun = threading.Event()
    ended: list[float] = []

    def ask_long() -> None:
        begun.set()
        with pytest.raises(duckdb.InterruptException):
            shelf.frame(LONG)
        ended.append(time.monotonic())

    readers: list[duckdb.DuckDBPyConnection] = []
    taken = shelf._cursor
    shelf._cursor = lambda: readers.append(taken()) or readers[-1]  # type: ignore[method-assign]
    asking = threading.Thread(target=ask_long)
    asking.start()
    begun.wait()
    time.sleep(0.2)
    for _ in range(5):
        assert shelf.frame("SELECT sum(n)::BIGINT AS n FROM numbers")["n"].tolist() == [20]
    answered = time.monotonic()
    readers[0].interrupt()
    asking.join(30)
    assert answered < ended[0]


def test_sessions_that_ask_at_the_same_time_each_get_their_own_answer(sample_workspace: Workspace) -> None:
    answer = compute(sample_workspace, Scope())
    needs = answer.needs["need_id"].tolist()
    expected = {n: len(answer.cells[answer.cells["need_id"] == n]) for n in needs}
    wrong: list[str] = []

    def ask() -> None:
        for need in needs:
            if len(answer.frame("SELECT * FROM cell WHERE need_id = ?", (need,))) != expected[need]:
                wrong.append(need)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    answer.close()


def test_a_shelf_that_nobody_holds_is_given_back(empty_workspace: Workspace) -> None:
    shelf = shelf_of(empty_workspace)
    shelf.frame("SELECT * FROM numbers")
    assert shelves(empty_workspace) == 1
    del shelf
    assert shelves(empty_workspace) == 0


def test_a_write_leaves_no_shelf_of_an_older_answer(empty_workspace: Workspace) -> None:
    empty_workspace.answer("numbers", lambda: shelf_of(empty_workspace))
    assert shelves(empty_workspace) == 1
    with empty_workspace.transaction():
        pass
    assert shelves(empty_workspace) == 0


def test_a_shelf_whose_filling_fails_leaves_nothing(empty_workspace: Workspace) -> None:
    def fail() -> None:
        shelf = Shelf(empty_workspace)
        with shelf.filling() as cursor:
            cursor.execute("CREATE TABLE numbers AS SELECT 1 AS n")
            cursor.execute("SELECT no_such_column FROM numbers")

    with pytest.raises(duckdb.BinderException):
        fail()
    assert shelves(empty_workspace) == 0
    with empty_workspace.transaction() as cursor:
        cursor.execute("INSERT INTO stages (stage_id, position, name) VALUES ('s', 1, 'Stage')")


def test_what_stands_on_the_shelf_is_what_the_workspace_held_when_it_was_filled(empty_workspace: Workspace) -> None:
    shelf = Shelf(empty_workspace)
    with shelf.filling() as cursor:
        cursor.execute("CREATE TABLE before AS SELECT count(*)::BIGINT AS n FROM stages")
        with empty_workspace.transaction() as other:
            other.execute("INSERT INTO stages (stage_id, position, name) VALUES ('s', 1, 'Stage')")
        cursor.execute("CREATE TABLE after AS SELECT count(*)::BIGINT AS n FROM stages")
    assert shelf.frame("SELECT before.n AS b, after.n AS a FROM before, after").values.tolist() == [[0, 0]]
