"""What every page stands in: set-up, navigation, the workspace, and a roof against failures."""

from __future__ import annotations

import logging
import runpy
from contextlib import AbstractContextManager, nullcontext, suppress
from contextvars import ContextVar
from copy import copy
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st
from markupsafe import Markup

from cx.changes.samples import AIRPORT, put
from cx.errors import InvalidData, OthersWork, WorkspaceError
from cx.languages.messages import speaking, tr
from cx.log_lines import Known
from cx.settings import SAMPLE
from cx.store import Workspace, open_workspace
from cx.store.acting import GUEST, OPERATOR, Act, acting, found_by
from cx.store.history import clock_is_behind
from cx.store.opening import chosen_by, usual_path
from cx.ui.shared import openid, openid_settings, reader, sign_in, style, waiting, which
from cx.ui.shared.addresses import FIRST, GALLERY, PAGES, TITLES, UNLISTED
from cx.ui.shared.afterwards import filled_in_at_the_end
from cx.ui.shared.edit_key import needed
from cx.ui.shared.keyhole import PAGE, TAKES_PART, came_in, keyhole, visitor
from cx.ui.shared.markup import write_html
from cx.ui.shared.roof import roof
from cx.workspaces.facts import FIRST_TITLE, title_of
from cx.workspaces.places import is_there, places

ROOT = Path(__file__).resolve().parents[3]
APP = ROOT / "app.py"
COVERAGE = ROOT / "pages" / "coverage.py"
PERSONAS = ROOT / "pages" / "personas.py"
ROUNDS = ROOT / "pages" / "rounds.py"
PROGRESS = ROOT / "pages" / "progress.py"
RESEARCH = ROOT / "pages" / "research.py"
SHORTFALLS = ROOT / "pages" / "shortfalls.py"
TOUCHPOINTS = ROOT / "pages" / "touchpoints.py"
WORKSHOP = ROOT / "pages" / "workshop.py"
DATA = ROOT / "pages" / "data.py"

log = logging.getLogger("cx")
found_by(visitor)
chosen_by(which.path_of_page)
_inside: ContextVar[bool] = ContextVar("inside the shell", default=False)


def run() -> None:
    """Set the page up, open the workspace, draw the navigation and the page."""
    language = reader.language_of_reader()
    page = st.navigation([copy(page) for page in _pages(language)], position="top")  # a page of its own for every run, which calls it
    title = f"{page.title} · Journey gap analysis"
    address = page.url_path or FIRST
    page_speaks = speaking(reader.language_of_page(address, language))
    st.set_page_config(page_title=title, page_icon="🧭", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    st.session_state["page_changed"] = st.session_state.get(PAGE) != page.url_path
    st.session_state[PAGE] = page.url_path
    inside = _inside.set(True)
    try:
        with page_speaks, roof(TITLES[address]), waiting.saying_what_for(), filled_in_at_the_end():
            listed = page.url_path not in UNLISTED
            if not _is_of_this_workspace(listed):
                _not_here()
            elif listed and TAKES_PART in st.session_state:
                _only_the_room()
            elif listed and not _is_for_everybody(page.url_path) and not visitor().may(Act.LOOK):
                came_in()
                _no_member()
            else:
                if listed:
                    _above(page.url_path)
                    came_in()
                with _known(listed), reader.at_the_foot(language) if listed else nullcontext():
                    page.run()
    finally:
        _inside.reset(inside)


@cache
def _pages(language: str) -> list[st.Page]:
    """The pages, named in the reader's language: where their files are is looked up once, not at every run."""
    with speaking(language):
        titles = {address: tr(title) for _, title, address in PAGES}
    return [
        st.Page(
            ROOT / file,
            title=titles[address],
            url_path=address,
            default=address == "overview",
            visibility="hidden" if address in (*UNLISTED, GALLERY) else "visible",
        )
        for file, _, address in PAGES
    ]


def _known(listed: bool) -> AbstractContextManager[None]:
    """Who acts, known in the threads too that work for this run. Whoever joins a room becomes a participant in the middle of one."""
    if listed:
        return acting(visitor())
    return acting(GUEST) if sign_in.is_on() else nullcontext()


def _is_of_this_workspace(listed: bool) -> bool:
    """Whether there is the workspace that the address names, and the session began in it. Where people sign in, the door of a room
    stands at every name: without an account nobody finds out which there are."""
    return which.is_of_this_session() and (is_there(which.of_page()) or (not listed and sign_in.is_on()))


def _is_for_everybody(address: str) -> bool:
    """Whether a page shows something to whoever is no member: the list of their own workspaces does, at the address of the first."""
    return address == GALLERY and not which.of_page()


def _not_here() -> None:
    """What stands at the address of a workspace that is not there; where people sign in, who is no member sees no difference."""
    if sign_in.is_on():
        _no_member()
        return
    st.title(tr("There is no workspace at this address"))
    write_html(
        Markup('<p class="fact">{} <a href="{}">{}</a></p>').format(
            tr("It may have been archived."), _gallery(), tr("See the workspaces that are here")
        )
    )


def _above(address: str) -> None:
    """Above every page: which workspace this is, where there are several, and who is here, where that matters."""
    if sign_in.is_on() or needed() is not None:
        with st.container(key="above", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            _which_one(address)
            keyhole()
    else:
        _which_one(address)


def _which_one(address: str) -> None:
    """Where there are several workspaces, the one of this page by name, and the way to the others."""
    if address == GALLERY or not visitor().may(Act.LOOK) or not (name := which.of_page()) and len(places()) == 1:
        return
    with acting(visitor()):
        called = title_of(workspace()) or name or FIRST_TITLE
    link = Markup('<p class="which"><a href="{}" title="{}" dir="auto">{}</a></p>')
    write_html(link.format(_gallery(), tr("All workspaces"), called), width="content")


def _gallery() -> str:
    return which.address_of(which.of_page() if is_there(which.of_page()) else "", GALLERY)


def _no_member() -> None:
    """What somebody sees who is known, or is not, and has no role in this workspace: nothing of it."""
    who = visitor().name
    if not who and openid_settings.is_chosen():
        _sign_in_anew()
        return
    st.title(tr("You are not a member of this workspace"))
    known = tr("You are signed in as {name}.", name=who) if who else tr("Nobody is signed in here.")
    ask = tr("An admin of the workspace gives roles; tell whoever sent you here.")
    link = Markup('<p class="fact">{} {} <a href="{}">{}</a></p>')
    write_html(link.format(known, ask, which.address_of("", GALLERY), tr("Your workspaces")))
    if openid_settings.is_chosen():
        leave = tr("Sign out, to come in under another name.")
        write_html(Markup('<p class="fact"><a href="{}" target="_self">{}</a></p>').format(openid.way_out(), leave))


def _sign_in_anew() -> None:
    """In a page that is open for longer than a sign-in lasts: the way back to this very place, with all that its address says."""
    address = urlsplit(str(st.context.url or "/")).path or "/"
    query = urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])
    st.title(tr("Your sign-in has ended"))
    text = Markup('<p class="fact">{} <a href="{}" target="_self">{}</a></p>')
    back = openid.way_in(f"{address}{'?' if query else ''}{query}")
    write_html(text.format(tr("Nothing is shown before you sign in again."), back, tr("Sign in, and come back to this place")))


def _only_the_room() -> None:
    """What somebody sees who has come in by the link of a room and asks for another page."""
    st.title(tr("This link opens the room, and nothing else"))
    st.link_button(tr("Back to the room"), st.session_state[TAKES_PART])


def require() -> None:
    """First call of every page: run it inside the shell, or run the shell instead.

    Until some session has run `app.py`, Streamlit takes files in `pages/` for apps of their own: the first
    request after a start would run a page bare, without set-up and navigation.
    """
    if not _inside.get():
        runpy.run_path(str(APP))
        st.stop()


def page_changed() -> bool:
    """Whether this run is the first on its page; widgets of the same name start anew then."""
    return bool(st.session_state.get("page_changed", True))


def workspace() -> Workspace:
    """The workspace that the page's address names; on the first start of the first one, a sample is loaded into it.

    Raises WorkspaceError where it was archived meanwhile: opening it would make another one in its place.
    """
    if not is_there(which.of_page()):
        if sign_in.is_on() and st.session_state.get(PAGE) in UNLISTED:
            return _nowhere()
        raise WorkspaceError("This workspace was archived meanwhile; nothing was changed. Load the page again.")
    return _workspace(str(usual_path()), may_begin_with_sample=not which.of_page())


def forget_opened() -> None:
    """Look again for workspaces when they are asked for: one of them was closed."""
    _workspace.clear()


@st.cache_resource(show_spinner=False)
def _nowhere() -> Workspace:
    """What stands behind the door of rooms at a name that no workspace has: one without a room."""
    return open_workspace(None)


@st.cache_resource(show_spinner="Opening the workspace …")
def _workspace(path: str, *, may_begin_with_sample: bool) -> Workspace:
    opened = open_workspace(path)
    fresh = not opened.rows("SELECT 1 FROM audit_log LIMIT 1")
    if fresh and may_begin_with_sample and SAMPLE.value != "0":
        # Whoever comes first only looks; and rows that another program has written are left as they are.
        with acting(OPERATOR), suppress(OthersWork):
            try:
                told = put(opened, AIRPORT).issues
            except InvalidData as refused:
                told = [*refused.issues]
                log.error("The sample cannot be read, so the workspace is empty.")
            for issue in told:
                log.warning("sample: %s", Known(issue))
    if behind := clock_is_behind(opened):
        log.warning("%s", Known(behind))
    return opened
