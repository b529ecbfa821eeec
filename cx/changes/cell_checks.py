"""Checks of single cells and of keys: readable, allowed, unique. They yield issues and never raise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from cx.changes.staging import Staged, cast, fits
from cx.issues import Issue, issue
from cx.sql import run
from cx.store.rows import same_key, streamed
from cx.tables import Column, Table, Type

NOT_READABLE = {
    Type.NUMBER: "not_a_number",
    Type.INTEGER: "not_an_integer",
    Type.BOOLEAN: "not_a_boolean",
    Type.DATE: "not_a_date",
    Type.PICTURE: "not_a_picture",
}


SHOWN = 1_000
"""Characters of a wrong cell that its issue keeps."""


@dataclass(frozen=True)
class Check:
    """What must not be true of the cells of a column: a condition in SQL, and the issue that says so."""

    column: Column
    condition: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


def check_cells(cursor: duckdb.DuckDBPyConnection, table: Table, file: str, doubted: Collection[str]) -> Iterator[Issue]:
    """Issues on single cells of the staged table: required, readable, allowed, in range. `doubted` are the columns with a cell
    that is not plainly right."""
    checks = [check for column in table.columns if column.name in doubted for check in checks_of(column)]
    # One look at the table says what is wrong at all; most often nothing is.
    asked = ", ".join(f"bool_or({check.condition})" for check in checks)
    found = run(cursor, f"SELECT {asked} FROM text_{table.name}").fetchall()[0] if checks else ()
    for check in (check for check, wrong in zip(checks, found, strict=True) if wrong):
        name = check.column.name
        for row, value in streamed(
            cursor, f"SELECT row_, left({name}, {SHOWN}) FROM text_{table.name} WHERE {check.condition} ORDER BY row_"
        ):
            yield issue(check.code, file, row, name, value, **check.details)


def checks_of(column: Column) -> Iterator[Check]:
    """Everything that the text of a cell in this column can be wrong in."""
    if column.required:
        yield Check(column, f"{column.name} IS NULL", "required")
    if column.type in NOT_READABLE:
        yield Check(column, f"{column.name} IS NOT NULL AND NOT {fits(column)}", NOT_READABLE[column.type])
    if column.choices:
        words = ", ".join(f"'{c}'" for c in column.choices)
        wrong = f"{column.name} NOT IN ({words})"
        if column.pattern:
            wrong += f" AND NOT regexp_full_match({column.name}, '{column.pattern}')"
        yield Check(column, wrong, "not_allowed", {"allowed": column.allowed})
    if column.type is Type.ID:
        yield Check(column, f"contains({column.name}, ';')", "id_with_separator")
    if column.longest:
        yield Check(column, f"length({column.name}) > {column.longest}", "text_too_long", {"limit": f"{column.longest:,}"})
    if column.item:
        yield _items(column)
    if limits := _limits(column):
        wrong = " OR ".join(f"{cast(column)} {condition}" for condition, _ in limits)
        yield Check(column, wrong, "out_of_range", {"range": " and ".join(text for _, text in limits)})


def check_keys(cursor: duckdb.DuckDBPyConnection, table: Table, file: str, staged: Staged) -> Iterator[Issue]:
    """Rows with the key of an earlier row of the same file."""
    if staged.cells is not None and _are_unique(table, staged.cells, staged.rows):
        return
    keys = ", ".join(table.key)
    complete = " AND ".join(f"{n} IS NOT NULL" for n in table.key if table.column(n).required)
    repeated = f"FROM incoming_{table.name} WHERE {complete} GROUP BY {keys} HAVING count(*) > 1"
    if not run(cursor, f"SELECT 1 {repeated} LIMIT 1").fetchall():
        return
    rows = streamed(
        cursor,
        f"""
        SELECT t.row_, twice.first_, concat_ws(' · ', {", ".join(f"t.{n}" for n in table.key)}) FROM incoming_{table.name} t
        JOIN (SELECT {keys}, min(row_) AS first_ {repeated}) twice
          ON {same_key("t", "twice", table)}
        WHERE t.row_ > twice.first_ ORDER BY t.row_""",
    )
    name = " and ".join(table.key) if len(table.key) < 4 else "key"
    for row, first, value in rows:
        yield issue("duplicate_key", file, row, table.key[0], value, first=first, key=name)


def _are_unique(table: Table, cells: Mapping[str, Sequence[str]], rows: int) -> bool:
    """Whether no two rows have the same key, as far as it is given."""
    keys = [cells[name] for name in table.key if name in cells]
    return rows < 2 or (bool(keys) and len(set(zip(*keys, strict=True))) == rows)


def _limits(column: Column) -> list[tuple[str, str]]:
    """The comparisons that are true of a number out of range, each with what is allowed."""
    limits: list[tuple[str, str]] = []
    if column.low is not None:
        limits.append((f"< {column.low}", f"at least {column.low:g}"))
    if column.above is not None:
        limits.append((f"<= {column.above}", f"above {column.above:g}"))
    if column.high is not None:
        limits.append((f"> {column.high}", f"at most {column.high:g}"))
    return limits


def _items(column: Column) -> Check:
    example = "A=45;O=123" if "AOMIRQ" in column.item else "curiosity=4;planning=2"
    pattern = column.item.replace("'", "''")
    condition = f"""{column.name} IS NOT NULL AND list_bool_or(list_transform(
        list_filter(list_transform(string_split({column.name}, ';'), lambda x: trim(x)), lambda x: x <> ''),
        lambda x: NOT regexp_full_match(x, '{pattern}')))"""
    return Check(column, condition, "bad_item", {"example": example})
