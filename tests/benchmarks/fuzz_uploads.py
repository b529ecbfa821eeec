"""Ten thousand damaged files through the whole upload: read, recognised, cleaned, checked, counted, sometimes applied.

    python -m tests.benchmarks.fuzz_uploads [--files 10000] [--from 0]

Prints what became of them, and the seed of every file that ended otherwise than it should; exit status 1 if any did.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from cx.changes.load import load
from cx.store import Workspace, open_workspace
from tests.mutations import mutated, walk
from tests.random_workspaces import write_folder
from tests.sketches import one_need, stages_rated

ANEW = 500
"""Files after which a new workspace is begun, so that what was applied does not pile up."""


def main() -> int:
    """Run the files of the seeds asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    failures: list[int] = []
    started = time.perf_counter()
    workspace = _small()
    for number, seed in enumerate(range(options.first, options.first + options.files)):
        if number % ANEW == ANEW - 1:
            workspace.close()
            workspace = _small()
        name, content = mutated(seed)
        try:
            became = walk(workspace, name, content, seed)
        except Exception:
            failures.append(seed)
            print(f"seed {seed}, {name}:")
            traceback.print_exc(limit=-3, file=sys.stdout)
            continue
        if became.faults:
            failures.append(seed)
            print(f"seed {seed}, {name}: {'; '.join(became.faults)}")
        counts["rows"] += became.rows
        counts["written" if became.written else "refused" if became.refused else "taken back"] += 1
    seconds = time.perf_counter() - started
    print(
        f"{options.files} files, {counts['rows']} rows in {seconds:.0f} s: {counts['written']} applied, {counts['taken back']} applied and taken back, "
        f"{counts['refused']} refused, {len(failures)} failed"
    )
    if failures:
        print("Seeds that failed:", failures[:50])
    return 1 if failures else 0


def _small() -> Workspace:
    with tempfile.TemporaryDirectory() as folder:
        write_folder(one_need("mandatory", stages_rated(0.9, 0.4)), Path(folder))
        opened = open_workspace()
        load(opened, [Path(folder)])
    return opened


if __name__ == "__main__":
    sys.exit(main())
