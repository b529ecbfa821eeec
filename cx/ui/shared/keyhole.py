"""Where the workspace's key is entered: at the top of a page, or in place of what needs it."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cx.errors import WorkspaceError
from cx.languages.messages import tr
from cx.members.ledger import CAME_IN, REFUSED, Ledger
from cx.store.acting import ANYBODY, GUEST, LOOKING, NOBODY, OPERATOR, Act, Actor, Role
from cx.store.opening import usual_path
from cx.ui.shared import hosts, openid, openid_settings, sign_in, which
from cx.ui.shared.addresses import UNLISTED, base
from cx.ui.shared.edit_key import LONGEST_NAME, clean_name, cookie_name, is_key, name_on, needed, pass_of, tries, waiting
from cx.ui.shared.markup import literal, write_html
from cx.ui.shared.routes import PASS

NAME, FETCH = "key_name", "key_fetch"
"""What a session remembers: the name that was typed with the key (empty: the key was given back), and the pass to fetch."""

TAKES_PART = "takes_part"
"""What a session holds that came in by the link of a room: the address of its seat. It opens no other page, and changes nothing
but what the room asks for."""

PAGE, KNOWN = "page", "known_as"
"""What a session holds: the address of the page that it shows, and as whom it was let in."""

TOO_MANY = "There were too many wrong keys. Try again in {seconds} s."
NAMELESS = "Enter your name as well: the history says who changed what."
WRONG_KEY = "This is not the key. Whoever runs the dashboard knows it."
"""What is said about a key that was typed: what a press does runs before its page, so it is said in the page's language there."""
ROLES = ("nobody", "guest", "viewer", "contributor", "facilitator", "admin")
"""Words of the roles, to be said in other languages."""


def key_first(act: Act = Act.CHANGE) -> str:
    """What is missing where something stands still, since whoever looks may not do it."""
    if sign_in.is_on():
        return tr("This needs the role “{role}”.", role=tr(act.least.word))
    return tr("This needs the workspace’s key: enter it at the top of the page.")


def visitor() -> Actor:
    """Who acts on a page: whoever has signed in, or has entered the key here or in this browser before; never whoever takes part in a room."""
    if sign_in.is_on():
        return _signed_in()
    if get_script_run_ctx(suppress_warning=True) is not None and TAKES_PART in st.session_state:
        return LOOKING
    key = needed()
    if key is None:
        return ANYBODY if hosts.is_shared() else OPERATOR
    if get_script_run_ctx(suppress_warning=True) is None:
        return LOOKING  # a thread of the server itself, which has said nothing else
    name = st.session_state.get(NAME)
    if name is None:
        name = name_on(st.context.cookies, key)
    return Actor(name) if name else LOOKING


def _signed_in() -> Actor:
    if get_script_run_ctx(suppress_warning=True) is None:
        return NOBODY  # a thread of the server itself, which has said nothing else
    if not which.is_of_this_session():
        return NOBODY  # a part of a page draws itself, and a button does what it does, before any page is asked
    if TAKES_PART in st.session_state:
        return GUEST
    who = sign_in.member(st.context.headers)
    return GUEST if who.role < Role.GUEST and st.session_state.get(PAGE) in UNLISTED else who


def may_write(act: Act = Act.CHANGE) -> bool:
    """Whether this visitor may do that."""
    return visitor().may(act)


def keyhole() -> None:
    """At the top of a page: enter the key, or see under which name this browser may change things, and give the key back."""
    if sign_in.is_on():
        _who_is_here(visitor())
        return
    if needed() is None:
        return
    name = visitor().name
    with st.container(key="keyhole", horizontal=True, horizontal_alignment="right"):
        if name:
            with st.popover(literal(name), type="tertiary", icon=":material/lock_open:"):
                st.caption(tr("The history names you so. The key is forgotten when you close the browser."))
                st.button(tr("Give the key back"), key="key_back", on_click=_give_back)
        else:
            with st.popover(tr("Enter the key"), type="tertiary", icon=":material/lock:"):
                _form("top")
    _fetch()


def _who_is_here(who: Actor) -> None:
    """Under which name the sign-in has let somebody in, and what that name may do."""
    place = st.container(key="keyhole", horizontal=True, horizontal_alignment="right")
    with place, st.popover(literal(who.name), type="tertiary", icon=":material/person:"):
        may = [tr(act.words) for act in Act if who.may(act) and act.least > Role.GUEST]
        said = tr("You are {role} here. That allows {acts}.", role=tr(who.role.word), acts="; ".join(may))
        write_html(Markup("<p>{}</p>").format(said))
        st.caption(tr("The history names you so. An admin of the workspace gives other roles."))
        if openid_settings.is_chosen():
            is_known = openid.somebody(st.context.headers.get("Cookie") or "") is not None
            way = (openid.way_out(), tr("Sign out")) if is_known else (openid.way_in(urlsplit(base()).path or "/"), tr("Sign in"))
            write_html(Markup('<p><a href="{}" target="_self">{}</a></p>').format(*way))


def came_in() -> None:
    """Keep once in a session who came in with which role, or had none."""
    if not sign_in.is_on() or st.session_state.get(KNOWN) == (who := visitor()):
        return
    st.session_state[KNOWN] = who
    with suppress(WorkspaceError):
        Ledger(usual_path()).note(who.name or "nobody", CAME_IN if who.may(Act.LOOK) else REFUSED, who.role.word)


def is_locked(what: str, act: Act = Act.CHANGE) -> bool:
    """Whether this visitor may not do that; then what is missing, a role or the key, stands in place of it. `what` begins a sentence."""
    if may_write(act):
        return False
    place = what.replace(" ", "_")
    if sign_in.is_on():
        with st.container(key=f"locked_{place}"):
            write_html(
                Markup('<p class="fact"><b>{} needs the role “{}”.</b> You are {} here; an admin of the workspace gives roles.</p>').format(
                    what, act.least.word, visitor().role.word
                )
            )
        return True
    with st.container(key=f"locked_{place}"):
        write_html(Markup('<p class="fact"><b>{} needs the workspace’s key.</b> Looking needs none.</p>').format(what))
        _form(place)
    return True


def _form(place: str) -> None:
    with st.form(f"key_form_{place}", border=False, width=360):
        st.text_input(
            tr("Your name"), key=f"name_{place}", max_chars=LONGEST_NAME, autocomplete="name", help=tr("The history names you so.")
        )
        st.text_input(tr("Key"), key=f"key_{place}", type="password", max_chars=200, autocomplete="current-password")
        st.form_submit_button(tr("Use the key"), type="primary", on_click=_try, args=(place,))
    if said := st.session_state.pop(f"key_said_{place}", ()):
        message, values = said
        st.warning(literal(tr(message, **values)))


def _try(place: str) -> None:
    """Compare what was typed; what is said about it stands below the form."""
    key, address = needed(), str(st.context.ip_address or "")
    name, typed = clean_name(st.session_state[f"name_{place}"]), st.session_state[f"key_{place}"]
    said = f"key_said_{place}"
    if key is None:
        return
    if wait := tries.wait(address):
        st.session_state[said] = (TOO_MANY, {"seconds": int(wait) + 1})
    elif not name:
        st.session_state[said] = (NAMELESS, {})
    elif not is_key(typed, key):
        tries.failed(address)
        st.session_state[said] = (WRONG_KEY, {})
    else:
        tries.done(address)
        st.session_state[NAME] = name
        st.session_state[FETCH] = waiting.put(f"{cookie_name(key)}={pass_of(name, key)}")


def _give_back() -> None:
    key = needed()
    st.session_state[NAME] = ""
    if key:
        st.session_state[FETCH] = waiting.put(f"{cookie_name(key)}=; Max-Age=0")


def _fetch() -> None:
    """Let the browser fetch its pass, as a picture that nobody sees: only an answer of the server's own can set a cookie that
    no script reads."""
    if token := st.session_state.get(FETCH):
        write_html(Markup('<img src="{}/{}/{}" alt="" hidden>').format(urlsplit(base()).path, PASS, token))
