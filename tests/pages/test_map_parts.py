"""A map that would hold too many cells comes in parts of whole personas, and the page says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cx.charts.grid import JOURNEY
from cx.ui.map import coverage
from cx.ui.shared.scope_bar import EVERYBODY
from tests.pages.screens import start, start_with_tables
from tests.sketches import Contact, Stage, Tables, add_need, one_need, stages_rated


@pytest.mark.parametrize(
    ("sizes", "parts"),
    [
        ([], [()]),
        ([("a", 10)], [("a",)]),
        ([("a", 1_000), ("b", 1_000), ("c", 1)], [("a", "b"), ("c",)]),
        ([("a", 2_500), ("b", 10)], [("a",), ("b",)]),
    ],
)
def test_personas_stay_whole_and_in_order(sizes: list[tuple[str, int]], parts: list[tuple[str, ...]]):
    assert coverage._parts(sizes) == parts


def test_each_part_of_a_large_map_has_its_own_personas(holding: Callable[[Tables], Path], monkeypatch: pytest.MonkeyPatch):
    tables = one_need("mandatory", stages_rated(0.9))
    tables["personas"].append({"persona_id": "p2", "name": "Second"})
    add_need(tables, "n2", "mandatory", [Stage("s1", [Contact(0.6)])])
    tables["needs"][-1]["persona_id"] = "p2"
    holding(tables)
    assert list(start_with_tables("coverage", persona=EVERYBODY).dataframe[0].value.index) == ["n1", "n2"]
    monkeypatch.setattr(coverage, "MOST_CELLS", 2)
    for part, needs in (("1", ["n1"]), ("2", ["n2"])):
        app = start_with_tables("coverage", persona=EVERYBODY, map_part=part)
        assert list(app.dataframe[0].value.index) == needs
        assert JOURNEY in app.dataframe[0].value.columns


def test_another_selected_cell_is_outlined_and_leaves_the_map_as_it_was(sample: Path):
    app = start("coverage", persona="business")
    maps, outlines = set(), []
    for cell in ("business-arrive~get-here", "business-clean~board"):
        app.query_params["cell"] = cell
        written = [e.proto.body for e in app.run().get("html")]
        maps |= {body for body in written if "data-cells" in body}
        outlines += [body for body in written if body.startswith("<style>.of_coverage") and f'cell={cell}"]' in body]
    assert (len(maps), len(outlines)) == (1, 2)
