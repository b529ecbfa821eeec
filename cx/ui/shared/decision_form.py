"""The form of a decision: in a room, without one, and later, in the place of one on record."""

from __future__ import annotations

import streamlit as st

from cx.tables import DECISIONS
from cx.workshop.decisions import MEANING, Decision


def decision_form(name: str, item_id: str) -> Decision | None:
    """Draw the form; gives what was decided about the item once it is sent."""
    with st.form(name, border=False):
        choice = st.radio(
            "Decision", list(DECISIONS), horizontal=True, index=None, key=f"{name}_what", format_func=str.capitalize,
            help=" ".join(f"{k.capitalize()}: {v}" for k, v in MEANING.items()),
        )  # fmt: skip
        rationale = st.text_area("Why", key=f"{name}_why", height=80, help="Required to accept or drop.")
        a, b, c = st.columns(3)
        owner = a.text_input("Owner", key=f"{name}_owner", max_chars=80)
        due = b.date_input("Due", value=None, key=f"{name}_due", format="YYYY-MM-DD")
        review = c.date_input("Review on", value=None, key=f"{name}_review", format="YYYY-MM-DD", help="Required to accept or defer.")
        dissent = st.text_input("Dissent", key=f"{name}_dissent", help="Who or what speaks against it.")
        options = st.text_input("Options considered", key=f"{name}_options", help="Separate them by semicolons.")
        if not st.form_submit_button("Record the decision", type="primary"):
            return None
    considered = tuple(o.strip() for o in options.split(";") if o.strip())
    return Decision(item_id, choice or "", rationale.strip(), owner.strip(), due, review, dissent.strip(), considered)
