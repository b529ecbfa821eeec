"""Long texts of which every line parts its cells alike, told apart by a library that is ten times as quick as `csv`.

It takes more than `csv` does, and tells less of what it finds. So only a text is left to it that both read alike: no row is blank,
quotation marks stand around whole cells, and every row has as many. Everything else is read row by row.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cx.readers.by_column import CELLS, ROWS, Block, CellsOfColumn, kind_of
from cx.readers.content import Text
from cx.readers.dialect import DELIMITERS, Dialect
from cx.readers.limits import LONGEST_CELL, MOST_COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

LEAST = 1_000_000
"""Characters of a text from which on it pays to load the library."""
PIECE = 1 << 22
"""Bytes that it reads at once; a row may not be longer."""
QUOTED = {mark: re.compile(rb'(?<![^%b\n])"[^"]*(?:""[^"]*)*"(?![^%b\r\n])' % (mark.encode(), mark.encode())) for mark in DELIMITERS}
"""A whole cell in quotation marks."""


class NotPlain(Exception):
    """The text must be read row by row, from its first row on."""


def plain_blocks(text: Text, dialect: Dialect, width: int) -> Iterator[Block]:
    """The rows of a text, whose first one has so many cells. Raises NotPlain, perhaps after some rows."""
    if not 1 < width <= MOST_COLUMNS or dialect.delimiter not in DELIMITERS or dialect.blank_after or dialect.skip:
        raise NotPlain
    if len(text.head(LEAST)) < LEAST:
        raise NotPlain
    content = text.utf8()
    _check(content, QUOTED[dialect.delimiter])
    number = 1
    rows = min(ROWS, CELLS // width)
    for batch in _batches(content, dialect.delimiter, width):
        for start in range(0, len(batch), rows):
            some = batch.slice(start, rows)
            yield Block(list(range(number, number + len(some))), [_cells(column) for column in some.columns])
            number += len(some)


def _check(content: bytes, quoted: re.Pattern[bytes]) -> None:
    """Look for what the two would read in different ways."""
    bare = quoted.sub(b"", content) if b'"' in content else content
    has_blank_rows = bare.startswith((b"\n", b"\r")) or b"\n\n" in bare or b"\n\r\n" in bare
    if has_blank_rows or b'"' in bare or bare.count(b"\r") != bare.count(b"\r\n") or content.startswith(BOM_UTF8):
        raise NotPlain


def _batches(content: bytes, delimiter: str, width: int) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa  # most files are too short for it
    from pyarrow import csv

    pa.set_io_thread_count(1)
    text = {f"f{place}": pa.string() for place in range(width)}
    try:
        yield from csv.open_csv(
            pa.BufferReader(content),
            read_options=csv.ReadOptions(use_threads=False, autogenerate_column_names=True, block_size=PIECE),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in content, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(column_types=text, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:  # rows of another width
        raise NotPlain from None


def _cells(column: pa.Array) -> CellsOfColumn:
    """Raises NotPlain for a cell that is longer than a cell may be."""
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    if max(map(len, texts)) >= LONGEST_CELL:
        raise NotPlain
    _, places = encoded.indices.cast({"B": "uint8", "H": "uint16"}[kind_of(texts)]).buffers()
    return CellsOfColumn(texts, places.to_pybytes())
