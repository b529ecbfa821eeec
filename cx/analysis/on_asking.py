"""Relations of an answer that only questions read: each is made on the shelf of the answer when the first question names it.

Most answers are asked for their cells and needs alone, as those of earlier rounds and of other views are, and a small workspace takes
a tenth of its time for these. They read relations of the answer, or are views of what is stored, so it does not matter when they are made.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import duckdb
import pandas as pd

from cx.sql import make, relation
from cx.store.shelf import Shelf

TABLES = ("persona_stage", "gap", "segment_shown", "subject_shown")
"""Those that are kept: each question would plan the last two anew, for as long as it takes to make them in a small workspace."""
ON_ASKING = ("stg_rating", "rating_row", "segment_shown", "subject_shown", "link", "persona_stage", "gap")
"""Each after those it reads."""


class OnShelf:
    """The relations of an answer on its shelf."""

    def __init__(self, shelf: Shelf):
        self._shelf = shelf
        self._made: frozenset[str] = frozenset()
        self._making = threading.Lock()

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Rows of a question to them."""
        self._make_for(sql)
        return self._shelf.frame(sql, values)

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The same as dictionaries."""
        self._make_for(sql)
        return self._shelf.rows(sql, values)

    @contextmanager
    def filling(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that sees all of them, in one transaction."""
        self._make(frozenset(ON_ASKING))
        with self._shelf.filling() as cursor:
            yield cursor

    def close(self) -> None:
        """Give them back."""
        self._shelf.close()

    def _make_for(self, sql: str) -> None:
        if not _named(sql) <= self._made:
            self._make(_named(sql))

    def _make(self, names: frozenset[str]) -> None:
        with self._making:
            missing = names - self._made
            if not missing:
                return
            with self._shelf.filling() as cursor:
                for name in (name for name in ON_ASKING if name in missing):
                    make(cursor, name, "TABLE" if name in TABLES else "VIEW")
            self._made |= names


@lru_cache(maxsize=1_024)
def _named(sql: str) -> frozenset[str]:
    """Those that a question may read, and what they read; a word of a comment may be taken for one, which does no harm."""
    named: set[str] = set()
    for name in reversed(ON_ASKING):
        if any(re.search(rf"\b{name}\b", text) for text in (sql, *map(relation, named))):
            named.add(name)
    return frozenset(named)
