"""How the cost of counting a survey where it lives grows with its respondents, and what comes back.

    python -m tests.benchmarks.survey_where_it_lives [LARGEST]

LARGEST is 10000000 where nothing is said. Every respondent answers two questions that tell four segments and ten that are rated, in one
Parquet file. Times are processor time, for both questions; the peak is that of the process, so the sizes come in ascending order.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from cx.source.asking import by_segment, how_often
from cx.source.folder import TABLE, folder
from tests.benchmarks.clock import print_table

RATED = [f"q{number}" for number in range(1, 11)]
RULES = [[{"age": [str(22 * part + year) for year in range(22)]}, {"land": ["0", "1", "2"]}] for part in range(4)]


def write(place: Path, respondents: int) -> None:
    """The answers of so many respondents."""
    rated = ", ".join(f"(1 + hash(i * {k} + {k}) % 6)::VARCHAR AS {name}" for k, name in enumerate(RATED, start=1))
    answers = f"SELECT (hash(i) % 90)::VARCHAR AS age, (hash(i + 7) % 5)::VARCHAR AS land, {rated} FROM range({respondents}) t(i)"
    duckdb.execute(f"COPY ({answers}) TO '{place}'")


def counted(place: Path) -> tuple[float, int, int]:
    """Seconds of the processor for both questions, rows that come back, and bytes."""
    began = time.process_time()
    with folder(place) as files:
        texts = files.answer(how_often(TABLE, ["age", "land"], RATED))
        counts = files.answer(by_segment(TABLE, RATED, RULES, ["age", "land"]))
    rows = [*texts.rows, *counts.rows]
    return time.process_time() - began, len(rows), len(json.dumps(rows))


def main() -> None:
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    rows = []
    with tempfile.TemporaryDirectory() as home:
        size = 1_000
        while size <= largest:
            place = Path(home) / f"{size}.parquet"
            write(place, size)
            spent, back, length = counted(place)
            place.unlink()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            rows.append([f"{size:,}", f"{spent:.2f} s", f"{back:,}", f"{length / 1000:.1f} kB", f"{peak} MB"])
            size *= 10
    print_table("A survey counted where it lives", ["respondents", "processor", "rows back", "bytes back", "peak"], rows)


if __name__ == "__main__":
    main()
