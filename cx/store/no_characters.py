"""What is no character in texts of former versions is left out of every table and record, ids and the history among them.

Nothing that comes in holds any more since, so it is done once, when a workspace is brought forward. An id that another row has
without them gets a number; whatever names it, here or in the history, follows. Outputs leave such signs out as well.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from cx.log_lines import Known
from cx.store.ddl import make_anew
from cx.store.records import RECORDS
from cx.tables import TABLES, TEXTUAL
from cx.words import UNPRINTABLE, count, printable

RECORDED = tuple(statement.split()[2] for statement in RECORDS)
"""The tables without a file."""

BEYOND = "".join(rf"\x{{{plane:x}fffe}}\x{{{plane:x}ffff}}" for plane in range(1, 17))
HELD = rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{{84}}\x{{86}}-\x{{9f}}\x{{fdd0}}-\x{{fdef}}\x{{fffe}}\x{{ffff}}{BEYOND}]"
"""The same as `words.UNPRINTABLE` for the database, whose texts hold no halves of characters."""
AS_JSON = (
    "audit_rows.before", "audit_rows.after", "workshop_room.content", "workshop_decision.content", "workshop_setting.value",
)  # fmt: skip
"""Texts that are JSON and shown, where signs may be spelled."""
SPELLED = r"\\u(00[0189]|007|[dD][89a-fA-F]|[fF][dDfF])"
ESCAPE = re.compile(r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
log = logging.getLogger("cx")


def leave_out(cursor: duckdb.DuckDBPyConnection) -> int:
    """Leave them out within a transaction; how many rows were changed.

    Where people mark an item whose id holds some, nothing is changed: their seals name the item.
    """
    dirty = [name for name in (*RECORDED, *(table.name for table in TABLES)) if _hits(cursor, name, _Clean())]
    if not dirty:
        return 0
    if "workshop_mark" in dirty:
        log.warning("Signs that are no characters stay in the texts of this workspace: the id of an item that a room marks holds some.")
        return 0
    clean = _Clean(_ids(cursor))
    for content, known in cursor.execute("SELECT content, content_hash FROM workshop_room").fetchall():
        if (now := clean.text(content, is_json=True)) != content:
            clean.named[known] = hashlib.sha256(now.encode()).hexdigest()
            clean.hashes.append(known)
    changed = sum(_cleaned(cursor, name, name, clean) for name in RECORDED)
    changed += _tables_cleaned(cursor, clean)
    log.warning("Signs that are no characters, which a former version had stored, were left out of %s.", Known(count(changed, "row")))
    return changed


@dataclass
class _Clean:
    """How texts become clean: what stands in the place of ids and of hashes of frozen tables, and which those are."""

    named: dict[str, str] = field(default_factory=dict)
    hashes: list[str] = field(default_factory=list)

    def text(self, text: str, *, is_json: bool) -> str:
        """A text without signs that are no characters, in which ids have their new names."""
        for old, new in self.named.items():
            for form in _forms(old) if is_json else (old,):
                text = text.replace(form, new)
        return printable(ESCAPE.sub(_unless_no_character, text) if is_json else text)


def _forms(text: str) -> Iterator[str]:
    """How a text may stand in JSON."""
    yield text
    for ascii_only in (True, False):
        form = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        yield form
        yield re.sub(r"(?<=\\u)[0-9a-f]{4}", lambda digits: digits[0].upper(), form)


def _unless_no_character(spelled: re.Match[str]) -> str:
    is_sign = len(spelled[0]) > 2
    return "" if is_sign and UNPRINTABLE.search(json.loads(f'"{spelled[0]}"')) else spelled[0]


def _hits(cursor: duckdb.DuckDBPyConnection, table: str, clean: _Clean, of: str = "") -> list[dict[str, Any]]:
    """Rows of a table, with their number, of which some text is not clean; `of` is where they really lie, such as in a copy."""
    rows = cursor.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND table_name = ? AND data_type = 'VARCHAR'",
        [table],
    ).fetchall()
    names = [name for (name,) in rows]
    spelled = {name: "|".join([HELD, *clean.hashes, *([SPELLED] if f"{table}.{name}" in AS_JSON else [])]) for name in names}
    test = " OR ".join(f"regexp_matches({name}, ?)" for name in names)
    found = cursor.execute(f"SELECT rowid, {', '.join(names)} FROM {of or table} WHERE {test}", list(spelled.values())).fetchall()
    hits = [dict(zip(("rowid", *names), row, strict=True)) for row in found]
    return [row for row in hits if _changed(row, table, clean)]


def _changed(row: dict[str, Any], table: str, clean: _Clean) -> dict[str, str]:
    """The texts of a row that become others."""
    texts = {name: text for name, text in row.items() if name != "rowid" and text is not None}
    cleaned = {name: clean.text(text, is_json=f"{table}.{name}" in AS_JSON) for name, text in texts.items()}
    return {name: text for name, text in cleaned.items() if text != texts[name]}


def _cleaned(cursor: duckdb.DuckDBPyConnection, table: str, of: str, clean: _Clean) -> int:
    hits = _hits(cursor, table, clean, of)
    for row in hits:
        changed = _changed(row, table, clean)
        cursor.execute(f"UPDATE {of} SET {', '.join(f'{name} = ?' for name in changed)} WHERE rowid = ?", [*changed.values(), row["rowid"]])
    return len(hits)


def _tables_cleaned(cursor: duckdb.DuckDBPyConnection, clean: _Clean) -> int:
    """The same for all tables, by way of copies: the engine changes no row in its place that others refer to."""
    changed = 0
    for table in TABLES:
        cursor.execute(f"CREATE TEMP TABLE clean_{table.name} AS FROM {table.name}")
        changed += _cleaned(cursor, table.name, f"clean_{table.name}", clean)
    make_anew(cursor, TABLES, "clean")
    return changed


def _ids(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """A name for every text of a key that holds some: the same without them, where nothing else is called so."""
    held, known = set[str](), set[str]()
    for table in TABLES:
        for name in table.key:
            column = table.column(name)
            if not column.references and column.type in TEXTUAL:
                values = [value for (value,) in cursor.execute(f"SELECT DISTINCT {name} FROM {table.name}").fetchall() if value]
                held |= {value for value in values if printable(value) != value}
                known |= set(values)
    named = {}
    for value in sorted(held, key=lambda text: (-len(text), text)):
        bare, number = printable(value).strip() or "id", 2
        name = bare
        while name in known:
            name, number = f"{bare}-{number}", number + 1
        known.add(name)
        named[value] = name
    return named
