"""Which column is which, and what holds where no column says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from cx import words
from cx.frames import row_dicts
from cx.store import Workspace
from cx.ui.data import upload_state
from cx.ui.data.asks import FREE, UNGUESSED, asks
from cx.ui.data.upload_tables import TableSummary
from cx.uploads.fields import shape_of
from cx.uploads.memory import Recalled
from cx.uploads.name_index import name_index
from cx.uploads.plan import UploadPlan, of_what_counts
from cx.uploads.proposal import CleaningChoice
from cx.uploads.recognise.recognise import LayoutMatch
from cx.uploads.suggest.blank_below import FILL
from cx.uploads.suggest.groups import ID as GROUPS
from cx.uploads.suggest.hidden import COLUMNS
from cx.uploads.suggest.which_score import ID as WHICH_SCORE

LEAVE_OUT = "leave out"
EXAMPLES = 3


def column_form(plan: UploadPlan, reading: LayoutMatch, before: Recalled | None) -> UploadPlan:
    """Which column is which, as a person says."""
    sample = [cells for _, cells in plan.table.sample(40)]
    by_label: dict[str, str] = {LEAVE_OUT: "", "score of that column": "*"}
    by_label |= {f.label: f.name for f in shape_of(plan.shape.name).fields}
    label_of = {name: label for label, name in by_label.items()}
    rows = []
    for column_index, heading in enumerate(plan.table.header):
        seen = list(dict.fromkeys(c[column_index].strip() for c in sample if c[column_index].strip()))[:EXAMPLES]
        rows.append(
            {
                "Column in the file": heading,
                "For example": " · ".join(s[:40] for s in seen),
                "Read as": label_of.get(plan.mapping.get(heading, ""), LEAVE_OUT),
            }
        )
    with st.expander("Columns", expanded=reading.fit <= 0.9 and not known_well(reading, before)):
        edited = upload_state.grid(
            pd.DataFrame(rows),
            f"columns_{plan.shape.name}_{plan.table.serial}",
            hide_index=True,
            disabled=["Column in the file", "For example"],
            column_config={"Read as": st.column_config.SelectboxColumn(options=list(by_label), required=True)},
            alt="Which column of the file is which field",
        )
    return replace(plan, mapping={r["Column in the file"]: by_label[r["Read as"]] for r in row_dicts(edited)})


def known_well(reading: LayoutMatch, before: Recalled | None) -> bool:
    """Whether the reading of last time is that of now, so that nobody has to look at its columns again."""
    return bool(before and before.plan and before.plan.shape.name == reading.shape.name)


def defaults_form(opened: Workspace, plan: UploadPlan, summary: TableSummary) -> UploadPlan:
    """What holds where the file says nothing; asked only where the shape needs it and no column gives it."""
    values: dict[str, Any] = {}
    questions = asks(
        of_what_counts(_with_decided(plan, [GROUPS, *(f"{heading}:{FILL}" for heading in plan.table.header)])), name_index(opened)
    )
    if not questions:
        return plan
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for field, label, options, hint in ((question.field, question.label, question.options, question.hint) for question in questions):
            free = field in FREE
            was = getattr(plan.defaults, field)
            options = options if was in options or not (was and free) else [was, *options]
            unasked = None if field in UNGUESSED else 0
            values[field] = (
                st.selectbox(
                    label,
                    options,
                    options.index(was) if was in options else (unasked if options else None),
                    key=f"default_{field}_{plan.table.serial}",
                    help=hint,
                    width=240,
                    accept_new_options=free,
                    placeholder="choose, or type a name" if free else "choose",
                    persist_state="session",
                )
                or ""
            )
    open_ones = [question.field for question in questions if question.field in UNGUESSED and not values[question.field]]
    if open_ones:
        summary.state = f"perhaps to say: {words.listing(open_ones)}"
    return replace(plan, defaults=replace(plan.defaults, **values))


def with_columns_decided(plan: UploadPlan) -> UploadPlan:
    """The plan with what the cleaning further down on the page says of columns: those that the workbook does not show, and the score."""
    return _with_decided(plan, [COLUMNS, WHICH_SCORE])


def _with_decided(plan: UploadPlan, questions: Sequence[str]) -> UploadPlan:
    """The plan with what the cleaning further down on the page says, so that nothing is asked that it has settled."""
    said = {id_: st.session_state.get(f"choice_{plan.table.serial}_{id_}") for id_ in questions}
    return replace(plan, choices={**plan.choices, **{id_: CleaningChoice(choice) for id_, choice in said.items() if choice}})
