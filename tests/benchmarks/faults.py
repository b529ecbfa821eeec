"""Bad nights of an installation, one after the other, on both homes of the workspaces: what was acknowledged is counted afterwards.

    python -m tests.benchmarks.faults [--seconds 6] [--only TEXT]

A process marks answers, and brings a file of many rows every now and then; it notes what was acknowledged, refused (with the message) and
called unknown. Meanwhile it is killed, the database server is killed and started again, the disk fills up and gets room again, another
process holds the lock, the way to the server is cut. At the end every acknowledged write must be there, none that was refused may be,
no message may be a stack trace, and the process must have gone on by itself. Disks are small tmpfs, so it runs as root or says what it
left out.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.benchmarks.clock import print_table
from tests.conftest import ROOT
from tests.postgres import Postgres, running
from tests.way import Way

WRITER = """
import itertools, json, sys, time, traceback
from cx.changes.write import write_rows
from cx.errors import JourneyError
from cx.store import open_workspace
from cx.store.home.server import Unsure
copy, noted, begin = sys.argv[1:4]
told = open(noted, "a", buffering=1)
def tell(kind, name, text=""):
    told.write(json.dumps([kind, name, text, time.time()]) + "\\n")
def attempt(name, act):
    try:
        act()
        tell("done", name)
    except Unsure as error:
        tell("unknown", name, str(error))
    except JourneyError as error:
        tell("refused", name, str(error))
        time.sleep(0.1)
    except BaseException:
        tell("trace", name, traceback.format_exc()[-500:])
        time.sleep(0.1)
def mark(name):
    with workspace.transaction(answers_stand=True) as cursor:
        cursor.execute("INSERT INTO workspace_meta VALUES (?, ?)", [name, "x" * 2000])
def bring(name):
    rows = [{"stage_id": f"{name}-{n}", "position": str(number * 400 + n + 1_000_000 * int(begin)), "name": f"Stage {n} " + "x" * 400} for n in range(400)]
    write_rows(workspace, "stages", rows, action="upload")
workspace = open_workspace(copy)
tell("open", begin)
for number in itertools.count():
    name = f"{'b' if number % 25 == 24 else 'm'}{begin}-{number}"
    attempt(name, (lambda: bring(name)) if number % 25 == 24 else (lambda: mark(name)))
"""
ROOM = 24
"""Megabytes of a disk that fills up; a server that has just begun takes more of its own."""
FALLBACK = "needs root, to mount a small disk"


@dataclass
class Night:
    """One bad night: where things are, and the process that writes."""

    folder: Path
    seconds: float
    postgres: Postgres | None = None
    way: Way | None = None
    address: str = ""
    disk: Path | None = None
    begun: int = 0
    writer: subprocess.Popen[bytes] | None = None
    rows: list[list[str]] = field(default_factory=list)

    @property
    def noted(self) -> Path:
        return self.folder / "noted"

    def start(self) -> None:
        """Start the process that writes, and wait until it has written."""
        self.begun += 1
        environment = {**os.environ, "CX_WORKSPACE": str(self.copy), "PYTHONPATH": str(ROOT)}
        environment |= {"CX_DATABASE": self.address} if self.address else {}
        command = [sys.executable, "-c", WRITER, str(self.copy), str(self.noted), str(self.begun)]
        self.writer = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        self.goes_on()

    @property
    def copy(self) -> Path:
        """The file of the workspace, or of its copy."""
        return (self.disk if self.disk and not self.address else self.folder) / "data" / "journey.duckdb"

    def told(self) -> list[list[str]]:
        """What the process has noted so far."""
        lines = self.noted.read_text().split("\n")[:-1] if self.noted.exists() else []
        return [json.loads(line) for line in lines]

    def goes_on(self, patience: float = 60.0) -> None:
        """Wait until a write is acknowledged that begins from now on."""
        before, ends = sum(kind == "done" for kind, *_ in self.told()), time.monotonic() + patience
        while sum(kind == "done" for kind, *_ in self.told()) < before + 5:
            assert self.writer is None or self.writer.poll() is None, "the process that writes has ended"
            assert time.monotonic() < ends, "the process did not go on by itself"
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill the process that writes, wherever it is."""
        if self.writer is not None:
            self.writer.kill()
            self.writer.wait()

    def there(self) -> set[str]:
        """The names of all writes that are there now."""
        from cx.store import open_workspace

        os.environ.pop("CX_DATABASE", None)
        if self.address:
            os.environ["CX_DATABASE"] = self.address
        os.environ["CX_WORKSPACE"] = str(self.copy)
        with closing(open_workspace(self.copy)) as workspace:
            found = {str(name) for (name,) in workspace.rows("SELECT name FROM workspace_meta WHERE name LIKE 'm_-%'")}
            brought = workspace.rows(
                "SELECT split_part(stage_id, '-', 1) || '-' || split_part(stage_id, '-', 2), count(*) FROM stages GROUP BY 1"
            )
            assert all(n == 400 for _, n in brought), "a file stands there in part"
            return found | {str(name) for name, _ in brought}


def killed(night: Night) -> None:
    """The dashboard is killed in the middle of a write, again and again."""
    for _ in range(3):
        time.sleep(night.seconds / 3)
        night.stop()
        night.start()


def locked(night: Night) -> None:
    """Another process holds the data for longer than it is waited for."""
    if night.postgres is not None:
        with psycopg.connect(night.postgres.address("journeys")) as other:
            other.execute("SELECT * FROM journey_gaps.home_state FOR UPDATE")
            time.sleep(max(night.seconds, 33))
    else:
        import fcntl

        with Path(f"{night.copy}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            time.sleep(max(night.seconds, 33))
    night.goes_on()


def full(night: Night) -> None:
    """The disk fills up, and gets room again."""
    assert night.disk is not None
    filler = night.disk / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(b"x" * 65_536)
                file.flush()
        except OSError:
            pass
    time.sleep(night.seconds)
    filler.unlink()
    if night.postgres is not None and not night.postgres.is_running():
        night.postgres.start()
    night.goes_on()


def server_killed(night: Night) -> None:
    """The database server is killed in the middle of writes, and started again."""
    assert night.postgres is not None
    for _ in range(2):
        time.sleep(night.seconds / 3)
        night.postgres.kill()
        time.sleep(night.seconds / 3)
        night.postgres.start()
        night.goes_on()


def cut(night: Night) -> None:
    """The network is cut without a word, and then with one."""
    assert night.way is not None
    for closes in (False, True):
        night.way.cut(closes=closes)
        time.sleep(max(night.seconds, 8))
        night.way.mend()
        night.goes_on(90)


FILE: dict[str, Callable[[Night], None]] = {"killed": killed, "disk full": full, "held by another": locked}
SERVER = {**FILE, "server killed": server_killed, "network cut": cut}


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A disk of so many megabytes."""
    place = folder / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=755", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def one(home: str, name: str, act: Callable[[Night], None], seconds: float) -> tuple[object, ...]:
    """One night; a row of the table."""
    on_disk = act is full
    if on_disk and os.geteuid() != 0:
        return (home, name, "", "", "", "", FALLBACK)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True)))  # noqa: S108
        folder.chmod(0o755)
        night = Night(folder, seconds)
        if on_disk:
            night.disk = held.enter_context(small_disk(folder, ROOM if home == "file" else 5 * ROOM))
        if home != "file":
            night.postgres = held.enter_context(running(night.disk))
            night.way = held.enter_context(Way(night.postgres.port))
            night.address = night.postgres.database("journeys").replace(f":{night.postgres.port}/", f":{night.way.port}/")
        failed = ""
        try:
            night.start()
            act(night)
        except AssertionError as error:
            failed = str(error)
        finally:
            night.stop()
        return row(home, name, night, failed)


def row(home: str, name: str, night: Night, failed: str) -> tuple[object, ...]:
    """What was acknowledged, lost, refused, unknown; the messages go to the screen."""
    told, there = night.told(), night.there()
    by_kind = {kind: {n for k, n, *_ in told if k == kind} for kind in ("done", "refused", "unknown", "trace")}
    messages = collections.Counter(text for kind, _, text, _ in told if kind in ("refused", "unknown", "trace"))
    for text, times in messages.most_common():
        print(f"  {home}, {name}: {times} × {text}", file=sys.stderr)
    lost, ghosts = by_kind["done"] - there, by_kind["refused"] & there
    verdict = failed or ("lost" if lost else "written though refused" if ghosts else "trace" if by_kind["trace"] else "well")
    return (home, name, len(by_kind["done"]), len(lost), len(by_kind["refused"]), len(by_kind["unknown"]), verdict)


def main() -> None:
    """Every night on both homes; ends with status 1 where one did not go well."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.faults", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=6.0, help="How long each fault lasts, at least")
    parser.add_argument("--only", default="", help="Part of the name of a home or a fault")
    options = parser.parse_args()
    nights = [("file", name, act) for name, act in FILE.items()] + [("PostgreSQL", name, act) for name, act in SERVER.items()]
    rows = [one(home, name, act, options.seconds) for home, name, act in nights if options.only.lower() in f"{home} {name}".lower()]
    print_table("Bad nights", ("home", "fault", "acknowledged", "lost", "refused", "unknown", "went"), rows)
    if any(went not in ("well", FALLBACK) for *_, went in rows):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
