"""What may be done with whole workspaces: the one of this page, new ones, and those that were put away."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from cx.errors import JourneyError
from cx.store import Workspace
from cx.store.acting import Act, acting
from cx.temporary import own_folder
from cx.ui.shared import shell, which
from cx.ui.shared.components import paragraph
from cx.ui.shared.download import download
from cx.ui.shared.keyhole import is_locked, may_write
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.told import told
from cx.ui.workspaces.gallery import visitor_of
from cx.workspaces.facts import FIRST_TITLE, LONGEST_TITLE, facts_of, title_of
from cx.workspaces.keeping import archive, bring_back, bring_in, checked_title, copy, create, rename, taken_out
from cx.workspaces.places import FIRST, SUFFIX, Place, place_of, places

MADE, NUMBER = "workspace_made", "workspaces_made"
"""What a session remembers: until its next run the workspace that it has just made, and how many it has made."""


def say_what_was_made() -> None:
    """Once, where the workspace is that was just made."""
    place, what = st.session_state.pop(MADE, (None, ""))
    if place is not None:
        write_html(
            Markup('<p class="fact" role="status"><b>{}</b> <a href="{}">Open it</a>.</p>').format(what, which.address_of(place.name))
        )


def this_one(opened: Workspace) -> None:
    """The workspace of this page: its name, a copy, its file, and putting it away."""
    place, called = place_of(which.of_page()), title_of(opened)
    st.header("This workspace")
    if is_locked("Naming, copying and exporting a workspace", Act.KEEP):
        return
    with st.form("rename", border=False, width=520):
        title = st.text_input("Name", called or place.name or FIRST_TITLE, key="workspace_title", max_chars=LONGEST_TITLE)
        if st.form_submit_button("Rename") and _done(lambda: rename(place, title)):
            st.rerun()
    download("Export as one file", lambda: _content(place), f"{place.path.stem}{SUFFIX}", "application/octet-stream")
    st.caption("With its history, pictures and scenarios; without its members. It is read back whole before you get it.")
    if place.name != FIRST:
        st.button("Archive it", key="archive", icon=":material/inventory_2:", on_click=_put_away, args=(place,))
        st.caption("Its address answers nothing then, until somebody brings it back. Nothing is removed.")
    if refused := st.session_state.pop("archive_refused", ""):
        st.error(literal(refused))


def new_ones() -> None:
    """Make one: empty, as a copy of the one of this page, or from a file."""
    st.header("A new workspace")
    if not visitor_of(place_of(FIRST)).may(Act.KEEP):
        write_html(paragraph("Who makes new ones is an admin of the first workspace, or has the workspace’s key."))
        return
    kinds = ["Empty", *(["A copy of this one"] if may_write(Act.KEEP) else []), *(["From a file"] if may_write(Act.CHANGE) else [])]
    kind = st.segmented_control("It begins", kinds, default=kinds[0], key="workspace_begins", required=True)
    title = st.text_input("What it is called", key=f"workspace_called_{_made_so_far()}", max_chars=LONGEST_TITLE, width=520)
    file = None
    if kind == "From a file":
        file = st.file_uploader("A workspace that was exported as one file", type=[SUFFIX], key=f"workspace_file_{_made_so_far()}")
    if st.button("Make it", type="primary", key="workspace_make", disabled=kind == "From a file" and file is None):
        with st.spinner("Making it …"):
            _make(kind, title, None if file is None else file.getvalue())


def put_away_ones() -> None:
    """Those that were archived, each with the way back."""
    away = [place for place in places() if place.is_away]
    if not away or not visitor_of(place_of(FIRST)).may(Act.KEEP):
        return
    st.header("Archived")
    for place in away:
        with st.container(horizontal=True, vertical_alignment="center", key=f"away_{place.name}"):
            who = visitor_of(place)
            with acting(who):
                called = facts_of(place).title if who.may(Act.LOOK) else place.name
            write_html(Markup("<span dir=auto>{}</span>").format(called), width="content")
            if st.button("Bring it back", key=f"back_{place.name}") and _done(partial(_brought_back, place)):
                st.rerun()


def _made_so_far() -> int:
    """What was typed for the last one does not stand there for the next."""
    number: int = st.session_state.setdefault(NUMBER, 0)
    return number


def _make(kind: str | None, title: str, file: bytes | None) -> None:
    maker = visitor_of(place_of(FIRST))

    def make() -> None:
        if kind == "A copy of this one":
            place = copy(place_of(which.of_page()), title, maker)
        elif file is not None:
            with acting(maker), tempfile.TemporaryDirectory(dir=own_folder()) as folder:
                brought = Path(folder, f"brought{SUFFIX}")
                brought.write_bytes(file)
                place = bring_in(brought, title)
        else:
            with acting(maker):
                place = create(title)
        st.session_state[MADE] = (place, f"“{checked_title(title)}” is made.")
        st.session_state[NUMBER] += 1

    if _done(make):
        st.rerun()


def _brought_back(place: Place) -> None:
    with acting(visitor_of(place_of(FIRST))):
        bring_back(place)
    st.session_state[MADE] = (place, f"“{place.name}” is back.")


def _put_away(place: Place) -> None:
    """Before the page is drawn: it has no workspace any more."""
    try:
        archive(place)
    except JourneyError as error:
        st.session_state["archive_refused"] = told(error)
    shell.forget_opened()


def _content(place: Place) -> bytes:
    with taken_out(place) as file:
        return file.read_bytes()


def _done(act: Callable[[], None]) -> bool:
    try:
        act()
    except JourneyError as error:
        st.error(literal(told(error)))
        return False
    return True
