"""Editing in place: a grid, the same checks and the same preview as an upload, and the same way back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.catalogue import names
from cx.changes.edit import EDITABLE, Edit, edit_of, edit_of_links, grid_of, links_at, ticked, write_edit
from cx.changes.edit_names import Labels, as_meant, as_shown, labels_of, without_touchpoint
from cx.changes.edit_ratings import some_ratings
from cx.changes.load import user
from cx.changes.preview import Preview, preview
from cx.changes.readable import as_stored, readable_grid
from cx.errors import InvalidData
from cx.store import Workspace
from cx.tables import TABLE, Column, Type
from cx.ui.data import edit_ratings
from cx.ui.data.apply import apply_and_say
from cx.ui.data.issue_table import issue_table
from cx.ui.shared.markup import literal
from cx.ui.shared.preview import show_preview

T = TypeVar("T")
MATRIX = "matrix"
WIDE = ("name", "statement", "description", "met_when", "source", "tagline", "narrative", "goals", "quote", "note")
HOW = (
    "Change a cell, add a row at the end, or select rows and delete them. A block copied from a spreadsheet is pasted into the selected cell and to the right and below it, "
    "and makes new rows beyond the last one; to add only new rows, select the empty row at the end, press Esc and paste. "
    "Where a column has a list, a pasted word must stand in it letter for letter, or the cell stays as it is. Nothing is written before you have seen what it would change."
)
TICK = "Tick a cell, or paste TRUE, yes or 1 (FALSE, no or 0) from a spreadsheet. Nothing is written before you have seen what it would change."


def page(opened: Workspace) -> None:
    """Choose what to edit, edit it, see what would change, apply."""
    version = st.session_state.setdefault("edit_version", 0)
    what = st.segmented_control(
        "What to edit",
        [*EDITABLE, MATRIX],
        default=EDITABLE[0],
        format_func=lambda t: "Needs × touchpoints" if t == MATRIX else TABLE[t].title,
        key="edit_what",
        required=True,
        persist_state="session",
    )
    edit = _matrix(opened, version) if what == MATRIX else _grid(opened, str(what), version)
    if edit is None:
        return
    if not edit:
        st.caption(TICK if what == MATRIX else HOW)
        return
    _consequences(opened, edit)


def _grid(opened: Workspace, table: str, version: int) -> Edit | None:
    st.caption(TABLE[table].help)
    choice = edit_ratings.choose(opened) if table == "ratings" else None
    if table == "ratings" and choice is None:
        return None
    begun = _as_begun(("edit", table, choice, version), lambda: _begin(opened, table, choice))
    if choice:
        edit_ratings.say_what_is_shown(choice, len(begun.rows), begun.left_out)
    own = TABLE[table].key[0] if len(TABLE[table].key) == 1 else ""
    order = [*(c.name for c in TABLE[table].columns if c.name != own and not (choice and c.name == "round_id")), *([own] if own else [])]
    after = st.data_editor(
        as_shown(readable_grid(begun.rows, table), begun.labels),
        key=f"edit_{table}_{version}" + (f"_{choice.round_id}_{choice.persona_id}_{choice.touchpoint_id}" if choice else ""),
        num_rows="dynamic",
        placeholder="",
        hide_index=True,
        column_order=order,
        disabled=True if choice and choice.frozen_on else [own] if own else [],
        height=min(76 + 35 * (len(begun.rows) + 2), 640),
        column_config={c.name: _column(begun.labels, table, c, own) for c in TABLE[table].columns},
        alt=f"{TABLE[table].title}, to edit",
    )[list(begun.rows.columns)]
    if choice:
        after = edit_ratings.in_round(after, choice)
        if lacking := without_touchpoint(after):
            st.warning(f"Row {words.listing([str(n) for n in lacking], 5)}: choose a touchpoint, or “{words.WHOLE}”.")
            return None
    return edit_of(table, begun.rows, as_stored(as_meant(after, begun.labels), begun.rows, table))


@dataclass(frozen=True)
class Begun:
    """A grid as it was when the editing began: rows of ids, the names shown for them, and how many rows it leaves out."""

    rows: pd.DataFrame
    labels: Labels
    left_out: int = 0


def _begin(opened: Workspace, table: str, choice: edit_ratings.Choice | None) -> Begun:
    labels = labels_of(opened, table)
    if choice is None:
        return Begun(grid_of(opened, table), labels)
    some = some_ratings(opened, choice.round_id, choice.persona_id, choice.touchpoint_id)
    return Begun(some.rows, labels, some.left_out)


def _column(labels: Labels, table: str, column: Column, own: str) -> Any:
    label = column.name.removesuffix("_id").replace("_", " ").capitalize()
    required = column.required and column.name != own
    if (table, column.name) == ("stages", "position"):
        return st.column_config.TextColumn(
            "Place", help="Type another number, and the stage moves there; the others make room.", width="small"
        )
    if column.name in labels:
        # Names as they are, not ids under names: only what stands in the list can be pasted.
        known = labels[column.name]
        return st.column_config.SelectboxColumn(
            label, options=list(known.values()), required=required or "" in known, help=column.help, width="medium"
        )
    if column.choices and not column.pattern:
        return st.column_config.SelectboxColumn(label, options=list(column.choices), required=required, help=column.help)
    if column.name == own:
        return st.column_config.TextColumn("Id", help="Made from the name; it never changes")
    hint = f"{column.help} Such as 2026-05-31." if column.type is Type.DATE else column.help
    return st.column_config.TextColumn(label, required=required, help=hint, width="medium" if column.name in WIDE else None)


def _matrix(opened: Workspace, version: int) -> Edit | None:
    """Needs down, touchpoints across: a tick is a link at the stage chosen."""
    known = names(opened)
    if not known.stages or not known.personas or not known.touchpoints:
        st.info("Links join needs, stages and touchpoints: add those first.")
        return None
    with st.container(horizontal=True, gap="small"):
        stage = st.selectbox("Stage", list(known.stages), format_func=lambda s: known.stages[s], key="matrix_stage", width=230)
        persona = st.selectbox("Persona", list(known.personas), format_func=lambda p: known.personas[p], key="matrix_persona", width=230)
    needs = [
        r[0]
        for r in opened.rows(
            "SELECT n.need_id FROM needs n JOIN need_stages s USING (need_id) WHERE n.persona_id = ? AND s.stage_id = ? ORDER BY n.kind = 'pain', n.kind = 'gain', n.need_id",
            [persona, stage],
        )
    ]
    if not needs:
        st.info(
            f"No need of {literal(known.personas[persona])} arises at {literal(known.stages[stage])}; say so under “{TABLE['need_stages'].title}” first."
        )
        return None
    before = _as_begun(("links", stage, version), lambda: links_at(opened, stage))
    # Touchpoints that serve something here come first: they are what most people look for.
    touchpoints = sorted(known.touchpoints, key=lambda t: (not any(u == t for _, u in before), known.touchpoints[t]))
    frame = pd.DataFrame([[(need, t) in before for t in touchpoints] for need in needs], columns=touchpoints)
    frame.insert(0, "need", [known.needs[need] for need in needs])
    edited = st.data_editor(
        frame,
        key=f"matrix_{stage}_{persona}_{version}",
        hide_index=True,
        disabled=["need"],
        column_config={
            "need": st.column_config.TextColumn("Need", width="large", pinned=True),
            **{t: st.column_config.CheckboxColumn(known.touchpoints[t], width=140) for t in touchpoints},
        },
        alt=f"Which touchpoint serves which need at {known.stages[stage]}",
    )
    shown = set(needs)
    return edit_of_links(stage, before, ticked(edited.drop(columns="need"), needs), lambda link: link[0] in shown)


def _as_begun(key: Hashable, find: Callable[[], T]) -> T:
    """What the grid showed when the editing began: it stays until the edit is written, whatever others write meanwhile."""
    held = st.session_state.setdefault("edit_begun", {})
    if key not in held:
        version = key[-1]  # type: ignore[index]
        st.session_state["edit_begun"] = held = {k: v for k, v in held.items() if k[-1] == version}
        held[key] = find()
    return held[key]


def _consequences(opened: Workspace, edit: Edit) -> None:
    key = hashlib.sha256(repr(edit).encode()).hexdigest()
    st.header("What would change")

    def rehearse() -> Preview:
        return preview(opened, lambda cursor: write_edit(cursor, edit, user()))

    with st.spinner("Computing what would change …"):
        seen: Preview = opened.answer(("edit", key), rehearse)
    issue_table(seen.outcome.issues)
    if seen.refused:
        st.info("Nothing can be applied until this is corrected.")
        return
    show_preview(opened, seen)
    if not (size := sum(seen.outcome.total(kind) for kind in ("new", "changed", "removed"))):
        st.info("The workspace holds all of this already: nothing would change.")
        return
    label = words.count(size, "row")
    st.caption("Not applied yet: it is lost when you choose something else above, or leave the page.")
    if st.button(f"Apply to {label}", type="primary", key="apply_edit"):

        def write() -> None:
            with opened.transaction() as cursor:
                outcome = write_edit(cursor, edit, user())
                if outcome.refused:
                    raise InvalidData(outcome.issues)

        if apply_and_say(opened, write, f"{TABLE[edit.table].title}: {label} written. It can be undone in the history.", upload=False):
            st.rerun()
