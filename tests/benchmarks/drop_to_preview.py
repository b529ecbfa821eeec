"""How much processor time is it from a file that was dropped to its preview on the page, as a ratio to parsing the file alone?

    python -m tests.benchmarks.drop_to_preview [--rows 1000 100000]

The way of the page without its drawing: read, recognise, propose, work out, check, and what would change. Beside it, in
turn, a library alone parses the same bytes: `csv`, calamine, or pyreadstat. Each run is a process of its own, so that nothing is
remembered from the run before.
"""

from __future__ import annotations

import argparse
import csv
import io
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
from python_calamine import load_workbook

from cx.analysis.coverage import Scope, coverage
from cx.changes.load import load
from cx.changes.preview import preview
from cx.readers.files import read_upload
from cx.readers.text_table import TextTable
from cx.store import Workspace, open_workspace
from cx.store.rows import Change
from cx.survey import SurveyMapping, read_survey
from cx.survey.file import rows_of
from cx.survey.mapping_assistant import columns_of
from cx.survey.propose import propose_items, propose_rules
from cx.survey.store import store_in
from cx.survey.targets import targets
from cx.uploads.name_index import name_index
from cx.uploads.plan import readings, start
from cx.uploads.prepare import check, write
from cx.uploads.proposals import proposals
from cx.uploads.second_wave import round_for
from cx.uploads.upload_rows import work_out
from tests.benchmarks.clock import median_ratio, print_table, seconds
from tests.benchmarks.survey_import import mapping, workspace_tables, write_survey
from tests.random_workspaces import write_folder

TOUCHPOINTS, ITEMS = 1_000, 20
REPETITIONS = 3
KINDS = {"list.csv": "a sheet as CSV", "list.xlsx": "a sheet as Excel", "survey.csv": "a survey as CSV", "survey.sav": "a survey of SPSS"}


def main() -> None:
    """Print processor seconds, and the ratio to parsing, for each kind of file and number of rows."""
    parser = argparse.ArgumentParser(description="Time the way from a dropped file to its preview.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--run", nargs=3, metavar=("SIDE", "FOLDER", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        side, folder, file = given.run
        print(" ".join(map(str, timed(side, Path(folder), file))))
        return
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as place:
            write_files(Path(place), rows)
            table = []
            for file, said in KINDS.items():
                took = {side: [run(side, place, file) for _ in range(REPETITIONS)] for side in ("parse", "preview")}
                whole, parsed = ([sum(one) for one in took[side]] for side in ("preview", "parse"))
                steps = [statistics.median(step) for step in zip(*took["preview"], strict=True)]
                table.append(
                    (
                        said,
                        seconds(statistics.median(whole)),
                        *map(seconds, steps),
                        seconds(statistics.median(parsed)),
                        f"{median_ratio(whole, parsed):.1f}",
                    )
                )
            print_table(
                f"{rows:,} rows, processor time, median of {REPETITIONS}",
                ("", "drop to preview", "reading", "recognising, asking", "checking", "what would change", "parsing alone", "ratio"),
                table,
            )


def run(side: str, folder: str, file: str) -> list[float]:
    """The seconds of each step in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.drop_to_preview", "--run", side, folder, file]
    return [float(part) for part in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()]


def timed(side: str, folder: Path, file: str) -> list[float]:
    """The seconds of each step."""
    content = (folder / file).read_bytes()
    steps: list[Callable[[], object]] = [lambda: parse(file, content)]
    if side == "preview":
        workspace = open_workspace()
        assert not load(workspace, [folder / "workspace"]).refused
        coverage(workspace, Scope())  # as every page has done before a file is dropped
        steps = Way(workspace, file, content).steps
    took = []
    for step in steps:
        began = processor()
        step()
        took.append(processor() - began)
    return took


def processor() -> float:
    """Seconds of processor time, with those of processes that were started and have ended: others on the machine do not count."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def parse(file: str, content: bytes) -> object:
    """A library alone: every cell of the file."""
    if file.endswith(".csv"):
        return list(csv.reader(io.StringIO(content.decode(), newline="")))
    if file.endswith(".xlsx"):
        return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    with tempfile.NamedTemporaryFile(suffix=".sav") as copy:
        copy.write(content)
        copy.flush()
        return pyreadstat.read_sav(copy.name, output_format="dict", user_missing=True)


class Way:
    """The steps of the page for one file."""

    def __init__(self, workspace: Workspace, file: str, content: bytes):
        self.workspace, self.file, self.content = workspace, file, content
        self.steps: list[Callable[[], object]] = [self.read]
        self.steps += (
            [self.ask_of_survey, self.count, self.change_by_survey] if file.startswith("survey") else [self.ask, self.check, self.change]
        )

    def read(self) -> None:
        """Bytes to a table of text."""
        (self.table,), issues = read_upload(self.file, self.content)
        assert isinstance(self.table, TextTable) and not issues

    def ask(self) -> None:
        """What the table is, and what is asked about its cells; everything stays as proposed."""
        plan = start(self.workspace, self.table, readings(self.workspace, self.table)[0])
        plan = replace(plan, defaults=replace(plan.defaults, round_id=round_for(self.workspace, plan)))
        self.plan = replace(plan, offered=tuple(proposals(plan, name_index(self.workspace))))

    def check(self) -> None:
        """The rows that it comes to."""
        self.made = work_out(self.workspace, [self.plan])
        with self.workspace.dry_run() as cursor:
            self.prepared = check(cursor, self.made)
        assert not self.prepared.rejected, self.prepared.issues[:3]

    def change(self) -> None:
        """What would change in the map."""
        seen = preview(
            self.workspace, lambda cursor: write(self.workspace, [self.plan], cursor, Change("ana", "upload"), self.made).outcome
        )
        assert not seen.refused, seen.outcome.issues[:3]

    def ask_of_survey(self) -> None:
        """What the columns hold, and what is proposed of them."""
        readings(self.workspace, self.table)
        self.survey = rows_of(self.table)
        known = targets(self.workspace)
        columns = columns_of(self.workspace, self.survey)
        propose_items(columns, known), propose_rules(columns, known)

    def count(self) -> None:
        """The ratings, through a mapping that somebody confirmed."""
        said = mapping(ITEMS)
        self.counted = read_survey(self.workspace, self.survey, SurveyMapping(said.items, said.rules))
        assert not self.counted.refused, self.counted.issues[:3]

    def change_by_survey(self) -> None:
        """What would change in the map."""
        seen = preview(self.workspace, lambda cursor: store_in(cursor, self.counted, "r1"))
        assert not seen.refused, seen.outcome.issues[:3]


def write_files(folder: Path, rows: int) -> None:
    """The workspace, and files of so many rows: a sheet of scores under names, and a survey of 20 questions."""
    write_folder(workspace_tables(TOUCHPOINTS), folder / "workspace")
    header = ["Persona", "Need", "Kind", "Step", "Touchpoint", "Rated by", "Score"]
    cells = [
        ["Ana", "Can do it", "mandatory", "Use", f"Touchpoint {n % TOUCHPOINTS}", f"rater {n // TOUCHPOINTS}", 1 + n % 5]
        for n in range(rows)
    ]
    with (folder / "list.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *cells])
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Scores")
    for row in (header, *cells):
        sheet.append(row)
    book.save(folder / "list.xlsx")
    write_survey(folder / "survey.csv", rows, ITEMS)
    answers = pd.read_csv(folder / "survey.csv").astype(np.float64)
    pyreadstat.write_sav(answers, folder / "survey.sav")


if __name__ == "__main__":
    main()
