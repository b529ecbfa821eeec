"""Files read beside us, within the budget of one file: what pages and commands call. Each does what its namesake elsewhere does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cx.errors import InvalidData
from cx.issues import Issue, issue
from cx.readers import files, plain_table
from cx.readers.archive import TABLES, Wanted
from cx.readers.beside import calling
from cx.readers.beside.budget import Budget, begin_anew
from cx.readers.beside.calling import beside
from cx.readers.content import Content
from cx.readers.files import Raw, Tables
from cx.readers.limits import MOST_AT_ONCE, MOST_ROWS
from cx.readers.plain_table import PlainTable
from cx.readers.raw_table import RawTable
from cx.readers.text_table import TextTable

if TYPE_CHECKING:
    from cx.readers.picture import Picture


def read_upload(name: str, content: Content) -> Tables:
    """The tables of a file, an archive or a folder, and what is wrong with those that are none, or cost more than they may."""
    try:
        tables, issues = beside("limited:not_too_long", name, name, content)
    except InvalidData as refused:
        return [], list(refused.issues)
    return tables, issues


def not_too_long(name: str, content: Content) -> Tables:
    """What `read_upload` calls beside us: tables are taken in their order as long as a page takes so many rows and cells."""
    found, issues = files.read_upload(name, content)
    tables: list[TextTable] = []
    for table in found:
        rows = sum(one.row_count for one in (*tables, table))
        cells = sum(one.row_count * len(one.header) for one in (*tables, table))
        if rows <= MOST_ROWS and cells <= MOST_AT_ONCE:
            tables.append(table)
        else:
            most_rows, most_cells = f"{MOST_ROWS:,}", f"{MOST_AT_ONCE:,}"
            issues.append(
                issue("too_many_rows", table.place, rows=f"{rows:,}", cells=f"{cells:,}", most_rows=most_rows, most_cells=most_cells)
            )
    return tables, issues


def read_raw(wanted: Sequence[tuple[str, Path]], is_wanted: Wanted = TABLES) -> Raw:
    """The rows of each of these files, before a header is looked for; each file has a budget of its own."""
    try:
        raw, issues = beside(
            "limited:each_raw", wanted[0][0] if wanted else "", tuple((n, p.absolute()) for n, p in wanted), is_wanted, calling.BUDGET
        )
    except InvalidData as refused:
        return [], list(refused.issues)
    return raw, issues


def each_raw(wanted: Sequence[tuple[str, Path]], is_wanted: Wanted, budget: Budget) -> Raw:
    """What `read_raw` calls beside us."""
    raw: list[RawTable] = []
    issues: list[Issue] = []
    for name, path in wanted:
        begin_anew(budget)
        found, wrong = files.read_raw(name, path, is_wanted)
        raw += found
        issues += wrong
    return raw, issues


def tables_of(raw: RawTable) -> Tables:
    """The tables that lie in rows, and what is wrong where there is none."""
    try:
        tables, issues = beside("files:tables_of", raw.file, raw)
    except InvalidData as refused:
        return [], list(refused.issues)
    return tables, issues


def read_plain(name: str, content: Content, issues: list[Issue]) -> PlainTable | None:
    """The one table of a file as it stands; None, and told, where there is none or several."""
    return _one("limited:one_plain", name, content, issues)


def read_survey_file(name: str, content: Content, issues: list[Issue]) -> PlainTable | TextTable | None:
    """As `read_plain`; the export of a survey platform with its own rows of headings and its code book."""
    return _one("limited:one_survey", name, content, issues)


def read_picture(name: str, content: Content) -> Picture:
    """The picture of a file, small and bare. Raises InvalidData."""
    picture, wrong = beside("limited:picture_or_why_not", name, name, content)
    if wrong:
        raise InvalidData(wrong)
    found: Picture = picture
    return found


def picture_or_why_not(name: str, content: Content) -> tuple[Picture | None, list[Issue]]:
    """What `read_picture` calls beside us."""
    from cx.readers.picture import one_picture  # its libraries are needed for pictures alone

    try:
        return one_picture(name, content), []
    except InvalidData as refused:
        return None, list(refused.issues)


def _one(task: str, name: str, content: Content, issues: list[Issue]) -> Any:
    try:
        found, wrong = beside(task, name, name, content)
    except InvalidData as refused:
        found, wrong = None, refused.issues
    issues += wrong
    return found


def one_plain(name: str, content: Content) -> tuple[PlainTable | None, list[Issue]]:
    """What `read_plain` calls beside us."""
    issues: list[Issue] = []
    return plain_table.read_plain(name, content, issues), issues


def one_survey(name: str, content: Content) -> tuple[PlainTable | TextTable | None, list[Issue]]:
    """What `read_survey_file` calls beside us."""
    issues: list[Issue] = []
    return plain_table.read_survey_file(name, content, issues), issues
