"""A first decision about a gap, without a workshop."""

from __future__ import annotations

import streamlit as st

from cx import words
from cx.analysis import reasons
from cx.analysis.shortfalls import shortfalls
from cx.delivery.progress import Progress
from cx.frames import of_persona, row_dicts
from cx.ui.progress.plan import promise_improvements
from cx.ui.shared.components import paragraph
from cx.ui.shared.first_decision import SOLITARY, cells_of, decide_here
from cx.ui.shared.markup import write_html
from cx.ui.shared.scope_bar import View
from cx.ui.shared.written import version


def record(view: View, found: Progress) -> None:
    """A decision about a gap; and improvements that are promised."""
    _decision(view, found)
    promise_improvements(found)


def _decision(view: View, found: Progress) -> None:
    """Choose a gap that nothing is decided about, and record what is."""
    gaps = shortfalls(view.workspace, view.answer)
    decided = {(p.row["need_id"], p.row["stage_id"]) for p in found.promises}
    items = {}
    for row in row_dicts(of_persona(gaps.items, view.persona_id)):
        cells = cells_of(row)
        if not decided.intersection(cells):
            items[f"{row['need_id']}@{row['stage_id']}"] = (row, cells)
    if not items:
        write_html(paragraph("Something is in force about every gap in view. Follow one under “What we promised” to decide again."))
        return
    chosen = st.selectbox(
        "About which gap?", list(items), key=f"first_about_{version()}", width=620,
        format_func=lambda key: f"{int(items[key][0]['item'])}. {reasons.statement(items[key][0], view.names)} ({view.names.personas.get(items[key][0]['persona_id'], '')})" if key in items else key,
    )  # fmt: skip
    row, cells = items[chosen]
    stages = [view.names.stages.get(stage, stage) for _, stage in cells]
    together = (
        f"All of these stages together, since the need is met only when all are: {', '.join(stages)}. "
        if len(stages) > 1
        else f"At “{stages[0]}”. "
    )
    write_html(paragraph(together + words.sentence(reasons.why(row, gaps))))
    st.caption(SOLITARY)
    decide_here(view, cells, f"first_{chosen}_{version()}")
