"""What is wrong with a row is said once, and nothing is said of rows with which nothing is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cx.readers.files import read_upload
from cx.store import Workspace
from tests.brought import prepared, refused, typed

HEAD = "Persona,Need,Kind,Stage,Touchpoint,Score\n"


@pytest.mark.parametrize("error", ["#VALUE!", "#N/A", "#NV", "#REF!"])
def test_an_error_for_a_touchpoint_is_one_finding(empty: Workspace, error: str) -> None:
    plan = typed(empty, HEAD + f"Ana,Pay,must,Till,{error},4\nAna,Find,must,Way,Web,5\n", "sheet")
    found = refused(prepared(empty, replace(plan)))
    assert [(code, row) for code, row, _, _ in found] == [("error_cell", 2)]


def test_a_score_beside_a_blank_touchpoint_is_still_refused(empty: Workspace) -> None:
    plan = typed(empty, HEAD + "Ana,Pay,must,Till,,4\nAna,Find,must,Way,Web,5\nAna,Go,must,Way,Web,1\n", "sheet")
    assert [code for code, *_ in refused(prepared(empty, plan))] == ["score_without_touchpoint"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("respondent,group,Room\n" + "".join(f"{n},all,{n % 5}\n" for n in range(1, 20)), False),
        ("Area,Score\nNorth,4\nSouth,3\nEast,2\nTotal,9\n", True),
        ("Area,Score\nAll,4\nAll,3\nAll,2\n", False),
        ("Area,Score\nNorth,4\nSouth,4\nTotal,8\nWest,1\nTotal,9\n", True),
    ],
)
def test_rows_that_all_say_all_are_no_summaries(text: str, told: bool) -> None:
    (table,), _ = read_upload("table.csv", text.encode())
    assert ("A summary rather than data" in " ".join(table.notes)) == told
