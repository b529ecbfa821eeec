"""Two processes that write to one workspace in PostgreSQL at once, and are killed in between: what was acknowledged is counted.

    python -m tests.benchmarks.two_processes --writes 10000

Each process notes a write in a file of its own once it has been acknowledged; at the end every noted one must be in the server and in both
copies. A write that was under way when its process was killed may be there or not, as a whole.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg

from tests.conftest import ROOT
from tests.postgres import running

WRITER = """
import sys, itertools
from cx.store import open_workspace
name, copy, noted, first = sys.argv[1:5]
workspace = open_workspace(copy)
with open(noted, "a", buffering=1) as told:
    for number in itertools.count(int(first)):
        with workspace.transaction(answers_stand=number % 10 > 0) as cursor:
            cursor.execute("INSERT INTO workspace_meta VALUES (?, '1')", [f"{name}-{number}"])
            cursor.execute("UPDATE workspace_meta SET value = (value::BIGINT + 1)::VARCHAR WHERE name = 'sum'")
        told.write(f"{name}-{number}\\n")
"""


def main() -> int:
    """Run until so many writes were acknowledged; print what was found."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--writes", type=int, default=10_000)
    asked.add_argument("--kill-every", type=float, default=6.0, metavar="SECONDS")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, running() as postgres:
        os.environ["CX_DATABASE"] = address = postgres.database("journeys")
        begin(Path(folder))
        killed = race(Path(folder), options.writes, options.kill_every)
        return told(Path(folder), address, killed)


def begin(folder: Path) -> None:
    """The workspace, with the number that both raise."""
    from cx.store import open_workspace

    os.environ["CX_WORKSPACE"] = str(folder / "first" / "journey.duckdb")
    with closing(open_workspace(os.environ["CX_WORKSPACE"])) as workspace, workspace.transaction() as cursor:
        cursor.execute("INSERT INTO workspace_meta VALUES ('sum', '0')")


def race(folder: Path, writes: int, every: float) -> int:
    """Two writers; one of them, by turns at random, is killed and started anew. Returns how often."""
    noted = {name: folder / f"{name}.noted" for name in ("one", "two")}
    for file in noted.values():
        file.touch()
    running_ones = {name: start(folder, name, noted[name]) for name in noted}
    killed, next_kill = 0, time.monotonic() + every
    while (done := sum(len(file.read_text().splitlines()) for file in noted.values())) < writes:
        time.sleep(0.25)
        if time.monotonic() > next_kill:
            name = random.choice(list(noted))
            running_ones[name].send_signal(signal.SIGKILL)
            running_ones[name].wait()
            killed, next_kill = killed + 1, time.monotonic() + every
            running_ones[name] = start(folder, name, noted[name])
            print(f"{done:,} acknowledged, {killed} killed", file=sys.stderr)
    for process in running_ones.values():
        process.send_signal(signal.SIGKILL)
        process.wait()
    return killed + 2


def start(folder: Path, name: str, noted: Path) -> subprocess.Popen[bytes]:
    """One writer, which goes on after the last number that it may have written."""
    numbers = [int(line.rpartition("-")[2]) for line in noted.read_text().splitlines()]
    copy = folder / name / "journey.duckdb"
    environment = {**os.environ, "CX_WORKSPACE": str(copy), "PYTHONPATH": str(ROOT)}
    first = str(max(numbers, default=-1) + 2)  # the one that was under way may be there
    return subprocess.Popen([sys.executable, "-c", WRITER, name, str(copy), str(noted), first], env=environment)


def told(folder: Path, address: str, killed: int) -> int:
    """Compare what was acknowledged with what is there."""
    from cx.store import open_workspace

    noted = {line for name in ("one", "two") for line in (folder / f"{name}.noted").read_text().splitlines()}
    with psycopg.connect(address, options="-c search_path=journey_gaps") as connection:
        rows = dict(connection.execute("SELECT name, value FROM workspace_meta").fetchall())
    there = {name for name in rows if name.startswith(("one-", "two-"))}
    copies = []
    for name in ("one", "two"):
        os.environ["CX_WORKSPACE"] = str(folder / name / "journey.duckdb")
        with closing(open_workspace(os.environ["CX_WORKSPACE"])) as workspace:
            copies.append(dict(workspace.rows("SELECT name, value FROM workspace_meta WHERE name <> 'home'")))
    lost, half = noted - there, int(rows["sum"]) - len(there)
    print(f"{len(noted):,} writes acknowledged, {killed} processes killed: {len(lost)} lost, {half} half-written;")
    print(
        f"{len(there - noted)} were kept though their process was killed before it could say so; the copies {'agree' if copies == [rows, rows] else 'DIFFER'}."
    )
    return 0 if not lost and not half and copies == [rows, rows] else 1


if __name__ == "__main__":
    sys.exit(main())
