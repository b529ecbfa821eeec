"""The workspaces to look at that come with the program: which of them one holds, and one in place of another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from cx.changes.load import apply_sheets
from cx.changes.outcome import Outcome
from cx.changes.undo import undo_in
from cx.errors import InvalidData, OthersWork
from cx.store import Workspace, history
from cx.store.history import Entry
from cx.store.rows import Change

DATA = Path(__file__).resolve().parents[2] / "data"
WHO = "sample"
"""Who has loaded a sample, in the history: nobody."""


@dataclass(frozen=True)
class Sample:
    """A folder of CSV files, with what is said of it where it is offered and where it is shown."""

    folder: Path
    name: str
    invitation: str
    """What the button says that leads to it."""
    shows: str
    """What it is, as the rest of a sentence that begins with “This is sample data:”."""


AIRPORT = Sample(
    DATA / "sample",
    "San Francisco airport passengers, 2016 and 2017",
    "See San Francisco airport passengers, with interviews",
    "San Francisco airport passengers, real answers of 2016 and 2017 around personas and needs that are our assumption; interviews are invented.",
)
CANADA = Sample(
    DATA / "sample_canada",
    "Immigration Canada, 2023–24",
    "See one where must-haves are missed: Immigration Canada 2023–24",
    "Immigration Canada’s service standards of 2023–24, real figures around personas that are our assumption. "
    "Contains information licensed under the Open Government Licence – Canada.",
)
SAMPLES = (AIRPORT, CANADA)


def held(workspace: Workspace) -> Sample | None:
    """The sample that the workspace holds while nobody has changed anything in it; None otherwise."""

    def look() -> Sample | None:
        with workspace.cursor() as cursor:
            standing = _standing(cursor)
        return next((sample for sample in SAMPLES if standing and standing.source == sample.folder.name), None)

    return workspace.answer("sample held", look)


def put(workspace: Workspace, sample: Sample) -> Outcome:
    """Load a sample into a workspace without personas, or in place of the sample that it holds, in one transaction.

    What somebody has entered is never overwritten or mixed with a sample: then OthersWork is raised and nothing is written.
    Raises InvalidData where its files are not whole or cannot be read here, and NeedsKey.
    """
    from cx.changes.file_sheets import read_paths  # brings every reader of files, and a sample is loaded once

    sheets, issues = read_paths([sample.folder])
    with workspace.transaction() as cursor:
        if standing := _standing(cursor):
            undo_in(cursor, standing.audit_id, WHO)
        outcome = apply_sheets(cursor, sheets, Change(WHO, "load", sample.folder.name), issues=issues, hashed=True)
        if outcome.refused:
            raise InvalidData([one for one in outcome.issues if one.is_error])
        (personas,) = cursor.execute("SELECT count(*)::BIGINT FROM personas").fetchall()[0]
        if not outcome.applied or outcome.total("changed") or personas != outcome.counts["personas"].new:
            raise OthersWork(
                "This workspace holds work of yours. Put a sample into a workspace of its own: make one on the Workspaces page, "
                "or start with CX_WORKSPACE=sample.duckdb streamlit run app.py"
            )
    return outcome


def _standing(cursor: duckdb.DuckDBPyConnection) -> Entry | None:
    """The change that loaded the sample, if nothing else than samples was ever loaded and nobody has met in a room."""
    changes = history.entries(cursor)
    touched = any(entry.who != WHO for entry in changes) or cursor.execute("SELECT 1 FROM workshop_room LIMIT 1").fetchall()
    return None if touched else next((entry for entry in changes if entry.undoes is None and entry.undone_by is None), None)
