"""A process that loads, replaces and undoes is killed at random moments, again and again.

    python -m tests.benchmarks.kill_during_import [KILLS]

After every kill the workspace must be the state before or after the change in hand, never between; what was
acknowledged must be there; and the audit log, replayed from the first change on, must give exactly the rows that are
stored. Prints a table; the moments come from one seed.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType

from cx.changes.load import load
from cx.changes.undo import undo
from cx.exports.export import export_folder
from cx.store import Workspace, open_workspace
from cx.store.history import unfold
from cx.store.rows import same_key
from cx.tables import TABLES
from tests.benchmarks.clock import print_table
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.sketches import one_need, stages_rated

SEED = 20_261_124
BEFORE_OPENING = 0.2
"""The share of kills that come before or while the database is opened."""
OPENS, CHANGES = 0.1, 0.4
"""Seconds within which a process opens the workspace, and within which it makes a change."""
PROCESSES = multiprocessing.get_context("forkserver")
"""Copies of a process that has everything imported: to start anew would take most of the time."""
PROCESSES.set_forkserver_preload(["tests.benchmarks.kill_during_import"])


@dataclass(frozen=True)
class Kill:
    """One kill: when, what had been acknowledged, what the workspace held afterwards."""

    moment: str
    acknowledged: int
    newest: int
    is_a_state: bool
    log_in_step: bool

    @property
    def survived(self) -> bool:
        """Nothing between, nothing lost, nothing invented."""
        return self.is_a_state and self.log_in_step and self.newest - self.acknowledged in (0, 1)

    @property
    def outcome(self) -> str:
        """Which side of the change in hand the kill fell on."""
        return "after" if self.newest > self.acknowledged else "before"


def state(number: int) -> Tables:
    """What the workspace holds after the change of that number: every third change undoes the one before."""
    if number <= 0:
        return {}
    if number % 3 == 0:
        return state(number - 2)
    tables = one_need("mandatory", stages_rated(*([0.9] * (4 if number % 2 else 60))))
    for row in tables["stages"] + tables["touchpoints"]:
        row["name"] = f"State {number}"
    return tables


def write_on(database: str, line: Connection) -> None:
    """Change the workspace until killed; acknowledge the opening with 0, and every change that is committed with its number."""
    workspace = open_workspace(database)
    line.send(0)
    with tempfile.TemporaryDirectory() as folder:
        while True:
            number = newest(workspace) + 1
            if number % 3 == 0:
                undo(workspace, number - 1)
            else:
                place = Path(folder, str(number))
                write_folder(state(number), place)
                assert load(workspace, [place], replace=True).applied
            line.send(number)


def kill_again_and_again(kills: int, folder: Path, seed: int = SEED) -> list[Kill]:
    """Kill a writing process so many times; what each kill left behind."""
    rng = random.Random(seed)
    database = folder / "w.duckdb"
    acknowledged = 0
    found: list[Kill] = []
    for _ in range(kills):
        early, changes = rng.random() < BEFORE_OPENING, rng.randrange(3)
        wait = rng.uniform(0.0, OPENS if early else CHANGES)
        promised = killed(database, 0 if early else changes + 1, wait)
        acknowledged = max([acknowledged, *promised])
        workspace = open_workspace(database)
        last = newest(workspace)
        moment = f"{wait * 1000:.0f} ms after " + ("start" if early else f"change {changes}" if changes else "opening")
        found.append(Kill(moment, acknowledged, last, exported(workspace) == expected(last), in_step(workspace)))
        workspace.close()
        acknowledged = last
    return found


def killed(database: Path, after: int, wait: float) -> list[int]:
    """What a process has acknowledged that is killed so many seconds after so many acknowledgements."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    with ours:
        process = PROCESSES.Process(target=write_on, args=(str(database), theirs), daemon=True)
        # A page that was tested before leaves itself as the main module; a copy would run it.
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = main
        theirs.close()
        promised = [ours.recv() for _ in range(after)]
        time.sleep(wait)
        process.kill()
        process.join()
        with suppress(EOFError):
            while True:
                promised.append(ours.recv())
    return promised


def newest(workspace: Workspace) -> int:
    """The number of the newest change."""
    return int(workspace.rows("SELECT coalesce(max(audit_id), 0) FROM audit_log")[0][0])


def exported(workspace: Workspace) -> dict[str, bytes]:
    """The workspace as its files."""
    with tempfile.TemporaryDirectory() as folder:
        export_folder(workspace, folder)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


@cache
def expected(number: int) -> dict[str, bytes]:
    """The files of the state after the change of that number, from a workspace that nobody killed."""
    workspace = open_workspace()
    with tempfile.TemporaryDirectory() as folder:
        write_folder(state(number), Path(folder))
        if number > 0 and state(number):
            assert load(workspace, [folder]).applied
    files = exported(workspace)
    workspace.close()
    return files


def in_step(workspace: Workspace) -> bool:
    """Whether the log, replayed, gives the stored rows, and its counts are those of its rows."""
    with workspace.cursor() as cursor:
        for table in TABLES:
            numbers = cursor.execute("SELECT DISTINCT audit_id FROM audit_rows WHERE table_name = ? ORDER BY 1", [table.name]).fetchall()
            names = ", ".join(c.name for c in table.columns)
            cursor.execute(f"CREATE OR REPLACE TEMP TABLE replayed AS SELECT {names} FROM {table.name} LIMIT 0")
            for (number,) in numbers:
                unfold(cursor, number, table)
                cursor.execute(f"DELETE FROM replayed r USING recorded_{table.name} n WHERE {same_key('r', 'n', table)}")
                cursor.execute(f"INSERT INTO replayed SELECT {names} FROM recorded_{table.name} WHERE has")
            apart = f"(FROM replayed EXCEPT ALL SELECT {names} FROM {table.name}) UNION ALL (SELECT {names} FROM {table.name} EXCEPT ALL FROM replayed)"
            if cursor.execute(apart).fetchall():
                return False
        return not cursor.execute("""
            SELECT audit_id FROM audit_log FULL JOIN (SELECT audit_id, count(*) AS n FROM audit_rows GROUP BY 1) r USING (audit_id)
            WHERE rows_new + rows_changed + rows_removed IS DISTINCT FROM n""").fetchall()


def main() -> None:
    """Kill, check, print; ends with status 1 if any kill left something between."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        found = kill_again_and_again(kills, Path(folder))
    rows = [
        (f"kill {i}", k.moment, k.acknowledged, k.newest, k.outcome, "yes" if k.survived else "NO") for i, k in enumerate(found, start=1)
    ]
    print_table("Killed while writing", ("", "moment", "acknowledged", "newest change", "workspace is", "whole and in step"), rows)
    whole, after = sum(k.survived for k in found), sum(k.outcome == "after" for k in found)
    print(f"\n{whole} of {kills} kills left the workspace whole: {after} just after a change, {len(found) - after} before the one in hand.")
    if whole < kills:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
