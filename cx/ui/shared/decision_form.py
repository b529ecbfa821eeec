"""The form of a decision: in a room, without one, and later, in the place of one on record."""

from __future__ import annotations

import streamlit as st

from cx.languages.messages import tr
from cx.tables import DECISIONS
from cx.workshop.decisions import MEANING, SPOKEN, Decision


def decision_form(name: str, item_id: str) -> Decision | None:
    """Draw the form; gives what was decided about the item once it is sent."""
    with st.form(name, border=False):
        choice = st.radio(
            tr("Decision"), list(DECISIONS), horizontal=True, index=None, key=f"{name}_what", format_func=lambda one: tr(SPOKEN[one]),
            help=" ".join(f"{tr(SPOKEN[k])}: {tr(v)}" for k, v in MEANING.items()),
        )  # fmt: skip
        rationale = st.text_area(tr("Why"), key=f"{name}_why", height=80, help=tr("Required to accept or drop."))
        a, b, c = st.columns(3)
        owner = a.text_input(tr("Owner"), key=f"{name}_owner", max_chars=80)
        due = b.date_input(tr("Due"), value=None, key=f"{name}_due", format="YYYY-MM-DD")
        review = c.date_input(
            tr("Review on"), value=None, key=f"{name}_review", format="YYYY-MM-DD", help=tr("Required to accept or defer.")
        )
        dissent = st.text_input(tr("Dissent"), key=f"{name}_dissent", help=tr("Who or what speaks against it."))
        options = st.text_input(tr("Options considered"), key=f"{name}_options", help=tr("Separate them by semicolons."))
        if not st.form_submit_button(tr("Record the decision"), type="primary"):
            return None
    considered = tuple(o.strip() for o in options.split(";") if o.strip())
    return Decision(item_id, choice or "", rationale.strip(), owner.strip(), due, review, dissent.strip(), considered)
