"""How fast, and in how much memory, does a large survey become ratings?

    python -m tests.benchmarks.survey_import [--respondents 100000] [--items 50]

Each run is a process of its own, so that its peak memory is its own. Beside it, in turn: the engine alone copies the
same file into a bare table of text. The ratio of the two is what to read.
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
import numpy as np

from cx.changes.load import load
from cx.store import Workspace, open_workspace
from cx.survey import Item, Rule, SurveyMapping, SurveyRows, read_survey, store_ratings
from tests.benchmarks.clock import median_ratio, megabytes, print_table, seconds
from tests.random_workspaces import write_folder

SEGMENTS = [(str(purpose), str(origin)) for purpose in (1, 2, 3) for origin in (1, 2, 3, 4)]
REPETITIONS = 5


def main() -> None:
    """Print rows per second, peak memory and the ratio to a bare copy."""
    parser = argparse.ArgumentParser(description="Time the way of a large survey to ratings.")
    parser.add_argument("--respondents", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--side", choices=("copy", "survey", "weighted"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        run(given.side, given.folder, given.items)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_survey(folder / "survey.csv", given.respondents, given.items)
        write_folder(workspace_tables(given.items), folder / "workspace")
        sides = ("copy", "survey", "weighted")
        took: dict[str, list[float]] = {side: [] for side in sides}
        memory: dict[str, float] = dict.fromkeys(sides, 0.0)
        for _ in range(REPETITIONS):
            for side in sides:
                elapsed, peak, before = measured(side, given)(folder)
                took[side].append(elapsed)
                memory[side] = max(memory[side], peak - before)
        answers = given.respondents * given.items
        rows = [
            (
                {"copy": "COPY into a bare table", "survey": "survey to ratings", "weighted": "the same with weights"}[side],
                seconds(sorted(times)[len(times) // 2]),
                f"{given.respondents / sorted(times)[len(times) // 2]:,.0f}",
                f"{answers / sorted(times)[len(times) // 2] / 1e6:.1f} million",
                megabytes(memory[side]),
                f"{median_ratio(times, took['copy']):.2f}",
            )
            for side, times in took.items()
        ]
        size = megabytes((folder / "survey.csv").stat().st_size)
        title = f"{given.respondents:,} respondents × {given.items} questions = {answers:,} answers, {size}; median of {REPETITIONS}"
        print_table(title, ("", "time", "rows/s", "answers/s", "memory above start", "ratio to COPY"), rows)


def measured(side: str, given: argparse.Namespace):
    """A run in a process of its own: seconds, peak memory, and memory before the work began, in bytes."""

    def start(folder: Path) -> tuple[float, float, float]:
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.survey_import",
            "--side",
            side,
            "--folder",
            str(folder),
            "--items",
            str(given.items),
        ]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        elapsed, peak, before = (float(part) for part in text.split())
        return elapsed, peak, before

    return start


def run(side: str, folder: Path, items: int) -> None:
    """One side, timed; prints seconds, peak memory and memory before."""
    survey = folder / "survey.csv"
    workspace = None if side == "copy" else loaded(folder / "workspace")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    started = time.perf_counter()
    if workspace is None:
        copy(survey, items)
    else:
        read = read_survey(workspace, SurveyRows.at(survey), mapping(items), weights="weight" if side == "weighted" else None)
        outcome = store_ratings(workspace, read, "r1")
        assert outcome.applied and outcome.total("new") == items * len(SEGMENTS), [str(one) for one in outcome.issues]
    elapsed = time.perf_counter() - started
    print(elapsed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, before)


def copy(survey: Path, items: int) -> None:
    """The engine alone: the file into a table of text, without a question asked."""
    with duckdb.connect(":memory:", config={"memory_limit": "4GB"}) as connection:
        columns = ["id", "purpose", "origin", "weight", *(f"q{n}" for n in range(items))]
        connection.execute(f"CREATE TABLE bare ({', '.join(f'{name} VARCHAR' for name in columns)})")
        connection.execute(f"COPY bare FROM '{survey}' (HEADER)")


def loaded(folder: Path) -> Workspace:
    """A workspace in memory with the links that the questions rate."""
    workspace = open_workspace()
    assert not load(workspace, [folder]).refused
    return workspace


def mapping(items: int) -> SurveyMapping:
    """Every question rates one link on 1 to 5; 0 and 6 are no answer."""
    questions = tuple(Item(f"q{n}", f"t{n}", "s1", "1-5", need_id="n1", no_answer=("0", "6")) for n in range(items))
    rules = [
        Rule(f"g{n}", column, (value,))
        for n, pair in enumerate(SEGMENTS)
        for column, value in zip(("purpose", "origin"), pair, strict=True)
    ]
    return SurveyMapping(questions, tuple(rules))


def workspace_tables(items: int) -> dict[str, list[dict[str, str]]]:
    """One persona with all segments and one need, met by a touchpoint per question."""
    return {
        "stages": [{"stage_id": "s1", "position": "1", "name": "Use"}],
        "segments": [{"segment_id": f"g{n}", "name": f"Segment {n}", "size": "1000"} for n in range(len(SEGMENTS))],
        "personas": [{"persona_id": "p1", "name": "Ana"}],
        "persona_segments": [{"persona_id": "p1", "segment_id": f"g{n}"} for n in range(len(SEGMENTS))],
        "needs": [{"need_id": "n1", "persona_id": "p1", "kind": "mandatory", "statement": "Can do it"}],
        "need_stages": [{"need_id": "n1", "stage_id": "s1"}],
        "touchpoints": [{"touchpoint_id": f"t{n}", "name": f"Touchpoint {n}", "channel": "web"} for n in range(items)],
        "links": [{"touchpoint_id": f"t{n}", "stage_id": "s1", "need_id": "n1"} for n in range(items)],
        "rounds": [{"round_id": "r1", "name": "First", "opened_on": "2025-01-01"}],
    }


def write_survey(path: Path, respondents: int, items: int) -> None:
    """A wide file: id, two columns that make segments, a weight of many different values, and the questions."""
    rng = np.random.default_rng(5)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(["id", "purpose", "origin", "weight", *(f"q{n}" for n in range(items))]) + "\n")
        for start in range(0, respondents, 10_000):
            count = min(10_000, respondents - start)
            answers = rng.choice(["1", "2", "3", "4", "5", "6", "0", ""], (count, items), p=[0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.03, 0.02])
            heads = zip(rng.integers(1, 4, count), rng.integers(1, 5, count), rng.uniform(0.3, 2.0, count), strict=True)
            for number, ((purpose, origin, weight), given) in enumerate(zip(heads, answers, strict=True), start=start):
                file.write(f"{number},{purpose},{origin},{weight:.6f},{','.join(given)}\n")


if __name__ == "__main__":
    main()
