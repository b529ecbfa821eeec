"""What if: choose what is changed, and see what would become of every need, before and after."""

from __future__ import annotations

import streamlit as st

from cx.analysis.scenarios.what_if import improvements, what_if_of
from cx.ui.scenarios import outcome
from cx.ui.scenarios.draft import draft
from cx.ui.scenarios.headings import PROJECTED_NOTE
from cx.ui.scenarios.keep import keep
from cx.ui.scenarios.maps import Draw, Side, side_by_side
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.scope_bar import View


def what_if_part(view: View, draw: Draw) -> None:
    """Change something, see what it would do, keep it."""
    rows = improvements(view.answer)
    now = draft(view, rows)
    if now.scenario.is_empty:
        write_html(
            paragraph(
                "Choose improvements, planned touchpoints, touchpoints to remove or targets to move: what would change stands here at once."
            )
        )
        if now.kept:  # all that it named is gone: it can still be put away or removed
            keep(view.workspace, now)
        return
    seen = what_if_of(view.workspace, now.answer, now.scenario.variant).of_persona(view.persona_id)
    st.header(literal(outcome.finding(seen, outcome.total(rows, now.scenario))))
    outcome.warnings(now.scenario, rows)
    write_html(paragraph(PROJECTED_NOTE, "aside"))
    outcome.headlines(seen)
    outcome.flips(view, seen, now.answer.needs)
    outcome.untold(view, seen)
    outcome.take_away(view, seen, "what-if")
    st.header("Before and after")
    sides = (Side("As rated", "before", now.answer.cells, now.answer.needs), Side("Projected", "after", seen.cells, seen.needs))
    side_by_side(view, draw, sides, list(seen.cells.loc[seen.cells["projected"], "persona_id"].unique()))
    keep(view.workspace, now)
