"""Interviews, what they said, and statements, edited in place: the grid, checks, preview and way back of the Data page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from cx.changes.edit import Edit, grid_of, write_edit
from cx.changes.edit_names import Labels, labels_of
from cx.changes.load import user
from cx.store import Workspace
from cx.tables import TABLE, Type
from cx.ui.research.asked import Asked
from cx.ui.shared.edit_rows import edited_rows
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.names_nobody import names_nobody
from cx.ui.shared.row_grid import Begun
from cx.ui.shared.written import consequences


def edit_statements(asked: Asked, personas: list[str]) -> None:
    """The statements of one persona; a new one begins today."""
    st.header("Write and change statements")
    if is_locked("Changing statements"):
        return
    names = asked.view.names.personas
    persona_id = (
        personas[0]
        if len(personas) == 1
        else st.selectbox("Whose", personas, format_func=lambda p: names[p], key="statements_of", width=320)
    )
    opened = asked.view.workspace

    def begin() -> Begun:
        rows, labels = grid_of(opened, "hypotheses", ("persona_id", persona_id)), labels_of(opened, "hypotheses")
        return Begun(rows, {**labels, "need_ids": _needs_of(opened, persona_id, rows, labels)})

    _edit(opened, "hypotheses", persona_id, begin, {"persona_id": persona_id, "raised_on": date.today().isoformat()})


def edit_interviews(asked: Asked) -> None:
    """All interviews, by pseudonym."""
    opened = asked.view.workspace
    _edit(opened, "interviews", "", lambda: Begun(grid_of(opened, "interviews"), labels_of(opened, "interviews")), {})


def edit_findings(asked: Asked, interview_id: str) -> None:
    """What one interview said."""
    opened = asked.view.workspace
    _edit(
        opened,
        "findings",
        interview_id,
        lambda: Begun(grid_of(opened, "findings", ("interview_id", interview_id)), labels_of(opened, "findings")),
        {"interview_id": interview_id},
    )


def _edit(opened: Workspace, table: str, of: str, begin: Callable[[], Begun], given: Mapping[str, str]) -> None:
    """Edit the rows of a table that have `given` values in common, or of all."""
    if edit := edited_rows(opened, table, of, begin, given):
        offer_to_apply(opened, edit, f"apply_{table}")


def offer_to_apply(opened: Workspace, edit: Edit, key: str) -> None:
    """Show what an edit would change, and let it be applied once nobody is named in it."""
    consequences(
        opened,
        edit,
        lambda cursor: write_edit(cursor, edit, user()),
        TABLE[edit.table].title,
        may_apply=names_nobody(_texts_of(edit)),
        key=key,
    )


def _texts_of(edit: Edit) -> Iterable[tuple[str, bool]]:
    """The texts that an edit would write, each with whether it names a participant."""
    free = [c.name for c in TABLE[edit.table].columns if c.type in (Type.TEXT, Type.WORD)]
    return ((row.get(name, ""), name == "participant") for row in edit.upsert for name in free)


def _needs_of(opened: Workspace, persona_id: str, rows: pd.DataFrame, labels: Labels) -> dict[str, str]:
    own = {r[0] for r in opened.rows("SELECT need_id FROM needs WHERE persona_id = ?", [persona_id])}
    own |= {part.strip() for cell in rows["need_ids"] for part in str(cell).split(";")}
    return {need_id: label for need_id, label in labels["need_ids"].items() if need_id in own}
