"""Any file that people bring to tables of plain text: what is in it, and what is wrong with it. Nothing is interpreted.

A file is read by what it is, not by what its name says; the name decides only between kinds of text.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from cx.errors import InvalidData, JourneyError
from cx.issues import Issue, issue
from cx.readers import dialect, now_reading
from cx.readers.archive import TABLES, Members, Wanted
from cx.readers.code_books.files import LIMESURVEY, book_in_json, book_of_limesurvey
from cx.readers.content import Content, size_of, too_large, too_many_tables, whole
from cx.readers.delimited import Delimited, StoredRows
from cx.readers.documents import json_document, yaml_document
from cx.readers.encoding import Decoded, decoded
from cx.readers.layout.scored_again import with_times
from cx.readers.layout.stories import with_stories_apart
from cx.readers.limits import MOST_TABLES, max_bytes
from cx.readers.markdown import MarkdownTable, holds_table, markdown_tables
from cx.readers.outlines.documents import personas_of_markdown, read_slides, read_word
from cx.readers.platforms.limesurvey_archive import responses_alone, responses_of_archive
from cx.readers.platforms.recognised import recognised_records
from cx.readers.raw_table import RawTable
from cx.readers.records import record_grids
from cx.readers.research.code_columns import with_passages_apart
from cx.readers.research.project import read_codebook, read_project
from cx.readers.signature import signature
from cx.readers.statistics.study import read_study
from cx.readers.text_table import TextTable
from cx.readers.workbooks.other_formats import read_old_workbook
from cx.readers.workbooks.workbook import SheetGrid, read_workbook

Tables = tuple[list[TextTable], list[Issue]]
Raw = tuple[list[RawTable], list[Issue]]

T = TypeVar("T")
NOTHING: Raw = ([], [])
TEXTS = frozenset(("", ".csv", ".tsv", ".tab", ".txt", ".dat", ".asc", ".psv"))
JSON = frozenset((".json", ".jsonl", ".ndjson", ".qsf"))
YAML = frozenset((".yaml", ".yml"))
MARKDOWN = frozenset((".md", ".markdown"))
BOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"))
STUDIES = frozenset((".sav", ".zsav", ".por", ".dta"))
DOCUMENTS = frozenset((".docx", ".docm", ".pptx", ".pptm"))
READERS: Mapping[str, Callable[[str, Content], RawTable]] = {
    "an SPSS file": read_study,
    "a Stata file": read_study,
    "a Word document": read_word,
    "a PowerPoint presentation": read_slides,
}
"""Readers of formats that hold one table, by what `signature` calls the file."""
RESEARCH: Mapping[str, tuple[tuple[str, ...], Callable[[str, Content], RawTable]]] = {
    ".qdpx": (("zip",), read_project),
    ".qdc": (("an XML file", "text"), read_codebook),
    ".lsr": (("an XML file", "text"), responses_alone),
}
"""The same of those that only the ending tells apart: what `signature` calls them, and the reader."""
LOOKS_LIKE_JSON = re.compile(r"\s*(\[\s*\{\s*\"|\{\s*\"[^\"]*\"\s*:)")
LARGEST_JSON, LARGEST_YAML, LARGEST_MARKDOWN = 25_000_000, 5_000_000, 5_000_000


def read_upload(name: str, content: Content) -> Tables:
    """The tables of a file, an archive or a folder, and what is wrong with those that are none.

    An issue about rows of a table stands in the table. Raises nothing about the file, whatever it holds.
    """
    raw, issues = read_raw(name, content)
    tables: list[TextTable] = []
    for one in raw:
        found, wrong = tables_of(one)
        tables += found
        issues += wrong
    tables = with_times(tables)
    return (tables, issues) if len(tables) <= MOST_TABLES else ([], [too_many_tables(name, len(tables))])


def tables_of(raw: RawTable) -> Tables:
    """The tables that lie in rows, and what is wrong where there is none. An issue about rows of a table stands in the table."""
    return _guarded(raw.file, lambda: [with_passages_apart(with_stories_apart(table)) for table in raw.tables()], list[TextTable]())


def read_raw(name: str, content: Content, is_wanted: Wanted = TABLES) -> Raw:
    """The rows of a file, an archive or a folder, before a header is looked for; otherwise as `read_upload`.

    `is_wanted` says which files of an archive or a folder are looked into; of the others a warning is given.
    """
    (raw, issues), refused = _guarded(name, partial(_read, name, content, Members(is_wanted)), NOTHING)
    if len(raw) > MOST_TABLES:
        return [], [too_many_tables(name, len(raw))]
    return list(raw), [*issues, *refused]


def _guarded(name: str, read: Callable[[], T], nothing: T) -> tuple[T, list[Issue]]:
    """What reading gives, or what is wrong."""
    try:
        return read(), []
    except InvalidData as refused:
        return nothing, list(refused.issues)
    except (JourneyError, MemoryError):
        raise  # the settings are wrong, not the file; or it costs more than a file may
    except OSError as error:
        if error.errno in (errno.EFBIG, errno.ENOSPC):
            raise  # there is no room to put it aside
        return nothing, [issue("unreadable", name)]
    except Exception:
        # The last resort: a file that no reader expected is an issue, never a broken page.
        return nothing, [issue("unreadable", name)]


def _read(name: str, content: Content, members: Members | None) -> Raw:
    """A file; `members` choose the files of an archive, which is not read where there are none to choose them."""
    if isinstance(content, Path) and content.is_dir() and members is not None:
        return _each(members, members.of_folder(name, content))
    if isinstance(content, Path) and not content.is_file():
        return [], [issue("no_such_file", name)]
    size = size_of(content)
    if not size:
        return [], [issue("empty_file", name)]
    if size > max_bytes():
        return [], [too_large(name, size)]
    now_reading.begins(name, "unreadable")
    return _read_kind(name, content, signature(content), members)


def _read_kind(name: str, content: Content, kind: str, members: Members | None) -> Raw:
    """A file by what it is."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if ending in LIMESURVEY and kind in ("zip", "an XML file"):
        answers = responses_of_archive(name, content) if kind == "zip" else None
        return [book_of_limesurvey(name, content), *([answers] if answers else [])], []
    if ending in RESEARCH and kind in RESEARCH[ending][0]:
        return [RESEARCH[ending][1](name, content)], []
    if kind == "zip" and ending in BOOKS | DOCUMENTS:
        return [], [issue("bad_document" if ending in DOCUMENTS else "bad_workbook", name)]
    if kind == "zip" and members is None:
        return [], [issue("nested_zip", name)]
    if members is not None and (kind == "zip" or ending == ".zip"):
        return _each(members, members.of_archive(name, content))
    if kind in ("xlsx", "xlsb", "ods", "xls"):
        sheets = read_workbook(name, content) if kind == "xlsx" else read_old_workbook(name, content)
        return _of_workbook(name, sheets, () if ending in BOOKS else ("It is a workbook, whatever its name says.",))
    if kind in READERS:
        return [READERS[kind](name, content)], []
    if ending in STUDIES:
        return [], [issue("bad_study", name)]
    if kind != "text":
        code = {"password": "password", "html": "web_page"}.get(kind, "seems_to_be")
        return [], [issue(code, name, what=kind)]
    return _read_text(name, content, ending)


def _read_text(name: str, content: Content, ending: str) -> Raw:
    """A text by its ending."""
    if ending in JSON:
        whole(name, content, LARGEST_JSON, "JSON")
        read = decoded(name, content)
        document, wrong, notes = json_document(name, read.text.whole())
        return _records(name, document, wrong, [read.note, *notes])
    if ending in YAML:
        whole(name, content, LARGEST_YAML, "YAML")
        read = decoded(name, content)
        return _records(name, yaml_document(name, read.text.whole()), [], [read.note])
    if ending not in TEXTS | BOOKS | MARKDOWN:
        return [], [issue("unknown_kind", name, ending=ending)]
    read = decoded(name, content)
    if ending in MARKDOWN:
        whole(name, content, LARGEST_MARKDOWN, "Markdown")
    bare_text = ending in ("", ".txt") and size_of(content) <= LARGEST_MARKDOWN
    if ending in MARKDOWN or (bare_text and holds_table(read.text)):
        return _of_markdown(name, read), []
    if LOOKS_LIKE_JSON.match(read.text.head(1000)) and size_of(content) <= LARGEST_JSON:
        with suppress(InvalidData):
            document, wrong, notes = json_document(name, read.text.whole())
            return _records(name, document, wrong, [read.note, "It is JSON, whatever its name says.", *notes])
    return [_delimited(name, read, ending)], []


def _delimited(name: str, read: Decoded, ending: str) -> RawTable:
    guessed = dialect.guess(read.text)
    notes = (read.note, guessed.note, *["It is a text file, whatever its name says."] * (ending in BOOKS))
    return RawTable(name, None, StoredRows(Delimited(name, read.text, guessed)), notes, guess=read.guess)


def _of_markdown(name: str, read: Decoded) -> list[RawTable]:
    """The personas that the headings of a text name, and the tables in it. Raises InvalidData where there is neither."""
    text = read.text.whole()
    tables, wrong = _guarded(name, partial(markdown_tables, name, text), list[MarkdownTable]())
    personas, unclear = _guarded(name, partial(personas_of_markdown, name, text), None)
    if not tables and not personas:
        raise InvalidData(unclear or wrong)
    said = (read.note, "Rows are counted as lines of the text.")
    found = [RawTable(name, one.name, one.grid, (*said, *([] if personas else one.notes)), headed=True, guess=read.guess) for one in tables]
    return [replace(personas, notes=(read.note, *personas.notes), guess=read.guess), *found] if personas else found


def _records(name: str, document: object, wrong: Sequence[Issue], notes: Sequence[str]) -> Raw:
    try:
        if book := book_in_json(name, document):
            return [book], list(wrong)
        grids = record_grids(name, document)
    except RecursionError:
        return [], [issue("too_nested", name)]
    raw = [RawTable(name, one.name, one.grid, (*notes, *one.notes), [*wrong, *one.issues.shown()], not one.bare) for one in grids]
    return [
        replace(table, head=None if one.bare else recognised_records(one.grid, one.lists)) for table, one in zip(raw, grids, strict=True)
    ], []


def _of_workbook(name: str, sheets: Sequence[SheetGrid], notes: Sequence[str]) -> Raw:
    found = [RawTable(name, sheet.name, sheet.grid, (*notes, *sheet.notes), sheet.issues) for sheet in sheets]
    return found, [] if found else [issue("empty_file", name)]


def _each(members: Members, files: Iterable[tuple[str, Content]]) -> Raw:
    """The files of an archive or a folder."""
    raw: list[RawTable] = []
    wrong: list[Issue] = []
    try:
        for name, content in files:
            inside = not isinstance(content, Path) or content.suffix.lower() != ".zip"
            (found, issues), refused = _guarded(name, partial(_read, name, content, None if inside else Members(members.is_table)), NOTHING)
            raw += found
            wrong += [*issues, *refused]
    except InvalidData as torn:
        wrong += torn.issues
    return [replace(one, of_archive=one.of_archive + members.notes()) for one in raw], [*members.issues, *wrong]
