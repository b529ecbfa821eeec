"""How far work is: from an export of a tracker, or said by hand."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cx.changes.load import user
from cx.delivery.incoming import say, say_of
from cx.delivery.progress import Progress
from cx.delivery.status import MEANING
from cx.tables import DELIVERY
from cx.ui.progress.tracker import from_tracker
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.written import consequences, version

DECISION, IMPROVEMENT = "decision ", "improvement "
"""Before an id, since both kinds stand in one list."""


def how_far(found: Progress) -> None:
    """Work items out and their status back; and one piece of work by hand."""
    from_tracker(found)
    by_hand(found)


def by_hand(found: Progress) -> None:
    """How far the work on one decision or improvement is, where no tracker says it."""
    work = {
        f"{DECISION}{p.row['decision_id']}": (f"{p.row['statement']} ({p.row['stage']}): {p.status or 'nothing said'}", p)
        for p in found.work
    }
    made = {f"{IMPROVEMENT}{r['improvement_id']}": f"{r['name']}: {r['status']}" for r in found.improvements}
    if not (work or made) or is_locked("Saying how far it is"):
        return
    called = {key: name for key, (name, _) in work.items()} | made
    st.header("Say it by hand")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            "Decision or improvement", list(called), index=None, key=f"far_{version()}", width=520, placeholder="Choose one",
            format_func=lambda key: called.get(key, key),
        )  # fmt: skip
        status = st.segmented_control(
            "How far it is", DELIVERY, key=f"far_status_{version()}", help=" ".join(f"{k.capitalize()}: {v}" for k, v in MEANING.items())
        )
        since = st.date_input("Since", value="today", max_value="today", key=f"far_since_{version()}", format="YYYY-MM-DD")
    if not chosen or not status:
        return
    day = since.isoformat() if isinstance(since, date) else ""
    what = ("far", chosen, status, day)
    if chosen in work:
        promise = work[chosen][1]
        ids = [str(p.row["decision_id"]) for p in found.cells_of(promise)]
        about = str(promise.row["statement"])
        consequences(found.workspace, what, lambda cursor: say(cursor, ids, status, day, about, user()), "How far it is")
    else:
        one = chosen.removeprefix(IMPROVEMENT)
        consequences(found.workspace, what, lambda cursor: say_of(cursor, one, status, day, user()), "How far it is")
