"""Who may do what in this workspace, for its admins: roles given and taken, and who came in."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx.errors import JourneyError
from cx.members.ledger import GROUP, LONGEST, Ledger
from cx.store import Workspace
from cx.store.acting import GIVEN, Act, Role, only, user
from cx.ui.data import links
from cx.ui.shared.components import paragraph
from cx.ui.shared.keyhole import is_locked
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.told import told
from cx.ui.shared.written import SAID
from cx.words import printable

SHOWN = 500
"""Events that are listed."""


def page(opened: Workspace) -> None:
    """The members with their roles, a form to change them, and what happened to the access."""
    if opened.path is None or is_locked("Seeing and changing members", Act.MANAGE):
        return
    ledger = Ledger(opened.path)
    members = ledger.members()
    st.dataframe(
        pd.DataFrame(
            [(printable(m.who), m.role.word, m.given_at, printable(m.given_by)) for m in members],
            columns=["Who", "Role", "Since (UTC)", "Given by"],
        ),
        hide_index=True,
        alt="The members of this workspace with their roles",
        column_config={"Since (UTC)": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
    )
    st.header("Give or take a role")
    write_html(
        paragraph("What each role may do stands on the Method page. A role that is taken ends with the next thing that the person does.")
    )
    with st.form("member", border=False, width=520, clear_on_submit=True):
        who = st.text_input(
            "Who",
            key="member_who",
            max_chars=LONGEST,
            help=f"As the sign-in names people, such as ana@example.org; or {GROUP}NAME for a group.",
        )
        role = st.selectbox(
            "Role", [*GIVEN, Role.NOBODY], format_func=lambda r: r.word if r in GIVEN else "none: take the role away", key="member_role"
        )
        if st.form_submit_button("Save", type="primary"):
            _save(ledger, who, role)
    links.section(ledger)
    st.header("Who came in, and what changed")
    st.dataframe(
        pd.DataFrame(
            [(e.at, printable(e.who), e.what, printable(e.about)) for e in ledger.events(SHOWN)],
            columns=["When (UTC)", "Who", "What", "About"],
        ),
        hide_index=True,
        column_config={"When (UTC)": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
        alt="Roles given and taken, who came in and who was refused, newest first",
    )


def _save(ledger: Ledger, who: str, role: Role) -> None:
    try:
        only(Act.MANAGE)
        if role is Role.NOBODY:
            ledger.take(who, user())
        else:
            ledger.give(who, role, user())
    except JourneyError as error:
        st.error(literal(told(error)))
        return
    st.session_state[SAID] = f"{printable(who)} is {role.word} now." if role in GIVEN else f"{printable(who)} is no member any more."
    st.rerun()
