"""Files to text tables: bytes in, rows of text with their row numbers out. Nothing is interpreted."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from cx.exports.export import guarded
from cx.issues import Issue, Issues, issue
from cx.readers.content import storable
from cx.readers.limits import DAMAGED_ZIP, max_bytes
from cx.readers.zip_directory import MOST_FILES, directory_problem
from cx.tables import TABLE, TEXTUAL, Table

csv.field_size_limit(4_000_000)
BIT = 1_000_000
"""Characters that are decoded at once."""
FIRST = 2
"""The number of the first row below a header."""


Rows = Iterable[tuple[int, Sequence[str]]]
"""Row numbers, the header being row 1, and cells by column of the header."""


@dataclass
class Sheet:
    """Rows of one of our tables on their way in, whatever they come from. They are read anew each time they are asked for."""

    file: str
    table: Table
    header: list[str]
    source: Callable[[], Rows]
    issues: Issues = field(default_factory=Issues)
    """What is wrong with the sheet; reading the rows adds to it."""

    def rows(self) -> Rows:
        """Rows that fit the header; others become issues."""
        return self.source()


def sheet_of_values(file: str, table: Table, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    """Texts that exist as values, such as those of a grid, as a sheet; each is meant as it stands."""
    textual = [table.column(name).type in TEXTUAL for name in header]
    # Staging takes one ' off a guarded text, as from a file.
    cells = [[storable(guarded(c) if text else c) for c, text in zip(row, textual, strict=True)] for row in rows]
    return Sheet(file, table, list(header), lambda: enumerate(cells, start=FIRST))


@dataclass
class CsvSheet(Sheet):
    """One CSV file (UTF-8), known to belong to `table`."""

    content: bytes = b""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that fit the header, as (row number, cells); others become issues."""
        reader = csv.reader(_text(self.content), strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number == 1 or not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(self.header):
                    self.issues.append(issue("ragged_row", self.file, number, found=len(cells), expected=len(self.header)))
                    continue
                yield number, cells
        except csv.Error as error:
            self.issues.append(issue("unclosed_quote", self.file, number + 1, detail=error))


def read_paths(paths: Iterable[str | Path]) -> tuple[list[Sheet], list[Issue]]:
    """Read files, folders and zip archives of CSV files; what cannot be read becomes issues."""
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    for path in map(Path, paths):
        for name, content in _contents(path, issues):
            sheet = read_bytes(name, content, issues)
            if sheet:
                sheets.append(sheet)
    return sheets, issues


def read_bytes(name: str, content: bytes, issues: list[Issue]) -> Sheet | None:
    """One CSV file; None (and an issue) when it cannot be used at all."""
    table = TABLE.get(Path(name).stem.strip().lower())
    if table is None:
        issues.append(issue("unknown_file", name, tables=", ".join(TABLE)))
        return None
    problem = _problem(name, content)
    if problem:
        issues.append(problem)
        return None
    try:
        header = next(csv.reader(_text(content), strict=True), [])
    except csv.Error as error:
        issues.append(issue("unclosed_quote", name, 1, detail=error))
        return None
    sheet = CsvSheet(name, table, [cell.strip() for cell in header], tuple, content=content)
    sheet.issues += _header_findings(sheet)
    return sheet


def _contents(path: Path, issues: list[Issue]) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if _is_table(p))
        if not files:
            issues.append(issue("nothing_to_read", str(path)))
        for file in files:
            yield from _one_file(file, issues)
    elif path.suffix.lower() == ".zip" and path.is_file():
        yield from _zip_contents(path, issues)
    else:
        yield from _one_file(path, issues)


def _one_file(path: Path, issues: list[Issue]) -> Iterator[tuple[str, bytes]]:
    try:
        size = path.stat().st_size
        if size > max_bytes():
            issues.append(_too_large(path.name, size))
            return
        yield path.name, path.read_bytes()
    except OSError:
        issues.append(issue("no_such_file", str(path)))


def _zip_contents(path: Path, issues: list[Issue]) -> Iterator[tuple[str, bytes]]:
    try:
        with path.open("rb") as stream:
            problem = directory_problem(path.name, stream)
        if problem:
            issues.append(problem)
            return
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if _is_table(Path(m.filename))]
            if not members:
                issues.append(issue("nothing_to_read", path.name))
            if len(members) > MOST_FILES:
                issues.append(issue("too_many_files", path.name, found=len(members), limit=MOST_FILES))
                return
            # All members together may be as large as one file; what a member declares is checked by what it holds.
            left = max_bytes()
            for member in members:
                name = Path(member.filename).name
                with archive.open(member) as stream:
                    content = stream.read(left + 1)
                if len(content) > left:
                    issues.append(_too_large(path.name, sum(m.file_size for m in members)))
                    return
                left -= len(content)
                yield name, content
    except DAMAGED_ZIP:
        issues.append(issue("bad_zip", path.name))


def _is_table(path: Path) -> bool:
    # Some systems put a hidden twin ._needs.csv beside every file of an archive.
    return path.suffix.lower() == ".csv" and not path.name.startswith(".")


def _too_large(name: str, size: int) -> Issue:
    return issue("too_large", name, size=round(size / 1e6, 1), limit=round(max_bytes() / 1e6, 1))


def _text(content: bytes) -> io.TextIOWrapper:
    """The text bit by bit: a long file is never held a second time."""
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")


def _problem(name: str, content: bytes) -> Issue | None:
    """Why these bytes are no text at all."""
    if not content.strip():
        return issue("empty_file", name)
    if b"\x00" in content:
        return issue("binary", name)
    blank = True
    try:
        for part in iter(partial(_text(content).read, BIT), ""):
            blank = blank and not part.strip()
    except UnicodeDecodeError:
        return issue("encoding", name, position=_undecodable(content))
    return issue("empty_file", name) if blank else None


def _undecodable(content: bytes) -> int:
    """The first byte that is no UTF-8, counted from 1."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return error.start + 1
    return 0


def _header_findings(sheet: Sheet) -> list[Issue]:
    found = []
    known = [c.name for c in sheet.table.columns]
    for position, name in enumerate(sheet.header):
        if name in sheet.header[:position]:
            found.append(issue("duplicate_column", sheet.file, 1, name))
        elif name not in known:
            near = get_close_matches(name.lower().replace(" ", "_"), known, 1)
            hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(known)}."
            found.append(issue("unknown_column", sheet.file, 1, name, table=sheet.file, hint=hint))
    for name in sheet.table.key:
        if sheet.table.column(name).required and name not in sheet.header:
            found.append(missing_column(sheet, name))
    return found


def missing_column(sheet: Sheet, name: str) -> Issue:
    """The issue for a column that the file must have."""
    needed = ", ".join(c.name for c in sheet.table.columns if c.required)
    return issue("missing_column", sheet.file, 1, name, table=sheet.file, needed=needed)
