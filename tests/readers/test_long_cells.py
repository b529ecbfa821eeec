"""A long cell costs what its length costs: no expression that meets uploaded text backtracks over all of it.

Each file goes the whole way of an upload in a child process. At this length, beyond the longest field that Python's own
reader of CSV takes unless it is told, a file needs a quarter of a second of the processor; a quadratic expression looks at
ten thousand million places and needs half a minute.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

LONG = 140_000
ENOUGH = 8.0
"""Seconds of the processor for one file."""
UNITS = {
    "digits": "1", "digits with commas": "1,111", "digits with blanks": "1 1", "dots": "1.", "letters": "a", "dashes": "-", "blanks": " ",
    "opening brackets": "(", "opening square brackets": "[", "links": "[a](", "stars": "*", "pipes": "|", "table dashes": "--|",
    "mail addresses without end": "a.", "at signs": "a@a", "hashes": "#", "line ends": "\n ", "quotation marks": "'", "umlauts": "é",
    "less-than signs": "<", "colons": ":", "months": "may ", "fractions": "1/",
}  # fmt: skip
WALK = f"""
import json, sys, time
from cx.errors import InvalidData
from cx.store import open_workspace
from tests.mutations import walk
units, place = json.loads(sys.argv[1]), sys.argv[2]
workspace = open_workspace()
for kind, unit in units.items():
    cell = unit * ({LONG} // len(unit)) + "x"
    quoted = '"' + cell.replace('"', '""') + '"'
    if place == "markdown":
        safe = cell.replace("|", "/").replace(chr(10), " ")
        lines, name = ["| Touchpoint | Channel | Note |", "|---|---|---|", f"| Till | shop | {{safe}} |", cell], "table.md"
    else:
        head, row = "Touchpoint,Channel,Score,Date,Note", f"Web,online,{{quoted}},{{quoted}},{{quoted}}"
        if place == "heading":
            head, row = f"Touchpoint,Channel,Score,Date,{{quoted}}", "Web,online,2,2024-05-08,ok"
        lines, name = [head, "Till,shop,3,2024-05-06,ok", row, "Phone,phone,4,2024-05-07,ok"], "long.csv"
    started = time.process_time()
    try:
        walk(workspace, name, "\\n".join([*lines, ""]).encode(), 1)
    except InvalidData:
        pass
    print(kind, time.process_time() - started, sep=chr(9), flush=True)
"""


@pytest.mark.parametrize("place", ["cell", "heading", "markdown"])
def test_a_long_cell_goes_through_or_is_refused_in_time_that_grows_with_its_length(place: str) -> None:
    child = [sys.executable, "-c", WALK, json.dumps(UNITS), place]
    try:
        done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    except subprocess.TimeoutExpired as stuck:
        pytest.fail(f"no end after {(stuck.stdout or b'').decode().splitlines()[-1:]}")
    spent = dict(line.split("\t") for line in done.stdout.splitlines())
    assert list(spent) == list(UNITS), done.stderr[-1500:]
    assert {kind: seconds for kind, seconds in spent.items() if float(seconds) > ENOUGH} == {}
