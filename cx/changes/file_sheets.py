"""Files, folders and archives as sheets of our tables: by name, and by the columns of their header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from cx.changes.sheets import Rows, Sheet, missing_column
from cx.issues import Issue, Issues, issue
from cx.lexicon.plain import underscored
from cx.readers.archive import Wanted
from cx.readers.by_column import Block
from cx.readers.files import BOOKS
from cx.readers.limited import read_raw
from cx.readers.plain_table import PlainTable, as_it_stands
from cx.readers.raw_table import RawTable
from cx.tables import FILE, Table

LISTS = frozenset((".csv", ".tsv", *BOOKS))
"""Endings of files that are read from folders and archives, besides files named after one of our tables."""
WANTED = Wanted(LISTS, frozenset(FILE))
"""Files of a folder or an archive that are read: those that may be a list of rows, or that are called as one of our tables."""


@dataclass
class FileSheet(Sheet):
    """A table of a file with our header."""

    plain: PlainTable = field(kw_only=True)

    def rows(self) -> Rows:
        """Rows that fit the header; others become issues."""
        return self.plain.rows(self.issues)

    def blocks(self) -> Iterator[Block]:
        """The same rows by column, many at a time."""
        return self.plain.blocks(self.issues)


def read_paths(paths: Iterable[str | Path]) -> tuple[list[Sheet], list[Issue]]:
    """Read files, folders and archives with exactly our names and columns; everything else becomes issues."""
    raw, issues = raw_of(paths)
    sheets: list[Sheet] = []
    for one in raw:
        table = table_of(one)
        if table is None:
            issues.append(issue("unknown_file", one.file, tables=", ".join(FILE)))
            continue
        if one.guess is not None:
            issues.append(issue("encoding", one.file, position=one.guess.position))
        if sheet := sheet_of_file(one, table, issues, exact=True):
            sheets.append(sheet)
    return sheets, issues


def raw_of(paths: Iterable[str | Path]) -> tuple[list[RawTable], list[Issue]]:
    """The tables in files, folders (without subfolders) and archives, and issues on those that cannot be read."""
    raw: list[RawTable] = []
    issues: list[Issue] = []
    for path in map(Path, paths):
        files = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$"))) if path.is_dir() else [path]
        wanted = [file for file in files if file == path or WANTED(PurePosixPath(file.name))]
        issues += [issue("skipped_file", file.name) for file in files if file not in wanted and file.stem.lower() != "readme"]
        if not wanted:
            issues.append(issue("nothing_to_read", str(path)))
        found, wrong = read_raw([(file.name if file.exists() else str(file), file) for file in wanted], WANTED)
        raw += found
        issues += wrong
    return raw, issues


def table_of(raw: RawTable) -> Table | None:
    """Our table with the name of the file, or of the sheet of a workbook; None if there is none."""
    return FILE.get((raw.sheet or PurePosixPath(raw.file).stem).strip().lower())


def sheet_of_file(raw: RawTable, table: Table, issues: list[Issue], *, exact: bool = False) -> Sheet | None:
    """The rows as a sheet of our table; None, with an issue, if they have no header. Unless `exact`, column names may have
    capitals and blanks."""
    plain = as_it_stands(raw, issues)
    if plain is None:
        return None
    header = [name.strip() for name in plain.header] if exact else [our_spelling(name, table) for name in plain.header]
    sheet = FileSheet(raw.place, table, header, tuple, Issues(raw.issues), plain=plain)
    sheet.issues += _header_issues(sheet)
    return sheet


def our_spelling(heading: str, table: Table) -> str:
    """A heading in the spelling of the table: “Need ID” is need_id. An unknown heading stays as typed."""
    name = underscored(heading)
    return name if name in {c.name for c in table.columns} else heading.strip()


def _header_issues(sheet: Sheet) -> list[Issue]:
    issues = []
    known = [c.name for c in sheet.table.columns]
    for position, name in enumerate(sheet.header):
        if name in sheet.header[:position]:
            issues.append(issue("duplicate_column", sheet.file, 1, name))
        elif name not in known:
            near = get_close_matches(name.lower().replace(" ", "_"), known, 1)
            hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(known)}."
            hint += " On the page Data you can say what a column of your own means."
            issues.append(issue("unknown_column", sheet.file, 1, name, table=sheet.file, hint=hint))
    for name in sheet.table.key:
        if sheet.table.column(name).required and name not in sheet.header:
            issues.append(missing_column(sheet, name))
    return issues
