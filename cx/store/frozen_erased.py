"""Frozen rounds without a person's words, when the workspace is written anew; and the record that something was erased.

What the hash of a round is of stays as it is unless numbers rest on a text that goes, such as an id: then the round gets another
hash, and the record keeps the former. See `cx.store.frozen`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import duckdb

from cx.store.erased_words import Words
from cx.store.frozen import FrozenRound, FrozenTable, digest, hash_of, numbers_of, packed, snapshots, text_of
from cx.tables import TABLE


def frozen_without(source: duckdb.DuckDBPyConnection, words: Words, target: duckdb.DuckDBPyConnection | None, action: str) -> int:
    """Copy every frozen round without the words into `target`, if there is one; returns how many rounds hold some."""
    now, touched, new = datetime.now(UTC).replace(tzinfo=None), 0, dict[str, tuple[str, str]]()
    for one in snapshots(source):
        clean, changed = [], []
        for table in one.tables:
            if table.whole not in new:
                new[table.whole] = _copied(source, words, target, table)
            whole, numbers = new[table.whole]
            clean.append(replace(table, part=words.without(table.part), numbers=numbers, whole=whole))
            if clean[-1] != table:
                changed.append(table.table)
        own = replace(one, round_id=words.without(one.round_id), who=words.without(one.who), tables=tuple(clean))
        touched += own != one
        if target is not None:
            _write(target, replace(own, sha256=hash_of(own.round_id, own.method_version, clean) if changed else one.sha256))
            if changed:
                tables = ";".join(dict.fromkeys(changed))
                target.execute("INSERT INTO frozen_erased VALUES (?, ?, ?, ?, ?)", [own.round_id, now, action, tables, one.sha256])
    return touched


def _copied(
    source: duckdb.DuckDBPyConnection, words: Words, target: duckdb.DuckDBPyConnection | None, table: FrozenTable
) -> tuple[str, str]:
    """The hashes that a text has without the words; it is written where it is wanted."""
    for (content,) in source.execute("SELECT content FROM frozen_content WHERE whole = ?", [table.whole]).fetchall():
        text = text_of(content)
        small = text.lower()
        clean = words.without(text) if any(form in small for form in words.looked_for) else text
        whole, numbers = (digest(clean), numbers_of(TABLE[table.table], clean)) if clean != text else (table.whole, table.numbers)
        if target is not None:
            target.execute("INSERT INTO frozen_content VALUES (?, ?) ON CONFLICT DO NOTHING", [whole, packed(clean)])
        return whole, numbers
    return table.whole, table.numbers


def _write(target: duckdb.DuckDBPyConnection, one: FrozenRound) -> None:
    target.execute(
        "INSERT INTO frozen_round VALUES (?, ?, ?, ?, ?)", [one.round_id, one.sha256, one.frozen_at, one.who, one.method_version]
    )
    for row in _rows(one):
        target.execute("INSERT INTO frozen_table VALUES (?, ?, ?, ?, ?, ?)", row)
    for was in one.erased:
        target.execute(
            "INSERT INTO frozen_erased VALUES (?, ?, ?, ?, ?)",
            [one.round_id, was.happened_at, was.action, ";".join(was.tables), was.sha256],
        )


def _rows(one: FrozenRound) -> Iterator[list[object]]:
    for table in one.tables:
        yield [one.round_id, table.table, table.part, table.rows, table.numbers, table.whole]
