"""Everything that can be done to a row, a file or the history, tried on a workspace with a frozen round: no number of the round may move, nor its hash."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from cx.changes.freeze import freeze
from cx.changes.load import load
from cx.changes.next_round import carry_over, open_round
from cx.changes.parameters import set_parameters
from cx.changes.undo import undo
from cx.changes.write import write_rows
from cx.errors import JourneyError
from cx.store import Workspace, open_workspace
from cx.store.frozen import snapshot_of
from cx.store.frozen_check import rounds_altered
from cx.tables import FILES, Column, Table, Type
from tests.attacks.outcome import Outcome
from tests.frozen import a_round, assert_same, numbers
from tests.random_workspaces import write_folder

SEED = 20_261_126
QUICK = 12
EVERY = 25
"""After so many attempts all numbers are compared; hash, texts and the day of freezing after each."""
OTHER: dict[Type, tuple[str, ...]] = {
    Type.NUMBER: ("0", "0.11", "1"), Type.INTEGER: ("1", "7"), Type.BOOLEAN: ("true", "false"), Type.DATE: ("", "2001-01-01", "2030-01-01"),
}  # fmt: skip
"""What is written in place of a cell; elsewhere another word."""

Attempt = tuple[str, Callable[[], object]]


def attack(quick: bool) -> Outcome:
    """Try every way in a random order; what is refused is as good as what leaves the round alone."""
    tried, through, refused = 0, list[str](), 0
    with tempfile.TemporaryDirectory() as place, closing(open_workspace(Path(place, "w.duckdb"))) as workspace:
        write_folder(a_round(), Path(place, "files"))
        load(workspace, [Path(place, "files")])
        freeze(workspace, "r1", on=date(2026, 3, 1))
        known, expected = _state(workspace), numbers(workspace, "r1")
        attempts = [*_on_rows(workspace), *_on_the_whole(workspace, Path(place))]
        random.Random(SEED).shuffle(attempts)
        for said, act in attempts[: QUICK if quick else None]:
            tried += 1
            try:
                act()
            except JourneyError:
                refused += 1
            if _state(workspace) != known:
                return Outcome("frozen rounds", tried, 1, [said])
            if tried % EVERY == 0:
                through += _moved(workspace, expected, said)
        through += _moved(workspace, expected, "the last ones")
    return Outcome(
        "frozen rounds", tried, len(through), [*through, f"{refused} of {tried} were refused, the others left the round as it was"]
    )


def _state(workspace: Workspace) -> tuple[object, ...]:
    with workspace.cursor() as cursor:
        faults = rounds_altered(cursor)[1]
    rows = workspace.rows("FROM rounds WHERE round_id = 'r1'"), workspace.rows("FROM ratings WHERE round_id = 'r1' ORDER BY ALL")
    return snapshot_of(workspace, "r1"), faults, rows


def _moved(workspace: Workspace, expected: dict[str, object], said: str) -> list[str]:
    try:
        assert_same(numbers(workspace, "r1"), expected)
    except AssertionError as error:
        return [f"before “{said}”: {error}"]
    return []


def _on_rows(workspace: Workspace) -> Iterator[Attempt]:
    """Each cell of a row of each table written otherwise, in its place and under another key; each row removed."""
    for table in FILES:
        rows = a_round().get(table.name, [])
        for row in rows[:2]:
            whole = {column.name: row.get(column.name, "") for column in table.columns}
            key = {name: whole[name] for name in table.key}
            yield f"{table.name}: {key} removed", _written(workspace, table, None, key)
            for column in table.columns:
                for other in _others(column):
                    changed = {**row, column.name: other}
                    yield f"{table.name}: {key}: {column.name} = {other!r}", _written(workspace, table, changed)
                    if column.name in table.key:
                        yield f"{table.name}: {key} renamed to {other!r}", _written(workspace, table, changed, key)


def _others(column: Column) -> tuple[str, ...]:
    return OTHER.get(column.type) or (column.choices[-2:] if column.choices else ("", "r1", "other"))


def _written(workspace: Workspace, table: Table, row: dict[str, str] | None, *gone: dict[str, str]) -> Callable[[], object]:
    return lambda: write_rows(workspace, table.name, [row] if row else [], remove=gone, action="edit")


def _on_the_whole(workspace: Workspace, place: Path) -> Iterator[Attempt]:
    """Files over it and in its place, the history backwards, rounds before and after it, other settings, freezing again."""
    for number, table in enumerate(a_round()):
        folder = place / f"without-{number}"
        write_folder({name: rows for name, rows in a_round().items() if name != table}, folder)
        yield f"replaced without {table}", lambda folder=folder: load(workspace, [folder], replace=True)  # type: ignore[misc]
    for change in range(1, 6):
        yield f"change {change} undone", lambda change=change: undo(workspace, change)  # type: ignore[misc]
    for day in (date(2020, 1, 1), date(2025, 1, 1), date(2030, 1, 1)):
        name = f"Round of {day}"
        yield f"{name} opened", lambda name=name, day=day: open_round(workspace, name, day, carry_from="r1")  # type: ignore[misc]
        yield f"{name} carried into it", lambda day=day: carry_over(workspace, f"round-of-{day}", "r1")  # type: ignore[misc]
    yield "other settings", lambda: set_parameters(workspace, {"target": 0.95, "adequate": 0.9, "lambda": 0.1, "seed": 1})
    yield "frozen again", lambda: freeze(workspace, "r1")
