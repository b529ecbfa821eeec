"""Links that let somebody without an account look, for the admins of a workspace: made, listed, taken back."""

from __future__ import annotations

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st
from markupsafe import Markup

from cx.errors import JourneyError, UsageError
from cx.members.ledger import Ledger
from cx.members.links import LONGEST_ADDRESS, LONGEST_NAME, MOST_DAYS, USUAL_DAYS, Links
from cx.store.acting import Act, only, user
from cx.ui.shared.addresses import ENDS, GALLERY, UNLISTED, base
from cx.ui.shared.components import paragraph
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.routes import SHARED
from cx.ui.shared.told import told
from cx.ui.shared.written import SAID
from cx.words import printable

MADE = "link_made"
"""What a session remembers until its next run: the link that was just made, which nothing shows again."""


def section(ledger: Ledger) -> None:
    """The links of this workspace, with a form for another one."""
    st.header("Links for people without an account")
    write_html(
        paragraph("Whoever has such a link looks at this workspace until its day, and can do nothing else. Send it as you would a key.")
    )
    links = Links(ledger)
    if address := st.session_state.pop(MADE, ""):
        write_html(Markup('<p class="fact" role="status"><b>Copy this link now; it is not shown again.</b></p>'))
        st.code(address, language=None)
        st.session_state.update(link_name="", link_page="")
    _list(links)
    with st.form("link", border=False, width=520):
        name = st.text_input("For whom", key="link_name", max_chars=LONGEST_NAME)
        leads_to = st.text_input(
            "Which page",
            key="link_page",
            max_chars=LONGEST_ADDRESS,
            help="Paste the address of a page of this workspace; empty is the Overview.",
        )
        days = st.number_input("Days that it lasts", 1, MOST_DAYS, USUAL_DAYS, key="link_days")
        if st.form_submit_button("Make the link"):
            _make(links, name, leads_to, int(days))


def _list(links: Links) -> None:
    listed = links.listed()
    if not listed:
        return
    st.dataframe(
        pd.DataFrame(
            [
                (printable(one.name), one.leads_to or "overview", one.until, "over" if one.is_over else "open", one.made_by)
                for one in listed
            ],
            columns=["For whom", "Page", "Until (UTC)", "It is", "Made by"],
        ),
        hide_index=True,
        alt="Links that let people without an account look, with the day on which each ends",
        column_config={"Until (UTC)": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")},
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Take back the link for", [one.name for one in listed], format_func=printable, key="link_back", width=360)
        if st.button("Take it back", key="link_take"):
            _take(links, name)


def _make(links: Links, name: str, leads_to: str, days: int) -> None:
    try:
        only(Act.MANAGE)
        page = _page(leads_to)
        secret = links.make(name, page, days, user())
    except JourneyError as error:
        st.error(literal(told(error)))
        return
    st.session_state[MADE] = f"{base()}/{SHARED}/{secret}"
    st.rerun()


def _page(address: str) -> str:
    """A page of this workspace as a link names it: what stands before it is left out where it is ours."""
    address = address.strip()
    here = base()
    if address.startswith(here):
        address = address.removeprefix(here)
    elif (parts := urlsplit(address)).scheme or parts.netloc:
        return address
    page = address.lstrip("/")
    if (called := page.partition("?")[0]) and called not in {*ENDS} - {*UNLISTED, GALLERY}:
        raise UsageError(f"There is no page “{called}”. Open the page, and paste its address.")
    return page


def _take(links: Links, name: str) -> None:
    try:
        only(Act.MANAGE)
        links.take_back(name, user())
    except JourneyError as error:
        st.error(literal(told(error)))
        return
    st.session_state[SAID] = f"The link for {printable(name)} opens nothing any more."
    st.rerun()
