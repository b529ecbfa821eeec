"""What is taken for plainly right is what the engine reads, and no check finds anything wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pytest

from cx.changes.cell_checks import checks_of
from cx.changes.plain_cells import plainly
from cx.changes.staging import cast, tidy
from cx.store import Workspace
from cx.tables import TABLES, Column
from tests.oracle import Tables

CORNERS = (
    *(
        "",
        " ",
        "x",
        "x ",
        " x",
        "\u00a0x",
        "x\u3000",
        "\t",
        "\tx",
        "a\nb",
        "ünïcode",
        "😀" * 250,
        "x" * 500,
        "x" * 501,
        "x" * 20_000,
        "x" * 20_001,
    ),
    *("'", "'=1", "''=1", "don't", "a;'=b", "=1", "-", "+a", "＝1", "a;b", ";", "a; ;b", "a;\u00a0;b"),
    *(
        "0",
        "-0",
        "1",
        "2",
        "-1",
        "+1",
        "007",
        "1.",
        ".5",
        "0.1",
        "0.30000000000000004",
        "1e5",
        "1e400",
        "1E-400",
        "nan",
        "inf",
        "1_000",
        "1,5",
        "١",
        "0x1",
    ),
    *("1" * 18, "1" * 19, "9" * 20, f"0.{'3' * 20}", f"0.{'3' * 21}", "1.0000000000000001", "9007199254740993", "2147483648", "-0.0"),
    *("ffd8ff", "ffd8ff0", "ffd8ff00", "ffd8ffe000", "FFD8FF00"),
    *("true", "TRUE", "false", "False", "yes", "truе"),
    *(
        "2024-02-29",
        "2023-02-29",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "2024-1-1",
        "20240101",
        "2024-W01-1",
        "２024-01-01",
        "2024-01-01 ",
    ),
    *("draft", "Draft", "expert", "0-1", "1-5", "5-1", "-5-5", "1-500", "1-3-reversed", "١-5", "percent", "measured", "need", "mandatory"),
    *(
        "A=1",
        "A=1;O=2",
        "A = 1 ; ; O= 2",
        "A=1;B=2",
        "A\t=\t1",
        "\tA=1",
        "A=\v1",
        "a=5",
        "a=5.5",
        "a=6",
        "=5",
        "a=\u00a05",
        "A=1;\u00a0O=2",
    ),
)
"""Cells that somebody may write in any column."""


def shapes() -> Iterator[Column]:
    """One column of each kind that is checked alike."""
    kinds = {}
    for column in (replace(c, name=c.name if c.name == "name" else "cell") for table in TABLES for c in table.columns):
        kinds[(column.name, column.type, column.required, column.choices, column.low, column.high, column.above, column.item)] = column
    yield from kinds.values()


@pytest.mark.parametrize(
    "column", list(shapes()), ids=lambda c: f"{c.type}-{c.name}-{'-'.join(c.choices[:1])}{c.low}{c.high}{c.above}{c.item}"
)
def test_a_cell_that_is_plainly_right_is_read_as_the_engine_reads_it(column: Column, empty_workspace: Workspace) -> None:
    plain = {text: known[text] for text in (*CORNERS, *column.choices) if (known := plainly(column, {text})) is not None}
    wrong = " OR ".join(f"coalesce({check.condition}, false)" for check in checks_of(column)) or "false"
    with empty_workspace.cursor() as cursor:
        cursor.register("typed_", pa.table({column.name: pa.array(list(plain), pa.string()), "place": range(len(plain))}))
        found = cursor.execute(
            f"SELECT {cast(column)}, {wrong} FROM (SELECT place, {tidy(column)} AS {column.name} FROM typed_) ORDER BY place"
        ).fetchall()
    assert [value for value, _ in found] == list(plain.values())
    assert not any(is_wrong for _, is_wrong in found)
    assert len(plain) > 1, "something is plain"


def test_the_sample_is_plain(sample_tables: Tables) -> None:
    doubted = [
        (table.name, column.name)
        for table in TABLES
        for column in table.columns
        if (rows := sample_tables.get(table.name))
        and column.name in rows[0]
        and plainly(column, {row[column.name] for row in rows}) is None
    ]
    assert not doubted
