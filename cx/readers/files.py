"""Any file that people bring to tables of plain text: what is in it, and what is wrong with it. Nothing is interpreted.

A file is read by what it is, not by what its name says; the name decides only between kinds of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from cx.errors import InvalidData, JourneyError
from cx.issues import Issue, issue
from cx.readers import dialect
from cx.readers.archive import Members
from cx.readers.content import Content, Text, size_of, too_large, whole
from cx.readers.delimited import Delimited
from cx.readers.documents import json_document, yaml_document
from cx.readers.encoding import decoded
from cx.readers.layout.layout import lay_out, lay_out_all
from cx.readers.limits import max_bytes
from cx.readers.markdown import holds_table, markdown_tables
from cx.readers.records import record_grids
from cx.readers.signature import signature
from cx.readers.text_table import TextTable
from cx.readers.workbooks.other_formats import read_old_workbook
from cx.readers.workbooks.workbook import SheetGrid, read_workbook

Tables = tuple[list[TextTable], list[Issue]]

TEXTS = frozenset(("", ".csv", ".tsv", ".tab", ".txt", ".dat", ".asc", ".psv"))
JSON = frozenset((".json", ".jsonl", ".ndjson"))
YAML = frozenset((".yaml", ".yml"))
MARKDOWN = frozenset((".md", ".markdown"))
BOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
LOOKS_LIKE_JSON = re.compile(r"\s*(\[\s*\{\s*\"|\{\s*\"[^\"]*\"\s*:)")
LARGEST_JSON, LARGEST_YAML = 25_000_000, 5_000_000


def read_upload(name: str, content: Content) -> Tables:
    """The tables of a file, an archive or a folder, and what is wrong with those that are none.

    An issue about rows of a table stands in the table. Raises nothing about the file, whatever it holds.
    """
    return _guarded(name, content, in_archive=False)


def _guarded(name: str, content: Content, in_archive: bool) -> Tables:
    try:
        return _read(name, content, in_archive)
    except InvalidData as refused:
        return [], list(refused.issues)
    except JourneyError:
        raise  # the settings are wrong, not the file
    except Exception:
        # The last resort: a file that no reader expected is an issue, never a broken page.
        return [], [issue("unreadable", name)]


def _read(name: str, content: Content, in_archive: bool) -> Tables:
    members = Members()
    if isinstance(content, Path):
        if content.is_dir():
            return _each(members, members.of_folder(name, content))
        if not content.is_file():
            return [], [issue("no_such_file", name)]
    size = size_of(content)
    if not size:
        return [], [issue("empty_file", name)]
    if size > max_bytes():
        return [], [too_large(name, size)]
    kind = signature(content)
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if kind == "zip" and ending in BOOKS:
        return [], [issue("bad_workbook", name)]
    if kind == "zip" and in_archive:
        return [], [issue("nested_zip", name)]
    if kind == "zip" or ending == ".zip":
        return _each(members, members.of_archive(name, content))
    if kind in ("xlsx", "xlsb", "ods", "xls"):
        sheets = read_workbook(name, content) if kind == "xlsx" else read_old_workbook(name, content)
        return _laid_out(name, sheets, () if ending in BOOKS else ("It is a workbook, whatever its name says.",))
    if kind != "text":
        code = {"password": "password", "html": "web_page"}.get(kind, "seems_to_be")
        return [], [issue(code, name, what=kind)]
    return _read_text(name, content, ending)


def _read_text(name: str, content: Content, ending: str) -> Tables:
    if ending in JSON:
        whole(name, content, LARGEST_JSON, "JSON")
        text, note = decoded(name, content)
        document, wrong, notes = json_document(name, text.whole())
        return _records(name, document, wrong, [note, *notes])
    if ending in YAML:
        whole(name, content, LARGEST_YAML, "YAML")
        text, note = decoded(name, content)
        return _records(name, yaml_document(name, text.whole()), [], [note])
    if ending not in TEXTS | BOOKS | MARKDOWN:
        return [], [issue("unknown_kind", name, ending=ending)]
    text, note = decoded(name, content)
    if ending in MARKDOWN or (ending in ("", ".txt") and holds_table(text)):
        return _of_markdown(name, text, note), []
    if LOOKS_LIKE_JSON.match(text.head(1000)) and size_of(content) <= LARGEST_JSON:
        with suppress(InvalidData):
            document, wrong, notes = json_document(name, text.whole())
            return _records(name, document, wrong, [note, "It is JSON, whatever its name says.", *notes])
    guessed = dialect.guess(text)
    notes = [note, guessed.note]
    if ending in BOOKS:
        notes.append("It is a text file, whatever its name says.")
    return lay_out_all(name, None, Delimited(name, text, guessed), notes), []


def _of_markdown(name: str, text: Text, note: str) -> list[TextTable]:
    return [
        lay_out(name, one.name, one.grid, (note, "Rows are counted as lines of the text.", *one.notes), first_is_header=True)
        for one in markdown_tables(name, text)
    ]


def _records(name: str, document: object, wrong: Sequence[Issue], notes: Sequence[str]) -> Tables:
    try:
        grids = record_grids(name, document)
    except RecursionError:
        return [], [issue("too_nested", name)]
    tables = []
    for grid in grids:
        found = [*wrong, *grid.issues]
        tables.append(lay_out(name, grid.name, grid.grid, (*notes, *grid.notes), found, first_is_header=not grid.bare))
    return tables, []


def _laid_out(name: str, sheets: Sequence[SheetGrid], notes: Sequence[str]) -> Tables:
    tables: list[TextTable] = []
    issues: list[Issue] = []
    for sheet in sheets:
        try:
            tables += lay_out_all(name, sheet.name, sheet.grid, (*notes, *sheet.notes), sheet.issues)
        except InvalidData as refused:
            issues += refused.issues
    if not sheets:
        issues.append(issue("empty_file", name))
    return tables, issues


def _each(members: Members, files: Iterable[tuple[str, Content]]) -> Tables:
    tables: list[TextTable] = []
    wrong: list[Issue] = []
    try:
        for name, content in files:
            found, issues = _guarded(name, content, in_archive=not isinstance(content, Path) or content.suffix.lower() != ".zip")
            tables += found
            wrong += issues
    except InvalidData as refused:
        wrong += refused.issues
    notes = members.notes()
    return [replace(one, notes=one.notes + notes) for one in tables], [*members.issues, *wrong]
