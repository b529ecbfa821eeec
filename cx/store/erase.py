"""Erasing what stands of a person: from the rows, from the history, from rows kept for later, from remembered readings and rooms.

The engine keeps the bytes of what was deleted in blocks that are free, so the workspace is written anew into another file, which
then takes its place; what is written there never held the text. Each way of writing a text is replaced by a word of its own that
says nothing, the same everywhere, so that rows stay apart, refer to one another as before, and follow from their history.
"""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from cx.errors import UsageError, WorkspaceBusy, WorkspaceError
from cx.store import schema
from cx.store.backup import put_in_place
from cx.store.copies import log_of, partial_file
from cx.store.opening import connect
from cx.store.workspace import is_open, open_workspace
from cx.tables import TABLES, Type

SHORTEST = 3
"""Characters of a text: a shorter one stands in too many others."""
BATCH = 20_000
ORDER = (*(statement.split()[2] for statement in schema.RECORDS), *(table.name for table in TABLES))
"""Every table, those that others refer to first."""
NEVER = frozenset(
    ("sealed", "host_hash", "token_hash", *(f"{t.name}.{c.name}" for t in TABLES for c in t.columns if c.type is Type.CHOICE))
)
"""Columns, or tables with their column, whose words are not people's."""


@dataclass(frozen=True)
class Found:
    """Where texts stand: how many cells of which table and column; and the copies of the workspace that may hold them as well."""

    cells: Counter[tuple[str, str]]
    copies: tuple[Path, ...]


def erase(path: Path, texts: Sequence[str], fingerprint: Callable[[str], str], *, write: bool) -> Found:
    """Replace texts, in capitals or not, wherever they stand as words of their own; without `write`, only find them.

    `fingerprint` gives the hash by which a frozen table of a room is known, since erasing changes the table. Raises UsageError,
    WorkspaceBusy where a dashboard has the workspace open, WorkspaceError.
    """
    if is_open(path):
        raise WorkspaceBusy(f"The workspace {path} is open in this very process; erase from another one.")
    if not path.is_file():
        raise WorkspaceError(f"There is no workspace {path}. Name its file, or set CX_WORKSPACE.")
    words = Words(texts)
    open_workspace(path).close()  # brought forward, its log moved into it
    with partial_file(path) as partial:
        with closing(connect(path)) as source:
            words.follow(dict(_changed_tables(source, words, fingerprint)))
            if write:
                with closing(connect(partial)) as target:
                    cells = _written_anew(source, target, words)
            else:
                cells = Counter(dict(_places(source, words)))
            read = path.stat()
        if write and cells:
            put_in_place(partial, path, read)
    return Found(cells, _copies_of(path))


class Words:
    """What stands in the place of each text that is erased."""

    def __init__(self, texts: Sequence[str]):
        bare = [" ".join(text.split()) for text in texts]
        short = [text for text in bare if len(text) < SHORTEST]
        if short or not bare:
            raise UsageError(f"Name texts of at least {SHORTEST} characters; shorter ones stand in too many others.")
        self._plain = {form.lower(): plain for text in bare for form, plain in _forms(text)}
        self.forms = sorted({form for text in bare for form, _ in _forms(text)}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_bounded, self.forms)), re.IGNORECASE)
        self._stands_for: dict[str, str] = {}
        self._hashes: dict[str, str] = {}

    def follow(self, hashes: dict[str, str]) -> None:
        """Replace these hashes, too."""
        self._hashes = hashes

    @property
    def looked_for(self) -> list[str]:
        """What a cell must contain, in small letters, to be worth a look."""
        return sorted({form.lower() for form in self.forms} | set(self._hashes))

    def without(self, text: str) -> str:
        """The text with every word that is erased replaced."""
        for old, new in self._hashes.items():
            text = text.replace(old, new)
        return self._pattern.sub(lambda found: self._word_for(found[0]), text)

    def _word_for(self, found: str) -> str:
        """One word for each way of writing, however a file or the log encloses it."""
        plain = self._plain.get(found.lower(), str)(found)
        return self._stands_for.setdefault(plain, f"erased-{secrets.token_hex(4)}")


def _forms(text: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """How a text may stand in a cell, its accents apart or not, and what makes it plain again: in JSON, in CSV, as it is."""
    for one in {unicodedata.normalize(form, text) for form in ("NFC", "NFD")} | {text}:
        for ascii_only in (True, False):
            yield json.dumps(one, ensure_ascii=ascii_only)[1:-1], lambda found: str(json.loads(f'"{found}"'))
        yield one.replace('"', '""'), lambda found: found.replace('""', '"')
        yield one, str


def _bounded(form: str) -> str:
    """A pattern for a text that is no part of a longer word; in JSON a letter before it may belong to the sign of a line's end."""
    before = r"(?:(?<![^\W_])|(?<=\\[nrtbf])|(?<=\\u[0-9a-f]{4}))" if form[0].isalnum() else ""
    return before + re.escape(form) + (r"(?![^\W_])" if form[-1].isalnum() else "")


def _texts_of(source: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    rows = source.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND data_type = 'VARCHAR'", [table]).fetchall()
    return [name for (name,) in rows if name not in NEVER and f"{table}.{name}" not in NEVER]


def _hit(columns: Sequence[str], words: Words) -> tuple[str, list[str]]:
    """A condition: some cell of a row may hold what is erased."""
    forms = words.looked_for
    tests = [f"contains(lower({name}), ?)" for name in columns for _ in forms]
    return " OR ".join(tests) or "false", forms * len(columns)


def _changed_tables(source: duckdb.DuckDBPyConnection, words: Words, fingerprint: Callable[[str], str]) -> dict[str, str]:
    """The hashes of frozen tables of rooms that hold what is erased, and those that they will have. Raises WorkspaceError where
    a vote that is still sealed is about one of them."""
    condition, values = _hit(["item_id"], words)
    sealed = source.execute(f"SELECT item_id FROM workshop_mark WHERE {condition}", values).fetchall()
    if any(words.without(item) != item for (item,) in sealed):
        raise WorkspaceError("The id of an item that a room marks holds this text. Close the room, correct the id, then erase.")
    found = source.execute("SELECT content_hash, content FROM workshop_room").fetchall()
    return {known: fingerprint(words.without(content)) for known, content in found if words.without(content) != content}


def _places(source: duckdb.DuckDBPyConnection, words: Words) -> Counter[tuple[str, str]]:
    """How many cells hold what is erased, by table and column."""
    cells: Counter[tuple[str, str]] = Counter()
    for table in ORDER:
        for name in _texts_of(source, table):
            condition, values = _hit([name], words)
            held = source.execute(f"SELECT {name} FROM {table} WHERE {condition}", values).fetchall()
            if number := sum(words.without(text) != text for (text,) in held):
                cells[table, name] = number
    return cells


def _written_anew(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection, words: Words) -> Counter[tuple[str, str]]:
    """Fill an empty database with every row of another one, without the texts; returns how many cells changed."""
    cells: Counter[tuple[str, str]] = Counter()
    schema.prepare(target, is_new=True)
    target.begin()
    target.execute("DELETE FROM workspace_meta")
    for table in ORDER:
        columns = _texts_of(source, table)
        condition, values = _hit(columns, words)
        rows = source.sql(f"SELECT *, coalesce({condition}, false) AS hit_ FROM {table}", params=values)
        for batch in rows.to_arrow_reader(BATCH):
            target.register("batch_", _without(pa.table(batch), table, columns, words, cells))
            target.execute(f"INSERT INTO {table} BY NAME SELECT * EXCLUDE hit_ FROM batch_")
            target.unregister("batch_")
    target.commit()
    target.execute("CHECKPOINT")
    return cells


def _without(rows: pa.Table, table: str, columns: Sequence[str], words: Words, cells: Counter[tuple[str, str]]) -> pa.Table:
    hits = [place for place, hit in enumerate(rows["hit_"].to_pylist()) if hit]
    for name in columns if hits else ():
        texts: list[Any] = rows[name].to_pylist()
        changed = {at: clean for at in hits if texts[at] is not None and (clean := words.without(texts[at])) != texts[at]}
        if changed:
            cells[table, name] += len(changed)
            for at, clean in changed.items():
                texts[at] = clean
            rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(texts, pa.string()))
    return rows


def _copies_of(path: Path) -> tuple[Path, ...]:
    """Other databases beside the workspace, under names that begin as its own does: copies from before."""
    beside = [*path.parent.glob(f"{path.stem}.*{path.suffix}"), log_of(path)]
    return tuple(sorted(copy for copy in beside if copy != path and copy.is_file()))
