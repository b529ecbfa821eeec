"""How often are the rows of a file read, from the moment it is dropped on the page Data until it is applied?

    python -m tests.benchmarks.passes

Each file has two thousand rows and is brought to the sample, and applied as proposed. A pass is a reading of all its
rows; to recognise a file, some of its first rows are looked at, which is the fraction.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cx.changes.load import load
from cx.store import open_workspace
from tests.benchmarks.clock import print_table
from tests.conftest import SAMPLE
from tests.pages.screens import start
from tests.passes import FILES, ROWS, passes_until_applied


def main() -> None:
    """Print the passes of every kind of file."""
    rows = []
    for kind, (name, content) in FILES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "journey.duckdb"
            os.environ |= {"CX_WORKSPACE": str(path), "CX_SAMPLE": "0"}
            workspace = open_workspace(path)
            assert load(workspace, [SAMPLE]).applied
            rows.append((kind, f"{passes_until_applied(start('data'), name, content()):.1f}"))
            workspace.close()
    print_table(f"From drop to applied, {ROWS:,} rows", ("", "passes over the rows"), rows)


if __name__ == "__main__":
    main()
