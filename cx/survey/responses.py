"""The answers of a survey as text in a temporary table `response`.

The rows stream through in blocks, and only the columns that are asked for are kept, so memory follows
the questions that are mapped and not the size of the file. Nothing is interpreted here.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import duckdb
import pyarrow as pa
from pyarrow import csv as arrow_csv

from cx.errors import InvalidData
from cx.issues import Issue, Issues, issue
from cx.store import Workspace
from cx.survey.file import BLOCK, Head, SurveyFile, SurveyRows, places_of, read_head

CHUNK = 20_000  # rows of a survey that is no text file


@dataclass
class Responses:
    """Answers as text: the temporary table `response` of this cursor, with `row_` and `c<index>` per column kept."""

    file: SurveyFile | SurveyRows
    head: Head
    cursor: duckdb.DuckDBPyConnection
    rows: int = 0

    def close(self) -> None:
        """Give the temporary table back."""
        self.cursor.close()


def open_responses(workspace: Workspace, file: SurveyFile | SurveyRows) -> Responses:
    """All columns of a survey, for somebody who makes a mapping. Raises InvalidData; close it afterwards."""
    head, found = read_head(file)
    if head is None:
        raise InvalidData(found)
    responses = Responses(file, head, workspace.cursor())
    try:
        found = keep(responses, range(len(head.columns)))
        if any(one.is_error for one in found):
            raise InvalidData(found)
    except BaseException:
        responses.close()
        raise
    return responses


def distribution(responses: Responses, column: str) -> Counter[str]:
    """How often each text stands in a column, most frequent first. Raises KeyError for an unknown column."""
    places = places_of(responses.head.columns, column)
    if not places:
        raise KeyError(column)
    rows = responses.cursor.execute(
        f"SELECT trim(c{places[0]}) AS text, count(*)::BIGINT AS times FROM response GROUP BY text ORDER BY times DESC, text"
    ).fetchall()
    return Counter(dict(rows))


def keep(responses: Responses, places: Iterable[int]) -> list[Issue]:
    """Fill `response` with the columns at these places of the header; counts its rows, returns issues.

    Lines without any text are no respondents. Row numbers are those of a spreadsheet: the header is row 1.
    """
    # The first column comes along: it is filled even for somebody who answered none of the mapped questions.
    kept = sorted({0, *places})
    names = [f"c{place}" for place in kept]
    cursor = responses.cursor
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE response (row_ BIGINT, {', '.join(f'{n} VARCHAR' for n in names)})")
    bad, found = set[int](), Issues()
    file = responses.file
    tables = _chunks(file, kept) if isinstance(file, SurveyRows) else _blocks(file, responses.head, names, bad, found)
    try:
        for table in tables:
            cursor.register("block_", table)
            cursor.execute(f"INSERT INTO response SELECT * FROM block_ WHERE {names[0]} <> '' OR trim(concat({', '.join(names)})) <> ''")
            cursor.unregister("block_")
    except pa.ArrowInvalid as error:
        assert isinstance(file, SurveyFile)
        return [*found.shown(), _unreadable(file, str(error))]
    if isinstance(file, SurveyFile) and not bad and (unclosed := _open_quote(file, responses.head)):
        return unclosed
    responses.rows = int(cursor.execute("SELECT count(*)::BIGINT FROM response").fetchall()[0][0])
    if not responses.rows and not bad:
        return [issue("empty_file", responses.file.name)]
    return found.shown()


def _chunks(file: SurveyRows, kept: Sequence[int]) -> Iterator[pa.Table]:
    rows = iter(file.rows())
    while chunk := list(islice(rows, CHUNK)):
        columns = [pa.array([cells[place] or "" for _, cells in chunk], pa.string()) for place in kept]
        yield pa.table([pa.array([number for number, _ in chunk], pa.int64()), *columns], names=["row_", *(f"c{n}" for n in kept)])


def _blocks(file: SurveyFile, head: Head, names: list[str], bad: set[int], found: Issues) -> Iterator[pa.Table]:
    columns = [f"c{place}" for place in range(len(head.columns))]

    def skip(row: arrow_csv.InvalidRow) -> str:
        cut = row.text.count('"') % 2
        details = {"detail": "the file ends within it"} if cut else {"found": row.actual_columns, "expected": row.expected_columns}
        bad.add(row.number)
        found.append(issue("unclosed_quote" if cut else "ragged_row", file.name, row.number, **details))
        return "skip"

    reader = arrow_csv.open_csv(
        pa.BufferReader(file.content) if isinstance(file.content, bytes) else str(file.content),
        # One thread: only then does the reader know the number of a row that it skips.
        read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=columns, skip_rows_after_names=1),
        parse_options=arrow_csv.ParseOptions(
            delimiter=head.separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
        ),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=names, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    number = 2
    for batch in reader:
        numbers = _numbers(number, len(batch), bad)
        number = numbers[-1] + 1 if len(numbers) else number
        yield pa.table([pa.array(numbers, pa.int64()), *batch.columns], names=["row_", *names])


def _numbers(first: int, count: int, bad: set[int]) -> Sequence[int]:
    """The row numbers of a block, without the rows that were skipped."""
    if not bad:
        return range(first, first + count)
    return [n for n in range(first, first + count + len(bad)) if n not in bad][:count]


def _unreadable(file: SurveyFile, reason: str) -> Issue:
    if "UTF8" not in reason:
        return issue("unclosed_quote", file.name, detail="a row is longer than can be read")
    position = 0
    with file.opened() as lines:
        for line in lines:
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return issue("encoding", file.name, position=position + error.start + 1)
            position += len(line)
    raise AssertionError("a byte that is not UTF-8 was reported, but there is none")


def _open_quote(file: SurveyFile, head: Head) -> list[Issue]:
    """A quotation mark that opens in the last column takes the rest of the file into its cell without a word."""
    with file.opened() as source:
        if sum(block.count(b'"') for block in iter(lambda: source.read(BLOCK), b"")) % 2 == 0:
            return []
    with file.opened() as source, io.TextIOWrapper(source, "utf-8-sig", errors="replace", newline="") as text:
        number = 0
        try:
            for _ in csv.reader(text, strict=True, delimiter=head.separator):
                number += 1
        except csv.Error as error:
            if "end of data" in str(error):
                return [issue("unclosed_quote", file.name, number + 1, detail=error)]
    return []
