"""How far work is: from an export of a tracker, or said by hand."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cx.changes.load import user
from cx.delivery.incoming import say
from cx.delivery.progress import Progress
from cx.delivery.status import MEANING
from cx.tables import DELIVERY
from cx.ui.progress.tracker import from_tracker
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.written import consequences, version


def how_far(found: Progress) -> None:
    """Work items out and their status back; and one decision by hand."""
    from_tracker(found)
    by_hand(found)


def by_hand(found: Progress) -> None:
    """How far the work on one decision is, where no tracker says it."""
    work = {str(p.row["decision_id"]): p for p in found.work}
    if not work or is_locked("Saying how far it is"):
        return
    st.header("Say it by hand")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            "Decision", list(work), index=None, key=f"far_{version()}", width=520, placeholder="Choose a decision",
            format_func=lambda key: f"{work[key].row['statement']} ({work[key].row['stage']}): {work[key].status or 'nothing said'}" if key in work else key,
        )  # fmt: skip
        status = st.segmented_control(
            "How far it is", DELIVERY, key=f"far_status_{version()}", help=" ".join(f"{k.capitalize()}: {v}" for k, v in MEANING.items())
        )
        since = st.date_input("Since", value="today", max_value="today", key=f"far_since_{version()}", format="YYYY-MM-DD")
    if not chosen or not status:
        return
    same = [str(p.row["decision_id"]) for p in found.cells_of(work[chosen])]
    day = since.isoformat() if isinstance(since, date) else ""
    about = str(work[chosen].row["statement"])
    what = ("far", chosen, status, day)
    consequences(found.workspace, what, lambda cursor: say(cursor, same, status, day, about, user()), "How far it is")
