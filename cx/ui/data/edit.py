"""Editing in place: a grid, the same checks and the same preview as an upload, and the same way back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import words
from cx.analysis.catalogue import names
from cx.changes.edit import EDITABLE, Edit, edit_of, edit_of_links, grid_of, links_at, ticked, write_edit
from cx.changes.edit_names import labels_of, without_touchpoint
from cx.changes.edit_ratings import some_ratings
from cx.changes.load import user
from cx.store import Workspace
from cx.tables import TABLE
from cx.ui.data import edit_ratings
from cx.ui.shared.markup import literal
from cx.ui.shared.row_grid import HOW, Begun, as_begun, meant, row_grid
from cx.ui.shared.written import consequences, version

MATRIX = "matrix"
TICK = "Tick a cell, or paste TRUE, yes or 1 (FALSE, no or 0) from a spreadsheet. Nothing is written before you have seen what it would change."


def page(opened: Workspace) -> None:
    """Choose what to edit, edit it, see what would change, apply."""
    what = st.segmented_control(
        "What to edit",
        [*EDITABLE, MATRIX],
        default=EDITABLE[0],
        format_func=lambda t: "Needs × touchpoints" if t == MATRIX else TABLE[t].title,
        key="edit_what",
        required=True,
        persist_state="session",
    )
    edit = _matrix(opened, version()) if what == MATRIX else _grid(opened, str(what), version())
    if edit is None:
        return
    if not edit:
        st.caption(TICK if what == MATRIX else HOW)
        return
    consequences(opened, edit, lambda cursor: write_edit(cursor, edit, user()), TABLE[edit.table].title)


def _grid(opened: Workspace, table: str, version: int) -> Edit | None:
    st.caption(TABLE[table].help)
    choice = edit_ratings.choose(opened) if table == "ratings" else None
    if table == "ratings" and choice is None:
        return None
    begun = as_begun(("edit", table, choice, version), lambda: _begin(opened, table, choice))
    if choice:
        edit_ratings.say_what_is_shown(choice, len(begun.rows), begun.left_out)
    after = row_grid(
        begun,
        table,
        f"edit_{table}_{version}" + (f"_{choice.round_id}_{choice.persona_id}_{choice.touchpoint_id}" if choice else ""),
        alt=f"{TABLE[table].title}, to edit",
        left_out=("round_id",) if choice else (),
        frozen=bool(choice and choice.frozen_on),
    )
    if choice:
        after = edit_ratings.in_round(after, choice)
        if lacking := without_touchpoint(after):
            st.warning(f"Row {words.listing([str(n) for n in lacking], 5)}: choose a touchpoint, or “{words.WHOLE}”.")
            return None
    return edit_of(table, begun.rows, meant(after, begun, table))


def _begin(opened: Workspace, table: str, choice: edit_ratings.Choice | None) -> Begun:
    labels = labels_of(opened, table)
    if choice is None:
        return Begun(grid_of(opened, table), labels)
    some = some_ratings(opened, choice.round_id, choice.persona_id, choice.touchpoint_id)
    return Begun(some.rows, labels, some.left_out)


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
    before = as_begun(("links", stage, version), lambda: links_at(opened, stage))
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
