"""What does it cost that a file is read beside us, against reading it here?

    python -m tests.benchmarks.read_beside [--large]

Each file is read both ways in turn, and all rows of its tables once, as whoever needs them does. The ratio is that of the medians of
one run. `--large` adds a text of 190 MB.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from cx.readers import files, limited
from cx.readers.files import Tables
from tests.benchmarks.clock import print_table
from tests.brought_files import sheet_of

HEAD = ["Persona", "Need", "Kind", "Stage", "Touchpoint", "Channel", "Score", "Note"]


def rows(number: int) -> list[list[object]]:
    """Rows as people bring them."""
    return [
        HEAD,
        *([f"Persona {n % 9}", f"Do thing {n % 200} quickly", "gain", f"Stage {n % 7}", f"Desk {n % 500}", "shop", n % 5 + 1, "It was fine, mostly"] for n in range(number)),
    ]  # fmt: skip


def text(number: int) -> bytes:
    """The same as CSV."""
    return "\n".join(",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) for row in rows(number)).encode()


def once(read: Callable[[str, bytes], Tables], name: str, content: bytes) -> float:
    """Seconds until the file is read and its rows are gone through."""
    began = time.perf_counter()
    tables, issues = read(name, content)
    assert tables and not issues, issues
    assert sum(1 for table in tables for _ in table.rows()) > 0
    return time.perf_counter() - began


def main() -> None:
    """Print both ways and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true")
    wanted = [
        ("10 rows, CSV", "a.csv", text(10), 21),
        ("2,000 rows, CSV", "a.csv", text(2_000), 11),
        ("100,000 rows, CSV", "a.csv", text(100_000), 5),
    ]
    wanted += [("10 rows, workbook", "a.xlsx", sheet_of(rows(10)), 21), ("100,000 rows, workbook", "a.xlsx", sheet_of(rows(100_000)), 3)]
    if parser.parse_args().large:
        wanted.append(("2.6 million rows, CSV of 190 MB", "a.csv", text(2_600_000), 1))
    found = []
    once(limited.read_upload, "a.csv", wanted[0][2])
    for what, name, content, times in wanted:
        here, beside = [], []
        for _ in range(times):
            here.append(once(files.read_upload, name, content))
            beside.append(once(limited.read_upload, name, content))
        a, b = statistics.median(here), statistics.median(beside)
        found.append((what, f"{len(content) / 1e6:.1f}", f"{a * 1000:,.0f}", f"{b * 1000:,.0f}", f"{b / a:.2f}", f"{(b - a) * 1000:+,.0f}"))
    print_table(
        "Read here and beside us, all rows gone through once", ("file", "MB", "here ms", "beside ms", "ratio", "difference ms"), found
    )


if __name__ == "__main__":
    main()
