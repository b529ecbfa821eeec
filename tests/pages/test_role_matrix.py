"""What each role may do at every way in: pages and what is locked on them, addresses, commands. A new one needs a row here."""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from cx.commands.parser import parser
from cx.errors import NeedsRole
from cx.members.ledger import Ledger
from cx.store.acting import Act, Actor, Role, acting, only
from cx.ui.shared import keyhole
from cx.ui.shared.answered import DECISIONS, SOCKET
from cx.ui.shared.door import Door
from cx.ui.shared.offers import File, Offers
from cx.ui.shared.routes import routes
from tests.asking import HOME, ask
from tests.conftest import ROOT
from tests.pages.screens import PAGES, start, words_of
from tests.pages.test_sign_in import SECRET, as_, proxied
from tests.store.test_roles import CALLS
from tests.test_layers import MODULES, parsed

__all__ = ["proxied"]

LOCKS: dict[str, Act] = {
    "Bringing a file in": Act.CHANGE,
    "Changing rows": Act.CHANGE,
    "Changing interviews": Act.CHANGE,
    "Changing findings": Act.CHANGE,
    "Defining themes": Act.CHANGE,
    "Changing themes": Act.CHANGE,
    "Changing statements": Act.CHANGE,
    "Making a need": Act.CHANGE,
    "Raising evidence": Act.CHANGE,
    "Combing an interview": Act.CHANGE,
    "Promising improvements": Act.CHANGE,
    "Bringing a status back": Act.CHANGE,
    "Saying how far it is": Act.CHANGE,
    "Changing improvements": Act.CHANGE,
    "Keeping a scenario": Act.CHANGE,
    "Keeping a set as a scenario": Act.CHANGE,
    "Changing a score": Act.CHANGE,
    "Changing personas": Act.CHANGE,
    "Changing this persona": Act.CHANGE,
    "Changing needs by market": Act.CHANGE,
    "Seeing who changed what": Act.TAKE_OUT,
    "Taking everything out": Act.TAKE_OUT,
    "Leading a room": Act.LEAD,
    "Preparing a room": Act.LEAD,
    "Deciding": Act.LEAD,
    "Deciding again": Act.LEAD,
    "Freezing or opening a round": Act.END_ROUND,
    "Withdrawing a participant": Act.ERASE,
    "Seeing and changing members": Act.MANAGE,
    "Naming, copying and exporting a workspace": Act.KEEP,
}
"""What is locked on pages, as a reader is told, and what it is."""
ASKED: dict[str, set[Act]] = {
    "pages.data": {Act.MANAGE},
    "pages.workspaces": {Act.LOOK},
    "cx.ui.data.erase": {Act.ERASE},
    "cx.ui.data.history": {Act.TAKE_OUT},
    "cx.ui.data.links": {Act.MANAGE},
    "cx.ui.data.members": {Act.MANAGE},
    "cx.ui.method.parameters": {Act.SET},
    "cx.ui.rounds.freeze": {Act.TAKE_OUT},
    "cx.ui.shared.api": {Act.LOOK},
    "cx.ui.shared.door": {Act.CHANGE},
    "cx.ui.shared.keyhole": {Act.LOOK},
    "cx.ui.shared.offer": {Act.CHANGE},
    "cx.ui.shared.serve": {Act.LOOK},
    "cx.ui.shared.shell": {Act.LOOK},
    "cx.ui.shortfalls.cause_form": {Act.CHANGE},
    "cx.ui.workspaces.gallery": {Act.LOOK},
    "cx.ui.workspaces.keep": {Act.KEEP, Act.CHANGE, Act.LOOK},
}
"""Which parts of pages ask without a sentence of their own, and for what."""
QUESTIONS = ("is_locked", "may_write", "key_first", "only", "may")


def test_every_lock_of_a_page_has_its_row():
    locks, asked = dict[str, Act](), dict[str, set[Act]]()
    for module in MODULES:
        if not module.startswith(("pages", "cx.ui")):
            continue
        for call in (one for one in ast.walk(parsed(module)) if isinstance(one, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            named = [Act[one.attr] for one in call.args if isinstance(one, ast.Attribute) and getattr(one.value, "id", "") == "Act"]
            acts = named or ([Act.CHANGE] if name != "may" and not call.args[name == "is_locked" :] else [])
            if name == "is_locked":
                (act,) = acts
                locks[ast.literal_eval(call.args[0])] = act
            elif name in QUESTIONS and acts:
                asked.setdefault(module, set()).update(acts)
    assert (locks, asked) == (LOCKS, ASKED)


def test_every_act_has_a_row():
    assert {*LOCKS.values(), *(act for acts in ASKED.values() for act in acts), *(act for act, _ in CALLS.values())} == set(Act)


def test_each_lock_opens_from_its_role_on_and_says_it_to_the_others(proxied: Ledger, monkeypatch: pytest.MonkeyPatch):
    said: list[str] = []
    monkeypatch.setattr(keyhole, "write_html", said.append)
    for role in Role:
        who = Actor("ana", role, is_member=True)
        monkeypatch.setattr(keyhole, "visitor", lambda who=who: who)
        for what, act in LOCKS.items():
            said.clear()
            assert keyhole.is_locked(what, act) == (role < act.least), (what, role)
            assert [f"{what} needs the role “{act.least.word}”.</b> You are {role.word} here" in one for one in said] == [True] * (
                role < act.least
            )
        for act in Act:
            assert keyhole.may_write(act) == (role >= act.least)
            with acting(who):
                if role < act.least:
                    with pytest.raises(NeedsRole):
                        only(act)
                else:
                    only(act)


SEEN: dict[str, set[str]] = {
    "overview": set(),
    "coverage": set(),
    "shortfalls": {"Deciding"},
    "personas": set(),
    "research": set(),
    "touchpoints": set(),
    "workshop": {"Preparing a room"},
    "scenarios": set(),
    "rounds": set(),
    "progress": {"Deciding", "Promising improvements"},
    "data": {"Bringing a file in"},
    "data?data_tabs=Edit": {"Changing rows"},
    "data?data_tabs=History and undo": {"Seeing who changed what"},
    "data?data_tabs=Templates and export": {"Taking everything out"},
    "method": set(),
    "workspaces": {"Naming, copying and exporting a workspace"},
    "join": set(),
}
"""What a viewer is told to be locked on each page as it opens, and on its tabs."""


def test_every_page_opens_for_a_viewer_and_says_what_is_locked(proxied: Ledger, monkeypatch: pytest.MonkeyPatch):
    assert {view.partition("?")[0] for view in SEEN} == set(PAGES)
    as_(monkeypatch, "ana@example.org")
    proxied.give("ana@example.org", Role.VIEWER, "root")
    found = {}
    for view in SEEN:
        page, _, tab = view.partition("?data_tabs=")
        app = start(page, **({"data_tabs": tab} if tab else {}))
        assert "You are not a member of this workspace" not in [title.value for title in app.title], view
        words = words_of(app)
        found[view] = {what for what, act in LOCKS.items() if f"{what} needs the role “{act.least.word}”. You are viewer here" in words}
        assert words.count(" needs the role “") == len(found[view]), view
    assert found == SEEN


TOKEN, IDS = "{token}", "{session_id}/{file_id}"
NOTHING, ALL, NOT_ONE = (404,) * 4, (200,) * 4, (403,) * 4
ANSWERED: dict[str, tuple[int, ...]] = {
    f"/offered/{TOKEN}": (404, 404, 200, 200),  # each asks for what was offered to that very person
    f"/pass/{TOKEN}": NOTHING,  # a key, of which there is none where people sign in
    "/api/{rest:path}": (403, 403, 200, 200),
    "/healthz": ALL,
    "/readyz": ALL,
    f"/shared/{TOKEN}": NOTHING,  # nobody guesses one; what a real one opens: test_by_link
    "/sign-in": NOTHING,  # behind a proxy it signs in; what they answer elsewhere: test_openid
    "/signed-in": NOTHING,
    "/sign-out": NOTHING,
    "/_stcore/health": ALL,
    "/_stcore/host-config": ALL,
    "/_stcore/stream": ALL,  # the pages decide what is shown there
    f"/_stcore/upload_file/{IDS}": (403, 403, 403, 200),
    "/_stcore/metrics": NOTHING,
    "/_stcore/agent/{rest:path}": NOTHING,
    "/_stcore/script-health-check": NOTHING,
    "/_stcore/bidi-components/{path:path}": NOTHING,
    "/_stcore/{rest:path}": NOTHING,
    "/component/{path:path}": NOTHING,
    "/media/{file_id:path}": NOTHING,
    "/app/static/{path:path}": NOTHING,
    "/auth/login": NOTHING,
    "/auth/logout": NOTHING,
    "/oauth2callback": NOTHING,
    "": ALL,  # the program of the pages is the same for everybody
    "/{page:path}": ALL,
}
"""What is answered to somebody without a role, to somebody whom the proxy does not name, to a viewer, to an admin."""
PEOPLE = ("nobody@example.org", "", "ana@example.org", "root@example.org")


async def _inside(request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


INSIDE = Starlette(routes=[*routes(), Route("/{rest:path}", _inside, methods=["GET", "PUT"])])


async def _server(scope: Scope, receive: Receive, send: Send) -> None:
    """What stands behind the door; a web socket that comes so far is answered at once."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.http.response.start", "status": 200, "headers": []})
    else:
        await INSIDE(scope, receive, send)


def test_every_address_answers_each_role_as_its_row_says(proxied: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CX_API", "on")
    proxied.give("ana@example.org", Role.VIEWER, "root")
    door, offers = Door(_server), Offers()
    found = dict[str, tuple[int, ...]]()
    for decision in DECISIONS:
        if decision.path.startswith("/{before:path}"):
            continue
        answers = []
        for person in PEOPLE:
            with acting(Actor(person, proxied.role_of(person), is_member=True)):
                token = offers.renew("k", File("content", "a.txt", "text/plain")).token if proxied.role_of(person) else "x"
            path = decision.path.replace(TOKEN, token if "offered" in decision.path else "x").replace("{rest:path}", "v1")
            path = re.sub(r"\{[^}]*\}", "x", path) or "/"
            named = [("x-forwarded-user", person)] if person else []
            method = "PUT" if "PUT" in decision.methods else "GET"
            headers = [("host", HOME), ("x-cx-proxy-secret", SECRET), *named]
            answer = ask(door, path, method, headers=headers, socket=SOCKET in decision.methods)
            answers.append(answer.status)
        found[decision.path] = tuple(answers)
    assert found == ANSWERED


def test_what_stands_behind_the_door_is_decided_below_a_path_of_a_proxy_too():
    decided = {decision.path for decision in DECISIONS}
    assert {route.path for route in routes()} <= decided


COMMANDS = (
    "check load survey coverage shortfalls markets report cards minutes ask watch export template history undo delivery "
    "freeze open-round backup restore verify erase upgrade move members workspaces withdraw settings"
)
"""The commands; whoever may start them on this machine is the operator, who may do everything."""


def test_every_command_acts_as_the_operator_also_where_people_sign_in():
    (listed,) = [one.choices for one in parser()._actions if isinstance(one, argparse._SubParsersAction)]
    assert list(listed) == COMMANDS.split()
    for module in (one for one in MODULES if one.startswith("cx.commands") or one == "cx.__main__"):
        imported = {one.module or "" for one in ast.walk(parsed(module)) if isinstance(one, ast.ImportFrom)}
        called = {getattr(one.func, "id", "") for one in ast.walk(parsed(module)) if isinstance(one, ast.Call)}
        assert not [one for one in imported if one.startswith("cx.ui")], module
        assert not called & {"acting", "found_by"}, module
    asked = "import cx.__main__; from cx.commands.parser import parser; parser(); from cx.store.acting import OPERATOR, actor; assert actor() is OPERATOR"
    settings = os.environ | {"CX_SIGN_IN": "proxy", "CX_PROXY_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", asked], check=True, env=settings, cwd=Path(ROOT))
