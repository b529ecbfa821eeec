"""One more interview, field by field: for a phone, for the keyboard, and for whoever has just come back from one."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cx.changes.edit import Edit
from cx.lexicon.ids import not_taken, slug
from cx.tables import LONGEST_NAME, SYNTHETIC, TABLE
from cx.ui.research.asked import Asked
from cx.ui.research.edit import offer_to_apply
from cx.ui.shared.written import version

METHODS = tuple(how for how in TABLE["interviews"].column("method").choices if how != SYNTHETIC)


def add_interview(asked: Asked) -> None:
    """Segment and pseudonym are enough; what it would change stands below."""
    segments, at = asked.view.names.segments, version()
    own = [s for s in segments if s in set(asked.segments["segment_id"])]
    with st.expander("Add an interview", key=f"add_interview_{at}", expanded=asked.interviews.empty):
        segment = st.selectbox(
            "Segment", own, index=None, format_func=lambda s: segments.get(s, s), key=f"new_segment_{at}", placeholder="Whom was it with?"
        )
        who = st.text_input(
            "Pseudonym",
            key=f"new_participant_{at}",
            max_chars=LONGEST_NAME,
            placeholder="P07",
            help="Never a name, an address or a number of somebody.",
        )
        with st.container(horizontal=True, gap="small"):
            held_on = st.date_input(
                "Held on", value=date.today(), max_value="today", key=f"new_held_on_{at}", format="YYYY-MM-DD", width=180
            )
            method = st.selectbox("How", METHODS, key=f"new_method_{at}", width=180)
            language = st.text_input("Language", key=f"new_language_{at}", max_chars=60, width=180)
        if segment is None or not who.strip():
            st.caption("Choose the segment and write a pseudonym.")
            return
        taken = {r[0] for r in asked.view.workspace.rows("SELECT interview_id FROM interviews")}
        row = {
            "interview_id": not_taken(slug(who), taken),
            "segment_id": segment,
            "participant": who.strip(),
            "held_on": held_on.isoformat() if held_on else "",
            "method": method,
            "language": language.strip(),
        }
        edit = Edit("interviews", (row,), places=(1,), new=(True,))
        offer_to_apply(asked.view.workspace, edit, "apply_new_interview")
