"""How the time of an import and of an upload grows with the number of ratings, from a thousand to a million.

    python -m tests.benchmarks.import_growth [LARGEST] [--draw .readme/import.svg]

LARGEST is 1000000 where nothing is said. The files and the ways are those of `rating_import`: the engine alone reads the file into the same
table, whose keys and references it keeps, `python -m cx load` reads it, and the upload page checks and writes it. Each run is a
process of its own, and all of them take turns. Times are processor time, of the process and of those that read for it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.clock import print_table, seconds
from tests.benchmarks.curves import draw
from tests.benchmarks.rating_import import TOUCHPOINTS, write_ratings
from tests.benchmarks.survey_import import workspace_tables
from tests.random_workspaces import write_folder

ALONE = "the engine alone"
SAID = {"same": ALONE, "load": "python -m cx load", "upload": "upload, checked and written"}
COLOURS = dict(zip(SAID.values(), ("muted", "accent", "text"), strict=True))


def main() -> None:
    """Print the times and their ratios to the engine alone, and draw the curves where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.import_growth", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("largest", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--draw", type=Path, help="Where the curves are written, as SVG")
    given = parser.parse_args()
    found: list[tuple[int, dict[str, float]]] = []
    number = 1_000
    while number <= given.largest:
        found.append((number, measured(number, 3 if number <= 100_000 else 1)))
        number *= 10
    rows = [
        (f"{number:,}", *(cell for side in SAID for cell in (seconds(took[side]), f"{took[side] / took['same']:.1f}")))
        for number, took in found
    ]
    print_table("Processor time of an import", ("ratings", *(cell for said in SAID.values() for cell in (said, "to the engine"))), rows)
    if given.draw:
        draw(given.draw, "Ratings in the file", COLOURS, [(number, SAID[side], took[side]) for number, took in found for side in SAID])


def measured(number: int, times: int) -> dict[str, float]:
    """Seconds of processor time of every way for so many ratings."""
    took: dict[str, list[float]] = {side: [] for side in SAID}
    for _ in range(times):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write_folder(workspace_tables(TOUCHPOINTS), folder / "workspace")
            write_ratings(folder, number)
            for side in SAID:
                command = ["-m", "tests.benchmarks.rating_import", "--side", side, "--folder", place, "--rows", str(number)]
                said = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True).stdout
                took[side].append(float(said.split()[1]))
    return {side: statistics.median(times) for side, times in took.items()}


if __name__ == "__main__":
    main()
