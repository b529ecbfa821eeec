"""Promising improvements: one by one, or the set of a scenario."""

from __future__ import annotations

import streamlit as st

from cx.analysis.scenarios.scenario import scenarios
from cx.changes.load import user
from cx.delivery.plan import not_promised, promise
from cx.delivery.progress import Progress
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.written import consequences, version


def promise_improvements(found: Progress) -> None:
    """Choose improvements, those of a scenario at first; say who does them and until when; see what would change."""
    names = not_promised(found.workspace)
    if not names:
        return
    st.header("Promise improvements")
    if is_locked("Promising improvements"):
        return
    sets = {key: one for key, one in scenarios(found.workspace).items() if names.keys() & set(one.improvements)}
    of = None
    if sets:
        of = st.selectbox(
            "The set of a scenario", list(sets), index=None, format_func=lambda key: sets[key].name if key in sets else key,
            key=f"plan_of_{version()}", placeholder="None: choose one by one", width=420,
        )  # fmt: skip
    begun = [one for one in sets[of].improvements if one in names] if of else []
    chosen = st.multiselect(
        "Improvements that nobody has decided for yet",
        list(names),
        default=begun,
        format_func=lambda i: names.get(i, i),
        key=f"plan_{version()}_{of}",
        select_all=False,
        filter_mode="contains",
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        owner = st.text_input("Owner of all of them", key=f"plan_owner_{version()}", max_chars=80, width=280)
        due = st.date_input("Due", value=None, key=f"plan_due_{version()}", format="YYYY-MM-DD", width=180)
        review = st.date_input("Review on", value=None, key=f"plan_review_{version()}", format="YYYY-MM-DD", width=180)
    if not chosen:
        return
    said = {"owner": owner.strip(), "due": due.isoformat() if due else "", "review_date": review.isoformat() if review else ""}
    what = ("plan", tuple(chosen), tuple(said.items()))
    since = found.today.isoformat()
    consequences(found.workspace, what, lambda cursor: promise(cursor, chosen, said, since, user()), "Promised", key="apply_plan")
