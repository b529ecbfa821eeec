"""Downloads of maps and lists can be read by people: names beside ids, short numbers."""

from __future__ import annotations

from cx.analysis.catalogue import names
from cx.analysis.coverage import coverage
from cx.analysis.named import named
from cx.store import Workspace


def test_every_id_has_its_name_beside_it_and_numbers_have_three_decimals(sample_workspace: Workspace):
    known, cells = names(sample_workspace), coverage(sample_workspace).level("cell")
    shown = named(cells, known)
    assert len(shown) == len(cells)
    columns = shown.columns.tolist()
    for column, table in {"persona_id": known.personas, "need_id": known.needs, "stage_id": known.stages, "round_id": known.rounds}.items():
        assert columns[columns.index(column) + 1] == column.removesuffix("_id")
        assert (shown[column.removesuffix("_id")] == cells[column].map(table)).all()
    assert set(columns) > set(cells.columns), "nothing is lost"
    assert (shown["fulfilment"].dropna() == shown["fulfilment"].dropna().round(3)).all()
    assert ((shown["fulfilment"] - cells["fulfilment"]).abs().dropna() <= 0.0005).all()


def test_the_table_of_the_command_keeps_its_columns(sample_workspace: Workspace):
    before = coverage(sample_workspace).level("need").copy()
    named(before, names(sample_workspace))
    assert before.equals(coverage(sample_workspace).level("need"))
