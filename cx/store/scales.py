"""The answer scales as a relation of a cursor, so that checks, surveys and coverage read one table (method 5.1)."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from cx.model import scales


def make_scales(cursor: duckdb.DuckDBPyConnection, words: Iterable[str | None] = ()) -> None:
    """Make `scales`, one row per answer scale: the usual ones, and those among `words`.

    Columns: word, low, high, zero, span, step (in units of the scale), for_pains, for_others.
    """
    rows = ", ".join(f"('{s.word}', {s.low}, {s.high}, {s.zero}, {s.span}, {s.step}, {s.for_pains}, {s.for_others})" for s in scales(words))
    cursor.execute("""CREATE OR REPLACE TEMP TABLE scales (word VARCHAR, low DOUBLE, high DOUBLE, zero DOUBLE, span DOUBLE,
        step DOUBLE, for_pains BOOLEAN, for_others BOOLEAN)""")
    cursor.execute(f"INSERT INTO scales VALUES {rows}")
