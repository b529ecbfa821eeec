"""A long cell costs what its length costs: no expression that meets uploaded text backtracks over all of it.

Each file goes the whole way of an upload in a child process. At this length a file needs a fifth of a second of the
processor; a quadratic expression looks at a thousand million places and needs four seconds.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

LONG = 40_000
BEYOND = 140_000
"""Longer than the longest field that Python's own reader of CSV takes unless it is told; of the letters, which cost least."""
ENOUGH = 2.0
"""Seconds of the processor for one file."""
UNITS = {
    "digits": "1", "digits with commas": "1,111", "digits with blanks": "1 1", "dots": "1.", "letters": "a", "dashes": "-", "blanks": " ",
    "opening brackets": "(", "opening square brackets": "[", "links": "[a](", "stars": "*", "pipes": "|", "table dashes": "--|",
    "mail addresses without end": "a.", "at signs": "a@a", "hashes": "#", "line ends": "\n ", "quotation marks": "'", "umlauts": "é",
    "less-than signs": "<", "colons": ":", "months": "may ", "fractions": "1/",
}  # fmt: skip
PLACES = ("cell", "heading", "markdown")
WALK = f"""
import json, sys, time
from cx.errors import InvalidData
from cx.store import open_workspace
from tests.mutations import walk
workspace = open_workspace()
for place, kind, unit in json.loads(sys.argv[1]):
    cell = unit * (({BEYOND} if kind == "letters" else {LONG}) // len(unit)) + "x"
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
    print(place, kind, time.process_time() - started, sep=chr(9), flush=True)
"""


def test_a_long_cell_goes_through_or_is_refused_in_time_that_grows_with_its_length() -> None:
    asked = [(place, kind, unit) for place in PLACES for kind, unit in UNITS.items()]
    child = [sys.executable, "-c", WALK, json.dumps(asked)]
    try:
        done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    except subprocess.TimeoutExpired as stuck:
        pytest.fail(f"no end after {(stuck.stdout or b'').decode().splitlines()[-1:]}")
    spent = {(place, kind): float(seconds) for place, kind, seconds in (line.split("\t") for line in done.stdout.splitlines())}
    assert list(spent) == [(place, kind) for place, kind, _ in asked], done.stderr[-1500:]
    assert {where: seconds for where, seconds in spent.items() if seconds > ENOUGH} == {}
