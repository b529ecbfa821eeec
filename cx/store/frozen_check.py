"""Are the frozen rounds what they were when they were frozen?"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

import duckdb

from cx.store.frozen import FrozenRound, FrozenTable, hash_of, numbers_of, snapshots, text_of
from cx.tables import TABLE


def rounds_altered(cursor: duckdb.DuckDBPyConnection) -> tuple[str, list[str]]:
    """What was looked at, and what is wrong, in sentences that name round and table."""
    found, faults = snapshots(cursor), list[str]()
    for one in found:
        faults += _faults(cursor, one)
    texts = int(cursor.execute("SELECT count(*) FROM frozen_content").fetchall()[0][0])
    lost = "round_id NOT IN (SELECT round_id FROM rounds WHERE frozen_on IS NOT NULL)"
    faults += [
        f"The round “{round_id}” has a snapshot, but is not frozen."
        for (round_id,) in cursor.execute(f"SELECT round_id FROM frozen_round WHERE {lost} ORDER BY 1").fetchall()
    ]
    stray = cursor.execute(
        "SELECT DISTINCT round_id FROM frozen_table WHERE round_id NOT IN (SELECT round_id FROM frozen_round)"
    ).fetchall()
    faults += [f"The snapshot of the round “{round_id}” is gone, but not its tables." for (round_id,) in stray]
    erased = sum(len(one.erased) for one in found)
    seen = f"{len(found):,} of them, {texts:,} texts" + (f", erased from {erased:,} times" if erased else "")
    return seen, faults


def _faults(cursor: duckdb.DuckDBPyConnection, one: FrozenRound) -> Iterator[str]:
    for table in one.tables:
        content = cursor.execute("SELECT content FROM frozen_content WHERE whole = ?", [table.whole]).fetchall()
        if not content or not is_whole(table, content[0][0]):
            of = f" (rows of “{table.part}”)" if table.part else ""
            yield f"The table {table.table}{of} of the frozen round “{one.round_id}” is not the one that was frozen."
    if hash_of(one.round_id, one.method_version, one.tables) != one.sha256:
        yield f"The list of tables of the frozen round “{one.round_id}” is not the one that was frozen."


def is_whole(table: FrozenTable, content: bytes) -> bool:
    """Whether a stored text is the one that both hashes are of."""
    try:
        text = text_of(content)
    except (zlib.error, UnicodeDecodeError):
        return False
    if hashlib.sha256(text.encode()).hexdigest() != table.whole or table.table not in TABLE:
        return False
    return numbers_of(TABLE[table.table], text) == table.numbers
