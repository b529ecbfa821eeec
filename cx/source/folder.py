"""A folder of Parquet or CSV files as one table, counted out of core by an engine that knows nothing of the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cx.errors import JourneyError
from cx.source.asking import Question
from cx.source.counts import Counts
from cx.store.foreign_files import engine_for

KINDS = {
    ".parquet": "read_parquet($files, union_by_name = true)",
    ".csv": """read_csv($files, all_varchar = true, header = true, skip = 0, delim = '$delim', quote = '"', escape = '"', union_by_name = true)""",
}
"""How files of an ending are read: columns belong together by their names, and a cell of CSV stays the text that it is.

No line is skipped and the first one says what parts its cells: the engine would otherwise take a row that is wider for the first.
"""
DELIMITERS = (",", ";", "\t", "|")
TABLE = "answers"


class Folder:
    """The responses of a folder: `columns` as they are called, and what they answer to a question."""

    def __init__(self, name: str, engine: duckdb.DuckDBPyConnection):
        self.name, self._engine = name, engine
        self.columns = tuple(row[0] for row in engine.execute(f"DESCRIBE {TABLE}").fetchall())

    def answer(self, question: Question) -> Counts:
        """What the files answer. Raises JourneyError where one of them cannot be read."""
        try:
            rows = self._engine.execute(question.sql).fetchall()
        except duckdb.Error as error:
            raise _unreadable(self.name, error) from None
        has_segments = bool(rows) and len(rows[0]) == 5
        return Counts(tuple((row[1] if has_segments else 0, *row[-3:]) for row in rows))


@contextmanager
def folder(path: Path) -> Iterator[Folder]:
    """The files of one kind at `path`, a folder or one file. Raises JourneyError where there are none, or they cannot be read."""
    if not path.exists():
        raise JourneyError(f"There is no file or folder {path}. Check the path.")
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    kinds = {kind: [str(file) for file in files if file.suffix.lower() == kind] for kind in KINDS}
    found = {kind: of_kind for kind, of_kind in kinds.items() if of_kind}
    if len(found) != 1:
        what = "Parquet and CSV files side by side" if found else "no Parquet and no CSV file"
        raise JourneyError(f"{path} holds {what}. Name a folder with the files of one survey, all of one kind.")
    ((kind, of_kind),) = found.items()
    with engine_for(of_kind) as engine:
        try:
            listed = ", ".join("'" + file.replace("'", "''") + "'" for file in of_kind)
            reader = KINDS[kind].replace("$delim", _delimiter(Path(of_kind[0]))).replace("$files", f"[{listed}]")
            engine.execute(f"CREATE VIEW {TABLE} AS SELECT * FROM {reader}")
            yield Folder(path.name or str(path), engine)
        except duckdb.Error as error:
            raise _unreadable(path.name, error) from None


def _delimiter(file: Path) -> str:
    """What parts the cells of the first line."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        first = lines.readline()
    return max(DELIMITERS, key=first.count)


def _unreadable(name: str, error: duckdb.Error) -> JourneyError:
    said = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return JourneyError(
        f"The files of {name} cannot be read as one table: {said} In a CSV file a row may be wider than the first line, or a quotation mark "
        "may be left open. Correct or remove the file that is named, and ask again."
    )
