"""How often the rows of a file are read, from the moment it is dropped until it is applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cx.readers.content import BufferedGrid
from cx.readers.delimited import StoredRows
from cx.readers.files import read_upload
from tests.brought_files import sheet_of


@contextmanager
def rows_read() -> Iterator[Counter[int]]:
    """Counts every row that is taken anew, by the file (or sheet) that it stands in, once its text is told apart into cells."""
    counts: Counter[int] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cx.ui.data.upload.read_upload", read_upload)  # here, where the passes of its reader are counted, too
        for kind in (StoredRows, BufferedGrid):
            patch.setattr(kind, "rows", _counting(kind.rows, counts))
        yield counts


def _counting(rows: Callable[..., Iterator[Any]], counts: Counter[int]) -> Callable[..., Iterator[Any]]:
    def counted(self: object, *given: Any) -> Iterator[Any]:
        for row in rows(self, *given):
            counts[id(self)] += 1
            yield row

    return counted


ROWS = 2_000
RATED = [["Persona", "Need", "Kind", "Stage", "Touchpoint", "Score"]] + [
    [f"Persona {n % 3}", f"Do thing {n % 20} quickly", "mandatory", f"Stage {n % 4}", f"Desk number {n}", str(n % 5 + 1)]
    for n in range(ROWS)
]
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "one sheet": ("sheet.csv", lambda: _lines(RATED)),
    "one sheet with spellings to merge": (
        "spelt.csv",
        lambda: _lines([*RATED, ["persona 1", "do thing 7 quickly", "mandatory", "Stage 9", "Desk  number 7", "5"]]),
    ),
    "one sheet in a workbook": ("sheet.xlsx", lambda: sheet_of(RATED)),
    "touchpoints": (
        "touchpoints of ours.csv",
        lambda: _lines([["Touchpoint", "Channel", "Owner"], *([f"Desk number {n}", "shop", f"Team {n % 3}"] for n in range(ROWS))]),
    ),
    "a matrix": (
        "matrix.csv",
        lambda: _lines(
            [
                ["Persona", "Need", "Kind", "Stage", "Shop", "App", "Phone"],
                *(["Ana", f"Do thing {n} quickly", "gain", "Use", "4", "2", "5"] for n in range(ROWS)),
            ]
        ),
    ),
    "stages of ours": (
        "stages.csv",
        lambda: _lines([["stage_id", "position", "name"], *([f"x{n}", str(n + 90), f"Phase {n}"] for n in range(ROWS))]),
    ),
    "touchpoints with ids": (
        "touchpoints.csv",
        lambda: _lines([["touchpoint_id", "name", "channel"], *([f"x{n}", f"Desk number {n}", "shop"] for n in range(ROWS))]),
    ),
}
"""Files that people bring, each with two thousand rows."""


def passes_until_applied(app: AppTest, name: str, content: bytes) -> float:
    """Drop a file on the page Data, apply it as proposed, and say how often its rows were read."""
    with rows_read() as counts:
        app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value((name, content, "text/csv"))
        app.run(timeout=120)
        app.button(key="apply_upload").click().run(timeout=120)
    assert not app.exception, app.exception
    assert any("Applied" in said.value for said in app.success)
    return max(counts.values()) / (ROWS + 1)


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode()
