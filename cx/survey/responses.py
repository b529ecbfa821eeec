"""The answers of a survey as text in a temporary table `response`.

The rows stream through in chunks, and only the columns that are asked for are kept, so memory follows
the questions that are mapped and not the size of the file. Nothing is interpreted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

import duckdb
import pyarrow as pa

from cx.errors import InvalidData
from cx.issues import Issue, Issues, issue
from cx.store import Workspace
from cx.survey.file import Row, SurveyRows, places_of

CELLS = 100_000
"""Cells that are held at once."""


@dataclass
class Responses:
    """Answers as text: the temporary table `response` of this cursor, with `row_` and `c<index>` per column kept."""

    survey: SurveyRows
    cursor: duckdb.DuckDBPyConnection
    rows: int = 0
    held: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        """Drop the temporary table."""
        self.held.close()


def open_responses(workspace: Workspace, survey: SurveyRows) -> Responses:
    """All columns of a survey, for somebody who makes a mapping. Raises InvalidData; close it afterwards."""
    if any(one.is_error for one in survey.issues):
        raise InvalidData(list(survey.issues))
    held = ExitStack()
    responses = Responses(survey, held.enter_context(workspace.cursor()), held=held)
    try:
        issues = keep(responses, range(len(survey.columns)))
        if any(one.is_error for one in issues):
            raise InvalidData(issues)
    except BaseException:
        responses.close()
        raise
    return responses


def distribution(responses: Responses, column: str) -> Counter[str]:
    """How often each text stands in a column, most frequent first. Raises KeyError for an unknown column."""
    places = places_of(responses.survey.columns, column)
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
    # The first column is kept as well: it is filled even for respondents without an answer to a mapped question.
    kept = sorted({0, *places})
    names = [f"c{place}" for place in kept]
    cursor, issues = responses.cursor, Issues()
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE response (row_ BIGINT, {', '.join(f'{n} VARCHAR' for n in names)})")
    for chunk in _chunks(responses.survey.rows(issues), kept):
        cursor.register("chunk_", chunk.rename_columns(["row_", *names]))
        cursor.execute(f"INSERT INTO response SELECT * FROM chunk_ WHERE {names[0]} <> '' OR trim(concat({', '.join(names)})) <> ''")
        cursor.unregister("chunk_")
    responses.rows = int(cursor.execute("SELECT count(*)::BIGINT FROM response").fetchall()[0][0])
    if not responses.rows and not issues:
        return [issue("empty_file", responses.survey.name)]
    return issues.shown()


def _chunks(rows: Iterable[Row], kept: Sequence[int]) -> Iterator[pa.Table]:
    """The row numbers and the columns that are kept, so many rows at once that memory stays small."""
    pick = itemgetter(*kept) if len(kept) > 1 else lambda cells: (cells[kept[0]],)
    picked = ((number, *pick(cells)) for number, cells in rows)
    size = max(1_000, CELLS // len(kept))
    while chunk := list(islice(picked, size)):
        numbers, *columns = zip(*chunk, strict=True)
        yield pa.table(
            [pa.array(numbers, pa.int64()), *(pa.array(cells, pa.string()) for cells in columns)],
            names=list(map(str, range(len(kept) + 1))),
        )
