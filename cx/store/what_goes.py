"""What is asked to be erased, and what is found of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from cx.store.history import ERASED
from cx.store.rows import Change
from cx.tables import TABLE
from cx.words import count

KEPT = (
    ("audit_rows", "recorded row", "recorded rows"),
    ("set_aside", "list of rows set aside", "lists of rows set aside"),
    ("reading_memory", "mapping", "mappings"),
    ("workshop_room", "room", "rooms"),
    ("workshop_decision", "decision of a room", "decisions of rooms"),
    ("frozen_round", "frozen round", "frozen rounds"),
)
"""What is kept besides the tables, and what one of it is called, and several."""
OF_THE_SERVER = (
    "The rows live in a PostgreSQL server: copies of other processes are written anew by themselves, those of stopped ones when they start. "
    "The backups, the write-ahead log and the messages of the server are its administrator's, and are not reached."
)
"""What else there is of a workspace that lives in a server."""
Mend = Callable[[duckdb.DuckDBPyConnection, Change], int]
"""What puts right what rested on rows that went, as this change; returns how many rows of it the history records."""


@dataclass(frozen=True)
class Asked:
    """What shall go.

    `texts` are replaced, in capitals or not, wherever they stand as words of their own, but not within those that are `spared`. `rows`
    names rows by table and key, the parts of a key as text in the order of the table: they go, with every value that the history holds of
    them; a row that refers to one must be named as well. With them go rows that were set aside and have a cell in `cells` (in small
    letters). Any may be empty. `action` is what the history calls it, and `mend` what is done afterwards, before anybody sees it.
    """

    texts: Sequence[str] = ()
    rows: Mapping[str, Collection[tuple[str, ...]]] = field(default_factory=dict)
    spared: Sequence[str] = ()
    cells: Collection[str] = ()
    action: str = ERASED
    mend: Mend | None = None


Asking = Callable[[duckdb.DuckDBPyConnection], Asked]
"""What shall go from a database, asked of it while nobody writes there."""


@dataclass
class Found:
    """Where it stands, by table: cells by column, rows with such a cell, rows that go; `texts` how often each text stands in what
    stays, in small letters. `recorded_changes` are the changes of the history whose record names some of it, `lost_changes` those of
    them that cannot be undone any more; `copies` are files beside the workspace that may hold it as well, and `is_at_server` says that its rows
    live in a server."""

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    recorded_changes: set[int] = field(default_factory=set)
    lost_changes: set[int] = field(default_factory=set)
    copies: tuple[Path, ...] = ()
    is_at_server: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows or self.gone)

    @property
    def beyond(self) -> tuple[str, ...]:
        """What is said of where the rows live, if not in a file."""
        return (OF_THE_SERVER,) if self.is_at_server else ()

    def said(self) -> str:
        """What it comes to, without any of it; as the history says it."""
        parts = [f"{count(number, 'row')} of {table}" for table, number in sorted(self.rows.items()) if table in TABLE]
        parts += [f"{count(number, 'whole row')} of {table}" for table, number in sorted(self.gone.items()) if table in TABLE]
        parts += [count(number, *what) for table, *what in KEPT if (number := self.rows[table] + self.gone[table])]
        return ", ".join(parts)
