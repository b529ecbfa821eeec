"""How fast, and in how much memory, do a million ratings come in: by the command, and by the upload page?

    python -m tests.benchmarks.rating_import [--rows 1000000]

Each run is a process of its own, so that its peak memory is its own. Beside it the engine alone reads the same file: into a bare
table of text, and with the same types into the same table, whose keys and references it then keeps. The ratios are what our
checks and the record of every row cost.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from cx.changes.load import load
from cx.changes.undo import undo
from cx.readers.files import read_upload
from cx.store import Workspace, open_workspace
from cx.store.rows import Change
from cx.tables import SQL_TYPE, TABLE
from cx.uploads.plan import start
from cx.uploads.prepare import prepare, write
from tests.benchmarks.clock import megabytes, print_table, seconds
from tests.benchmarks.survey_import import workspace_tables
from tests.random_workspaces import write_folder

TOUCHPOINTS = 1_000
SIDES = {
    "copy": "COPY into a bare table",
    "same": "the engine alone, into the same table",
    "load": "python -m cx load",
    "check": "upload, preview of the rows",
    "upload": "upload, checked and written",
    "undo": "the upload undone",
    "named": "upload with headings and names of its own",
    "refused": "upload of which every row is refused",
}


def main() -> None:
    """Print rows per second, peak memory and the ratio to a bare copy."""
    parser = argparse.ArgumentParser(description="Time the way of many ratings into a workspace.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sides", choices=tuple(SIDES), nargs="+", default=tuple(SIDES))
    parser.add_argument("--side", choices=tuple(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        run(given.side, given.folder, given.rows)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_folder(workspace_tables(TOUCHPOINTS), folder / "workspace")
        write_ratings(folder, given.rows)
        rows, took = [], dict[str, float]()
        for side, said in ((side, said) for side, said in SIDES.items() if side in ("copy", "same", *given.sides)):
            command = [
                sys.executable,
                "-m",
                "tests.benchmarks.rating_import",
                "--side",
                side,
                "--folder",
                str(folder),
                "--rows",
                str(given.rows),
            ]
            elapsed, _, peak, before = (
                float(part) for part in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            )
            took[side] = elapsed
            ratios = [f"{elapsed / took[other]:.1f}" for other in ("copy", "same") if other in took]
            rows.append(
                (said, seconds(elapsed), f"{given.rows / elapsed:,.0f}", megabytes(peak - before), *ratios, *[""] * (2 - len(ratios)))
            )
        size = megabytes((folder / "ratings.csv").stat().st_size)
        print_table(
            f"{given.rows:,} ratings, {size}", ("", "time", "rows/s", "memory above start", "ratio to COPY", "to the same table"), rows
        )


def run(side: str, folder: Path, count: int) -> None:
    """One side, timed; prints seconds, seconds of processor time, peak memory and memory before."""
    ratings = folder / "ratings.csv"
    workspace = open_workspace(folder / f"{'upload' if side == 'undo' else side}.duckdb")
    assert side in ("copy", "undo") or not load(workspace, [folder / "workspace"]).refused
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    started, used = time.perf_counter(), _processor()
    if side == "copy":
        with duckdb.connect(str(folder / "bare.duckdb")) as connection:
            connection.execute(f"CREATE TABLE bare ({', '.join(f'{c.name} VARCHAR' for c in TABLE['ratings'].columns)})")
            connection.execute(f"COPY bare ({HEADER}) FROM '{ratings}' (HEADER)")
    elif side == "same":
        workspace.close()
        with duckdb.connect(str(folder / "same.duckdb")) as connection:
            types = ", ".join(f"'{name}': '{SQL_TYPE[TABLE['ratings'].column(name).type]}'" for name in HEADER.split(","))
            connection.execute(f"INSERT INTO ratings BY NAME FROM read_csv('{ratings}', header = true, columns = {{{types}}})")
    elif side == "load":
        assert load(workspace, [ratings]).total("new") == count
    elif side == "undo":
        assert undo(workspace, 2).total("removed") == count
    else:
        bring(workspace, folder / OTHERS.get(side, "ratings.csv"), side, count)
    elapsed = time.perf_counter() - started
    print(elapsed, _processor() - used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, before)


def _processor() -> float:
    """Seconds of this process and of those that read for it."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def bring(workspace: Workspace, path: Path, side: str, count: int) -> None:
    """The way of the upload page."""
    (table,), issues = read_upload(path.name, path)
    assert not issues
    plan = start(workspace, table)
    only_checked = side in ("check", "refused")
    with workspace.dry_run() if only_checked else workspace.transaction() as cursor:
        done = prepare(workspace, [plan], cursor) if only_checked else write(workspace, [plan], cursor, Change("anna", "upload", path.name))
    assert (done.rows.rejected if side == "refused" else done.rows.new) == count, done.rows


HEADER = "round_id,touchpoint_id,stage_id,need_id,source,rater,value,scale"
OTHERS = {"named": "named.csv", "refused": "refused.csv"}


def write_ratings(folder: Path, count: int) -> None:
    """Expert ratings: every touchpoint by as many raters as it takes; with our names, with others, and with ids that nobody has."""
    with (
        (folder / "ratings.csv").open("w") as ours,
        (folder / "named.csv").open("w") as named,
        (folder / "refused.csv").open("w") as refused,
    ):
        ours.write(f"{HEADER}\n")
        refused.write(f"{HEADER}\n")
        named.write("Persona,Need,Kind,Step,Touchpoint,Rated by,Score\n")
        for number in range(count):
            place, rater, value = number % TOUCHPOINTS, f"rater {number // TOUCHPOINTS}", number % 5
            ours.write(f"r1,t{place},s1,n1,expert,{rater},{value},0-4\n")
            refused.write(f"r1,nobody{place},s1,n1,expert,{rater},{value},0-4\n")
            named.write(f"Ana,Can do it,mandatory,Use,Touchpoint {place},{rater},{value}\n")


if __name__ == "__main__":
    main()
