"""Files that a command takes although they are no CSV files of our tables: filled-in templates, workbooks of our tables.

Nobody is there to be asked, so only what leaves nothing to ask is taken: sheets with our own columns, and the one sheet under
its own headings, both as typed. Everything else is refused with the way to the page, where a person confirms it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import duckdb

from cx.changes.load import Outcome, all_or_nothing, load, user
from cx.errors import InvalidData
from cx.exports.templates import ONE_SHEET
from cx.issues import Issue, issue
from cx.lexicon.plain import plain
from cx.readers.files import BOOKS, read_upload
from cx.readers.limits import DAMAGED_ZIP
from cx.readers.text_table import TextTable
from cx.readers.zip_directory import directory_problem
from cx.store import Workspace
from cx.store.rows import Change
from cx.uploads.fields import LEFT_OUT
from cx.uploads.name_index import known
from cx.uploads.plan import UploadPlan, proposals, readings, start
from cx.uploads.prepare import prepare, write
from cx.uploads.proposal import KEEP, Decision
from cx.uploads.recognise.recognise import LayoutMatch
from cx.uploads.recognise.same_again import repeats

FIRST_ROUND = "first"
"""The round of scores that name none, where the workspace has no open one; the page offers the same."""


def load_files(workspace: Workspace, paths: Sequence[str | Path], *, replace: bool = False, dry_run: bool = False) -> Outcome:
    """Load files as `cx.changes.load.load` does, and filled-in templates and workbooks beside them, all or nothing."""
    files = [Path(path) for path in paths]
    if not any(map(_is_brought, files)):
        return load(workspace, files, replace=replace, dry_run=dry_run)
    found: list[Issue] = [issue("replace_by_folder", file.name) for file in files if replace and _is_brought(file)]
    tables: list[TextTable] = []
    for file in files:
        held, wrong = read_upload(file.name, file)
        tables += held
        found += wrong
    again = repeats(tables)
    found += [issue("said_again", table.place, what=again[table.serial]) for table in tables if table.serial in again]
    certain = [_certain(workspace, table, found) for table in tables if table.serial not in again]
    drafts = [draft for draft in certain if draft is not None]
    source = "; ".join(file.name for file in files)

    def work(cursor: duckdb.DuckDBPyConnection) -> Outcome:
        if dry_run or any(one.is_error for one in found):
            prepared = prepare(workspace, drafts, cursor)
        else:
            try:
                prepared = write(workspace, drafts, cursor, Change(user(), "load", source))
            except InvalidData:
                prepared = prepare(workspace, drafts, cursor)
        outcome = prepared.outcome
        outcome.issues = [*found, *prepared.issues]
        outcome.applied = not dry_run and not outcome.refused
        return outcome

    return all_or_nothing(workspace, work)


def _is_brought(file: Path) -> bool:
    """Whether a file is none of our CSV files by its name, and yet one that is read."""
    if not file.is_file():
        return False
    if file.suffix.lower() == ".zip":
        return any(_is_template(PurePosixPath(name)) for name in _names_in(file))
    return _is_template(PurePosixPath(file.name))


def _is_template(path: PurePosixPath) -> bool:
    """Whether a file is a workbook, or the one sheet as CSV; some systems put a hidden twin of every file into an archive."""
    named = path.suffix.lower() in BOOKS or (path.suffix.lower() == ".csv" and path.stem.strip().lower() == ONE_SHEET.name)
    return named and not path.name.startswith((".", "~$"))


def _names_in(archive: Path) -> list[str]:
    """The files of an archive; none where it is damaged or too large to be looked into, which a load says in words."""
    try:
        with archive.open("rb") as stream:
            if directory_problem(archive.name, stream):
                return []
        with zipfile.ZipFile(archive) as opened:
            return opened.namelist()
    except DAMAGED_ZIP:
        return []


def _certain(workspace: Workspace, table: TextTable, found: list[Issue]) -> UploadPlan | None:
    """The plan of a table that leaves nothing to ask; None, and told, where a person must say something."""
    reading = readings(workspace, table)[0]
    if reading.shape.name == LEFT_OUT:
        return None
    draft = start(workspace, table, reading) if reading.shape.name != "survey" else None
    if draft is None or not (draft.shape.name.startswith("table:") or _is_one_sheet(reading)):
        found.append(issue("needs_a_person", table.place))
        return None
    offered = proposals(draft, known(workspace))
    scale = next((p for p in offered if p.kind == "scale"), None)
    if scale is not None and not -1 <= min(scale.extremes) <= max(scale.extremes) <= 1:
        found.append(issue("scale_to_say", table.place, column="score", value=f"{max(scale.extremes):g}"))
        return None
    decisions = {p.id: Decision({"scale": "0-1", "pains": "unit"}.get(p.id, KEEP)) for p in offered}
    defaults = replace(draft.defaults, round_id=draft.defaults.round_id or FIRST_ROUND, pains="unit")
    return replace(draft, decisions=decisions, defaults=defaults)


def _is_one_sheet(reading: LayoutMatch) -> bool:
    """Whether all headings are those of the template of the one sheet, or of the fields that may stand beside them."""
    required = {column.name for column in ONE_SHEET.columns if column.required}
    mapped = {field for field in reading.mapping.values() if field}
    return (
        reading.shape.name == ONE_SHEET.name
        and required <= mapped
        and all(plain(h).replace(" ", "_") == f for h, f in reading.mapping.items())
    )
