"""The longest call that holds the interpreter while a file is worked out: nothing ends it, and everybody else stands still.

    python -m tests.benchmarks.longest_call [ratings survey matrix names]

The largest files that a page takes go the way of the page: recognised, asked about, checked, previewed. A second thread wakes every
millisecond; between two times at which it comes through, the seconds of the processor that the work used are one such call.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence

from cx.changes.preview import preview
from cx.changes.samples import AIRPORT, put
from cx.readers.cost import TooCostly
from cx.readers.courtesy import BUDGET, within
from cx.readers.limited import read_upload
from cx.readers.limits import MOST_AT_ONCE, MOST_ROWS
from cx.readers.text_table import TextTable
from cx.store import Workspace, open_workspace
from cx.store.rows import Change
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.survey.propose import propose_items
from cx.survey.targets import targets
from cx.uploads.plan import lacking_fields, readings, start
from cx.uploads.prepare import write

WIDE = 1_000


class Watcher:
    """Notes the longest time for which another thread let nobody through, and where it was then."""

    def __init__(self, thread: int):
        self.thread, self.clock = thread, time.pthread_getcpuclockid(thread)
        self.longest, self.where = 0.0, ""
        self._ends = threading.Event()
        self._own = threading.Thread(target=self._watch)

    def __enter__(self) -> Watcher:
        self._own.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._own.join()

    def _watch(self) -> None:
        before = time.clock_gettime(self.clock)
        while not self._ends.is_set():
            time.sleep(0.001)
            now = time.clock_gettime(self.clock)
            if now - before > self.longest and (frame := sys._current_frames().get(self.thread)):
                self.longest = now - before
                ours = [line for line in traceback.extract_stack(frame) if "/cx/" in line.filename][-1:]
                self.where = ", ".join(f"{line.filename.split('/cx/')[1]}:{line.lineno} {line.line}" for line in ours)
            before = now


def ratings() -> str:
    """A list of scores: as many rows as a page takes, and as many cells."""
    head = "Persona,Need,Kind,Step,Touchpoint,Rated by,Score,Scale," + ",".join(f"extra {n}" for n in range(12))
    rows = (f"Ana,Can do it,mandatory,Use,Touchpoint {n % 1_000},rater {n // 1_000},{n % 5 + 1},1-5{',' * 12}" for n in range(MOST_ROWS))
    return "\n".join([head, *rows])


def survey() -> str:
    """Answers of respondents to as many questions as a table may have columns."""
    return "\n".join([",".join(["id", *(f"How well does step {n} work?" for n in range(WIDE - 1))]), *_answers()])


def _answers() -> Iterator[str]:
    for n in range(MOST_AT_ONCE // WIDE):
        yield ",".join([str(n), *(str((n + m) % 5 + 1) for m in range(WIDE - 1))])


def matrix() -> str:
    """A grid of scores, needs down and touchpoints across."""
    head = ",".join(["need", *(f"Kiosk {n}" for n in range(WIDE - 1))])
    return "\n".join(
        [head, *(",".join([f"Need {n}", *(str((n + m) % 7 - 3) for m in range(WIDE - 1))]) for n in range(MOST_AT_ONCE // WIDE))]
    )


def names() -> str:
    """Things of which each has another name."""
    return "\n".join(
        ["name,channel,owner,need,stage", *(f"Kiosk {n:x},digital,Owner {n % 997},Need {n},Stage {n % 8}" for n in range(MOST_ROWS))]
    )


def worked_out(make: Callable[[], str]) -> None:
    """Measure one file, and print what was found."""
    name, content = f"{make.__name__}.csv", make().encode()
    tables, _ = read_upload(name, content)
    workspace = open_workspace()
    put(workspace, AIRPORT)
    began, said = time.process_time(), "previewed"
    with Watcher(threading.get_ident()) as watcher:
        try:
            with within(BUDGET, name):
                said = _previewed(workspace, tables)
        except TooCostly as refused:
            said = f"refused: {refused.issue.why}"
    workspace.close()
    cells = sum(table.row_count * len(table.header) for table in tables)
    print(f"{name}: {len(content) / 1e6:.0f} MB, {cells:,} cells, {time.process_time() - began:.0f} s, {said}")
    print(f"  longest call {watcher.longest:.2f} s in {watcher.where}", flush=True)


def _previewed(workspace: Workspace, tables: Sequence[TextTable]) -> str:
    """Do what the page does before anybody has said a word; how far that goes."""
    plans = [start(workspace, table, readings(workspace, table)[0]) for table in tables]
    if plans[0].shape.name == "survey":
        columns = columns_of(workspace, rows_of(tables[0]))
        return f"proposed for {len(propose_items(columns, targets(workspace)))} of {len(columns)} questions"
    if lacking_fields(plans[0]):
        return "asked about"
    seen = preview(workspace, lambda cursor: write(workspace, plans, cursor, Change("anna", "upload")).outcome)
    return f"previewed, {seen.outcome.total('new'):,} new rows"


if __name__ == "__main__":
    for make in (ratings, survey, matrix, names):
        if not sys.argv[1:] or make.__name__ in sys.argv[1:]:
            worked_out(make)
