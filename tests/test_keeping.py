"""A workspace goes to the next test only as it came to the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cx.analysis.coverage import Scope, coverage
from cx.changes.write import write_rows
from cx.store import Workspace, open_workspace
from tests.keeping import MOST, Kept, KeptFiles, keeping
from tests.laying import lay
from tests.side_by_side import TODAY
from tests.workshop.rooms import led, shortfalls

TODAYS = Scope(today=TODAY)


@pytest.fixture
def kept() -> Iterator[Kept]:
    with keeping() as made:
        yield made


@pytest.fixture
def files(tmp_path: Path) -> Iterator[KeptFiles]:
    made = KeptFiles(tmp_path)
    yield made
    made.close()


def filled(workspace: Workspace) -> None:
    lay(workspace, shortfalls())


def nothing(workspace: Workspace) -> None:
    """What an empty workspace is filled with."""


def fill(workspace: Workspace) -> None:
    write_rows(workspace, "stages", [{"stage_id": "s1", "position": "1", "name": "Buy"}], action="edit")


def reads(workspace: Workspace) -> None:
    coverage(workspace, TODAYS)
    with workspace.dry_run() as cursor:
        cursor.execute("DELETE FROM stages WHERE stage_id = 'unused'")


def edits(workspace: Workspace) -> None:
    write_rows(workspace, "stages", [{"stage_id": "s9", "position": "9", "name": "Rest"}], action="edit")


def records(workspace: Workspace) -> None:
    """A write that leaves the answers as they are, as those of the rooms do."""
    with workspace.transaction(answers_stand=True) as cursor:
        cursor.execute("INSERT INTO workspace_meta VALUES ('seen', 'yes')")


@pytest.mark.parametrize(
    ("use", "again"), [(reads, True), (edits, False), (records, False), (led, False), (Workspace.close, False)], ids=lambda v: str(v)[:16]
)
def test_what_was_only_read_serves_the_next_test_and_what_was_written_does_not(
    use: Callable[[Workspace], object], again: bool, kept: Kept
) -> None:
    first = kept.take("shop", filled, forgetful=False)
    use(first)
    kept.give_back("shop", first, forgetful=False)
    fills: list[Workspace] = []
    second = kept.take("shop", lambda workspace: (filled(workspace), fills.append(workspace)), forgetful=False)
    assert (second is first and not fills) == again
    assert second.has_answer(("coverage", TODAYS)) == again
    assert second.rows("SELECT count(*) FROM stages WHERE stage_id = 's9'") == [(0,)]
    assert second.rows("FROM workshop_room") == second.rows("FROM workspace_meta WHERE name = 'seen'") == []
    second.close()


@pytest.mark.parametrize(("use", "again"), [(reads, True), (edits, False), (records, False)])
def test_a_file_serves_the_next_test_until_something_is_written(use: Callable[[Workspace], object], again: bool, files: KeptFiles) -> None:
    first = files.take("shop", fill, forgetful=False)
    use(open_workspace(first))
    files.give_back("shop", first, forgetful=False)
    second = files.take("shop", fill, forgetful=False)
    assert (second == first) == again
    assert open_workspace(second).rows("SELECT stage_id FROM stages") == [("s1",)]
    assert open_workspace(second).rows("FROM workspace_meta WHERE name = 'seen'") == []
    files.give_back("shop", second, forgetful=False)


def test_a_file_that_was_written_and_closed_does_not_serve_the_next_test(files: KeptFiles) -> None:
    first = files.take("shop", fill, forgetful=False)
    edits(open_workspace(first))
    open_workspace(first).close()
    files.give_back("shop", first, forgetful=False)
    assert open_workspace(files.take("shop", fill, forgetful=False)).rows("SELECT stage_id FROM stages") == [("s1",)]


def test_two_of_the_same_content_at_once_are_two(kept: Kept) -> None:
    one, other = (kept.take("shop", filled, forgetful=False) for _ in range(2))
    assert one is not other
    for workspace in (one, other):
        kept.give_back("shop", workspace, forgetful=False)


@pytest.mark.parametrize(("before", "after"), [(True, False), (False, True)])
def test_a_test_that_patches_finds_no_answer_and_leaves_none(before: bool, after: bool, kept: Kept) -> None:
    first = kept.take("shop", filled, forgetful=before)
    coverage(first, TODAYS)
    kept.give_back("shop", first, forgetful=before)
    second = kept.take("shop", filled, forgetful=after)
    assert second is first
    assert not second.has_answer(("coverage", TODAYS))
    second.close()


def test_only_so_many_wait(kept: Kept) -> None:
    fills: list[Workspace] = []
    made = [kept.take(number, nothing, forgetful=False) for number in range(MOST + 1)]
    for number, workspace in enumerate(made):
        kept.give_back(number, workspace, forgetful=False)
    assert kept.take(MOST, fills.append, forgetful=False) is made[MOST] and not fills
    again = kept.take(0, fills.append, forgetful=False)
    assert fills == [again]
    again.close()
    made[MOST].close()


def test_a_workspace_that_was_written_to_is_empty_for_the_next_content(kept: Kept) -> None:
    first = kept.take("shop", filled, forgetful=False)
    edits(first)
    records(first)
    kept.give_back("shop", first, forgetful=False)
    with closing(open_workspace()) as new:
        second = kept.take("nothing", nothing, forgetful=False)
        assert second is first
        for (table,) in new.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()"):
            assert second.rows(f"SELECT count(*) FROM {table}") == new.rows(f"SELECT count(*) FROM {table}"), table
    second.close()


def test_a_workspace_that_had_a_room_is_made_anew(kept: Kept) -> None:
    first = kept.take("shop", filled, forgetful=False)
    led(first)
    kept.give_back("shop", first, forgetful=False)
    second = kept.take("shop", filled, forgetful=False)
    assert second is not first
    second.close()
