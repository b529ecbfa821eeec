"""Keep what is changed as a scenario: name it, copy it, put it away, remove it. Each step can be undone in the history."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx.changes.scenarios import archive_scenario, copy_scenario, delete_scenario, keep_scenario
from cx.store import Workspace
from cx.tables import LONGEST_NAME
from cx.ui.scenarios.draft import NEXT, Draft
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.written import version, written

UNDONE = "It can be undone in the history."


def keep(opened: Workspace, draft: Draft) -> None:
    """The form under which a what-if is kept."""
    st.header("Keep it as a scenario")
    if is_locked("Keeping a scenario"):
        return
    kept, of = draft.kept, f"{draft.scenario.scenario_id}_{version()}"
    name = st.text_input(
        "Name", value=draft.scenario.name, key=f"scenario_name_{of}", max_chars=LONGEST_NAME, placeholder="Close the branch", width=420
    )
    told = st.text_area("What it is to find out", value=draft.scenario.description, key=f"scenario_told_{of}", max_chars=2_000, width=620)
    now = draft.scenario.changing(
        name=" ".join(name.split()), description=told.strip(), round_id=draft.scenario.round_id or draft.answer.round["round_id"]
    )
    with st.container(horizontal=True, gap="small"):
        label = "Keep the changes" if kept else "Keep it"
        # Without a name it can be pressed all the same: a browser sends what was typed only once something else is touched.
        if st.button(label, type="primary", key="keep_scenario", disabled=now == kept) and now.name:
            _do(lambda: keep_scenario(opened, now), f"Scenario “{now.name}” is kept. {UNDONE}")
        if kept:
            if st.button("Copy", key="copy_scenario") and now.name:
                _do(lambda: copy_scenario(opened, now), f"“{now.name}” is copied. {UNDONE}")
            if st.button("Back from the archive" if kept.archived else "Archive", key="archive_scenario"):
                where = "is back" if kept.archived else "is in the archive"
                _do(lambda: archive_scenario(opened, kept, not kept.archived), f"“{kept.name}” {where}. {UNDONE}")
            if st.button("Remove", key="remove_scenario"):
                _do(lambda: delete_scenario(opened, kept), f"“{kept.name}” is removed. {UNDONE}")
    if not now.name:
        st.caption("It needs a name to be kept.")


def _do(act: Callable[[], object], told: str) -> None:
    def work() -> None:
        found = act()
        if isinstance(found, str):  # what was written is what is looked at next
            st.session_state[NEXT] = found

    if written(work, told):
        st.rerun()
