"""Ten thousand damaged files through the whole upload: read, recognised, cleaned, checked, counted, sometimes applied.

    python -m tests.benchmarks.fuzz_uploads [--files 10000] [--from 0] [--exports]

With `--exports` these are exports of survey platforms and programs, on their way up to the ratings.

Prints what became of them, and the seed of every file that ended otherwise than it should; exit status 1 if any did.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from cx.changes.load import load
from cx.store import Workspace, open_workspace
from tests.damaged_exports import damaged_export, of_one_segment, way_up
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
    parser.add_argument("--exports", action="store_true", help="damage the exports in tests/files/exports instead of lists and sheets")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    failures: list[int] = []
    started = time.perf_counter()
    workspace = _small(options.exports)
    for number, seed in enumerate(range(options.first, options.first + options.files)):
        if number % ANEW == ANEW - 1:
            workspace.close()
            workspace = _small(options.exports)
        name, content = damaged_export(seed) if options.exports else mutated(seed)
        try:
            became = way_up(workspace, seed) if options.exports else walk(workspace, name, content, seed)
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
    print(f"At most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB.")
    if failures:
        print("Seeds that failed:", failures[:50])
    return 1 if failures else 0


def _small(with_people: bool) -> Workspace:
    with tempfile.TemporaryDirectory() as folder:
        write_folder(of_one_segment() if with_people else one_need("mandatory", stages_rated(0.9, 0.4)), Path(folder))
        opened = open_workspace()
        load(opened, [Path(folder)])
    return opened


if __name__ == "__main__":
    sys.exit(main())
