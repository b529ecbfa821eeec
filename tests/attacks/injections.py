"""Injections: every text column of every table with every injection, looked for on every page and in every output.

Each text ends with a word of its own (`MARK`), so that what a page or a file makes of it is found again. The injections go round:
in every workspace each column has another one, after as many workspaces as there are injections every column has had them all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import streamlit as st

from cx.store import Workspace, open_workspace
from cx.tables import TABLES, Column, Table, Type
from tests.attacks.injected_outputs import in_outputs
from tests.attacks.injected_pages import in_browser, on_pages
from tests.attacks.outcome import Outcome
from tests.laying import lay
from tests.oracle import Tables
from tests.sketches import a_row_in_every_table
from tests.workshop.rooms import shortfalls

MARK = "ZQ"
TYPED = (
    "<script>alert(1)</script>", "<img src=http://outside.example/a.png onerror=alert(1)>", "\"><svg onload=alert(1)>", "'><a href=javascript:alert(1)>x</a>", "</title></textarea></style><iframe src=//outside.example>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "![p](http://outside.example/b.png)", "[a](javascript:alert(1))", "http://outside.example/c", "www.outside.example", "ana@outside.example", "# head", "- item", "1. one", "> quote", "| a | b |", "`code` **b** ~~s~~",
    ":smile: :material/home:", ":red[x] :blue-badge[y]", "$x^2$ $$y$$", "=1+1", "+1+cmd|' /C calc'!A0", "-1+1", "@SUM(1)", "\t=1+1", "＝1+1", "\u00a0=1+1", "a\n=1+1", "a;=1+1",
    "\"] + warn(1) + [\"", "datum.value']; warn('", "{{ 7*7 }} ${7*7}", "%s %n {0} {x.__class__}", "'; DROP TABLE needs; --", "\\\" OR 1=1", "\u202eright\u2066left", "\x1b[31mred\x1b]8;;http://outside.example\x07link", "a\x00b\x08c\x9bd", "\ufffe\uffff\U0001ffff",
    "#read(\"/etc/passwd\") #panic() $a$ @b <c>", "]]><!ENTITY x SYSTEM \"file:///etc/passwd\">&x; _x0041_", "../../../etc/passwd", "W" * 400, "e\u0301\u0301\u0301 😀 \u2028x",
)  # fmt: skip
"""What people or machines may type, by what it would be somewhere: HTML, Markdown, a formula, an expression, a template, SQL, a
terminal's command, no character, Typst, XML, a path, too much."""
IN_BROWSER = (0, 7, 21)
"""Workspaces that a real browser visits, too."""
FIXED = frozenset(("parameters.name", "parameters.value", "scores.blind_round", "ballots.topic", "decisions.evidence_level_at_decision"))
"""Texts with a meaning of their own."""


def attack(quick: bool) -> Outcome:
    """Look for every injection of every column wherever it could come out; quick: each column has one, on a few pages."""
    tried, through = 0, list[str]()
    rounds = range(1) if quick else range(len(TYPED))
    with tempfile.TemporaryDirectory() as folder:
        for number in rounds:
            path = Path(folder) / f"{number}" / "journey.duckdb"
            with shown(path) as workspace:
                lay(workspace, injected(number))
                for found in (on_pages(workspace, quick), in_outputs(workspace, Path(folder), quick)):
                    tried += found.tried
                    through += [f"round {number}: {what}" for what in found.through]
            if number in IN_BROWSER and not quick:
                found = in_browser(path)
                tried, through = tried + found.tried, through + [f"round {number}: {what}" for what in found.through]
    columns = len(text_columns())
    note = f"{columns} columns of {len(TABLES)} tables, {len(TYPED)} injections, {len(rounds)} workspaces; a try is a text of a page or a file that holds one"
    return Outcome("injections", tried, len(through), [note, *through[:40]])


@contextmanager
def shown(path: Path) -> Iterator[Workspace]:
    """A new workspace at this path, which the pages show."""
    before = {name: os.environ.get(name) for name in ("CX_WORKSPACE", "CX_SAMPLE")}
    os.environ |= {"CX_WORKSPACE": str(path), "CX_SAMPLE": "0"}
    workspace = open_workspace(path)
    try:
        yield workspace
    finally:
        with suppress(Exception):
            open_workspace(path).close()
        st.cache_resource.clear()
        st.cache_data.clear()
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


def text_columns() -> list[tuple[Table, Column]]:
    """Every column that takes what somebody types, ids among them."""
    kinds = (Type.ID, Type.WORD, Type.TEXT, Type.LIST)
    return [(t, c) for t in TABLES for c in t.columns if c.type in kinds and not c.item and f"{t.name}.{c.name}" not in FIXED]


def injected(number: int) -> Tables:
    """The tables with an injection in every text: columns that name the same thing get the same."""
    tables = plain_tables()
    families = list(dict.fromkeys(_family(table, column) for table, column in text_columns()))
    typed = {family: TYPED[(place + number) % len(TYPED)] for place, family in enumerate(families)}
    for table, column in text_columns():
        for row in tables.get(table.name, ()):
            if row.get(column.name):
                row[column.name] = _hostile(
                    str(row[column.name]), column, typed[_family(table, column)], families.index(_family(table, column))
                )
    return tables


def _family(table: Table, column: Column) -> str:
    if column.references or column.type is Type.ID:
        return f"id of {column.references or table.name}"
    return column.name if column.name in ("market", "alternative_group", "rater", "voter") else f"{table.name}.{column.name}"


def _hostile(text: str, column: Column, typed: str, place: int) -> str:
    mark = f"{MARK}{place}"
    if column.type is Type.LIST:
        parts = [f"{typed.replace(';', ',')} {part} {mark}" for part in text.split(";")]
        return ";".join(part.strip() if column.references else part for part in parts)
    whole = f"{typed} {text} {mark}"
    return whole.replace(";", ",").strip() if column.type is Type.ID else whole


def plain_tables() -> Tables:
    """Gaps of every kind, and a value in every column of every table."""
    tables = shortfalls()
    for name, rows in a_row_in_every_table().items():
        table = next(table for table in TABLES if table.name == name)
        for row in rows:
            filled = {column: "n1-s1-0" if value == "t1" else value for column, value in row.items()}
            held = tables.setdefault(name, [])
            same = next((one for one in held if all(one.get(key, "") == filled.get(key, "") for key in table.key)), None)
            if same is None:
                held.append(filled)
            else:
                same |= {column: value for column, value in filled.items() if not same.get(column)}
    for row in tables["rounds"]:
        row.pop("frozen_on", None)
    for name, column in (("touchpoints", "name"), ("needs", "statement")):
        for number, row in enumerate(tables[name]):
            row[column] = f"{row[column]} {number}"
    return tables
