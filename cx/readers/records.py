"""Records (what JSON and YAML hold) to grids: one row per record, nested values flattened to text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from cx.errors import InvalidData
from cx.issues import Issues, issue
from cx.lexicon.plain import plain
from cx.readers.content import BufferedGrid, Row
from cx.readers.flat_records import OF_A_PERSONA, flat, holds_records, joined, lists_of, scalar
from cx.readers.limits import MOST_COLUMNS
from cx.readers.text_table import placed
from cx.words import listing

DEEPEST = 50
MOST_TOLD = 20
"""Keys of one record that are told to stand twice."""


class Record(dict[str, Any]):
    """A mapping as a file holds it; `twice` names the keys that stand twice."""

    __slots__ = ("twice",)

    def __init__(self, pairs: Sequence[tuple[Any, Any]]):
        super().__init__()
        twice: dict[str, None] = {}
        for key, value in pairs:
            name = scalar(key)
            if name in self:
                twice[name] = None
            self[name] = value
        self.twice: tuple[str, ...] = tuple(twice)


@dataclass
class RecordGrid:
    """A list of records as rows; `bare` where the file holds rows without names, so that a header must be found."""

    name: str | None
    grid: BufferedGrid
    notes: list[str] = field(default_factory=list)
    issues: Issues = field(default_factory=Issues)
    bare: bool = False
    lists: frozenset[str] = frozenset()
    """The names of columns that hold lists of single values."""


def record_grids(file: str, document: Any) -> list[RecordGrid]:
    """The lists of records in a document. Raises InvalidData if there is none.

    Lists stand alone or under a key (the key then names the list, where there are several); a mapping of
    mappings is a list whose keys become the first column.
    """
    if isinstance(document, list):
        return [_grid(file, None, document)]
    if not isinstance(document, dict):
        raise InvalidData([issue("no_records", file)])
    lists = {key: value for key, value in document.items() if isinstance(value, list) and holds_records(value)}
    if lists and not _is_persona(document, lists):
        left = [key for key in document if key not in lists]
        grids = [_grid(file, key if len(lists) > 1 else None, value) for key, value in lists.items()]
        for key, grid in zip(lists, grids, strict=True):
            grid.notes.insert(0, f"Records are read from “{key}”.")
            if left:
                grid.notes.append("Left out beside the records: " + listing(f"“{key}”" for key in left) + ".")
        return grids
    if document and all(isinstance(value, dict) for value in document.values()):
        if len(document) == 1 and not all(_is_persona(value, value) for value in document.values()):
            return record_grids(file, next(iter(document.values())))
        called = "id" if all("name" in value for value in document.values()) else "key"  # what has a name is only told apart by its key
        keyed = [Record([(called, key), *value.items()]) for key, value in document.items()]
        grid = _grid(file, None, keyed)
        grid.notes.insert(0, f"The names of the records are read as the column “{called}”.")
        return [grid]
    return [_grid(file, None, [document])]


def _is_persona(document: dict[str, Any], lists: Iterable[str]) -> bool:
    """Whether this is one persona with lists of its own, and no document that holds tables."""
    named = [plain(key) for key in lists if isinstance(document[key], list)]
    return bool(named) and set(named) <= OF_A_PERSONA and any(plain(key) in ("name", "persona") for key in document)


def _grid(file: str, name: str | None, records: list[Any]) -> RecordGrid:
    grid = RecordGrid(name, BufferedGrid(file))
    place = placed(file, name)
    if not records:
        raise InvalidData([issue("no_records", place)])
    if not holds_records(records):
        _fill_bare(grid, records)
        return grid
    records = _unwrapped(grid, records)
    names: dict[str, int] = {}
    grid.lists = frozenset(name for record in records if isinstance(record, dict) for name in lists_of(record))

    def rows() -> Iterator[Row]:
        for number, record in enumerate(records, start=2):
            if not isinstance(record, dict):
                if record is not None:
                    grid.issues.append(issue("not_a_record", place, number, value=scalar(record)[:200]))
                continue
            twice = list(islice(_twice(record), MOST_TOLD))
            grid.issues += [issue("key_twice", place, number, key) for key in twice]
            if not twice:
                yield number, _row(place, number, record, names)

    grid.grid.fill(rows())
    if not names:
        raise InvalidData(grid.issues.shown() or [issue("no_records", place)])
    grid.grid.first = (1, tuple(names))
    grid.notes.append("One row per record; the first record is row 2.")
    return grid


def _row(place: str, number: int, record: dict[str, Any], names: dict[str, int]) -> tuple[str, ...]:
    """The cells of a record in the order of the names; new names join at the end."""
    row = [""] * len(names)
    for key, cell in flat(place, number, record):
        if key not in names:
            if len(names) == MOST_COLUMNS:
                details: dict[str, Any] = {"found": f"more than {MOST_COLUMNS}", "limit": MOST_COLUMNS}
                raise InvalidData([issue("too_many_columns", place, number, **details)])
            names[key] = len(names)
            row.append("")
        row[names[key]] = cell
    return tuple(row)


def _fill_bare(grid: RecordGrid, records: list[Any]) -> None:
    """Lists of cells instead of records: rows, the first of which should be the header; single values: one column."""
    if any(isinstance(record, list) for record in records):
        grid.bare = True
        rows = [record if isinstance(record, list) else [record] for record in records]
        grid.grid.fill((n, tuple(joined(cell) for cell in row)) for n, row in enumerate(rows, start=1))
    else:
        grid.notes.append("The list holds single values: they are read as the column “value”, the first as row 2.")
        grid.grid.fill(iter([(1, ("value",)), *((n, (scalar(cell),)) for n, cell in enumerate(records, start=2))]))


def _unwrapped(grid: RecordGrid, records: list[Any]) -> list[Any]:
    """The records without the one key that wraps each of them (- touchpoint: {...})."""
    if numbered := _numbered(records):
        grid.notes.append("Each record stands inside its id, which is taken away.")
        return numbered
    keys = {tuple(record) if isinstance(record, dict) else () for record in records if record is not None}
    if len(keys) != 1 or len(key := next(iter(keys))) != 1:
        return records
    inner = [record[key[0]] if record is not None else None for record in records]
    if not all(value is None or isinstance(value, dict) for value in inner) or not holds_records(inner):
        return records
    grid.notes.append(f"Each record stands inside “{key[0]}”, which is taken away.")
    return inner


def _numbered(records: list[Any]) -> list[Any]:
    """The records, each of which stands alone inside its own id ({"7": {"id": "7", …}}); nothing where they do not."""
    pairs = [next(iter(record.items())) if isinstance(record, dict) and len(record) == 1 else ("", None) for record in records]
    return [inner for _, inner in pairs] if all(isinstance(inner, dict) and inner.get("id") == key for key, inner in pairs) else []


def _twice(record: dict[str, Any]) -> Iterator[str]:
    yield from getattr(record, "twice", ())
    for key, value in record.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from (f"{key}.{inner}" for inner in _twice(one))
