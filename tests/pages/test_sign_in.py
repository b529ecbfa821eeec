"""Where people sign in: the proxy's word counts with its secret alone, and everybody sees and does what the role allows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from cx.members.ledger import Ledger
from cx.store.acting import Actor, Role, acting
from cx.store.opening import usual_path
from cx.ui.shared import keyhole, sign_in
from cx.ui.shared.door import Door
from cx.ui.shared.offers import File, Offers
from cx.ui.shared.routes import routes
from tests.asking import HOME, ask
from tests.pages.screens import PAGES, start, words_of

SECRET = "a secret of the proxy and the dashboard"
THROUGH = [("host", HOME), ("x-cx-proxy-secret", SECRET), ("x-forwarded-user", "Ana@example.org")]


@pytest.fixture
def proxied(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A server behind a proxy that signs people in; the only member is an admin."""
    monkeypatch.setenv(sign_in.SETTING, "proxy")
    monkeypatch.setenv(sign_in.SECRET, SECRET)
    monkeypatch.setenv(sign_in.GROUPS, "X-Forwarded-Groups")
    ledger = Ledger(sample)
    ledger.give("root@example.org", Role.ADMIN, "operator")
    yield ledger
    ledger.path.unlink(missing_ok=True)


async def _seen(request: Request) -> PlainTextResponse:
    who = sign_in.member(request.headers)
    return PlainTextResponse(f"{who.name}|{who.role.word}|{'x-cx-proxy-secret' in request.headers}")


def server() -> Door:
    """What stands behind the door, which tells whom it takes somebody for."""
    return Door(Starlette(routes=[*routes(), Route("/coverage", _seen)]))


def as_(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(sign_in, "member", lambda headers: Actor(name, Ledger(usual_path()).role_of(name), is_member=True))


def test_whom_the_proxy_names_is_taken_with_the_role_of_this_moment(proxied: Ledger):
    assert ask(server(), "/coverage", headers=THROUGH).text == "Ana@example.org|nobody|False"
    proxied.give("ana@example.org", Role.CONTRIBUTOR, "root")
    assert ask(server(), "/coverage", headers=THROUGH).text == "Ana@example.org|contributor|False"
    proxied.take("ana@example.org", "root")
    assert ask(server(), "/coverage", headers=THROUGH).text == "Ana@example.org|nobody|False"


FORGED = {
    "no secret": [("host", HOME), ("x-forwarded-user", "root@example.org")],
    "a wrong secret": [("host", HOME), ("x-cx-proxy-secret", "x" * 40), ("x-forwarded-user", "root@example.org")],
    "an empty secret": [("host", HOME), ("x-cx-proxy-secret", ""), ("x-forwarded-user", "root@example.org")],
    "the secret twice": [*THROUGH, ("x-cx-proxy-secret", SECRET)],
    "a second name": [*THROUGH, ("x-forwarded-user", "root@example.org")],
    "groups beside those of the proxy": [*THROUGH, ("x-forwarded-groups", "a"), ("x-forwarded-groups", "admins")],
    "nothing at all": [("host", HOME)],
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize(
    ("path", "socket"),
    [("/coverage", False), ("/_stcore/stream", True), ("/offered/x", False), ("/api/v1", False), ("/api/v1/healthz", False)],
)
def test_what_did_not_come_through_the_proxy_is_refused_everywhere(proxied: Ledger, headers, path: str, socket: bool):
    answer = ask(server(), path, headers=headers, socket=socket)
    assert (answer.status, answer.text) == (403, sign_in.PAST_THE_PROXY)


def test_the_health_of_the_server_is_told_without_a_sign_in(proxied: Ledger):
    assert ask(server(), "/healthz", headers=[("host", HOME)]).status == 200


@pytest.mark.parametrize(
    ("setting", "secret", "said"),
    [("proxy", "", "CX_PROXY_SECRET"), ("proxy", "short", "CX_PROXY_SECRET"), ("on", SECRET, "CX_SIGN_IN is on")],
)
def test_settings_that_are_not_whole_let_nobody_in(monkeypatch: pytest.MonkeyPatch, setting: str, secret: str, said: str):
    monkeypatch.setenv(sign_in.SETTING, setting)
    monkeypatch.setenv(sign_in.SECRET, secret)
    headers = [("host", HOME), ("x-cx-proxy-secret", secret), ("x-forwarded-user", "root@example.org")]
    answer = ask(server(), "/coverage", headers=headers)
    assert answer.status == 503 and said in answer.text


def test_headers_of_a_browser_count_nothing_where_there_is_no_proxy(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(sign_in.SETTING, raising=False)
    assert ask(server(), "/coverage", headers=THROUGH).text == "|nobody|False"
    assert keyhole.visitor().role is Role.ADMIN  # on this machine alone nobody signs in


@pytest.mark.parametrize("said", [None, "off"])
def test_where_others_reach_the_server_somebody_says_whether_they_sign_in(monkeypatch: pytest.MonkeyPatch, said: str | None):
    monkeypatch.setattr("cx.ui.shared.hosts.is_shared", lambda: True)
    monkeypatch.delenv(sign_in.SETTING)
    if said:
        monkeypatch.setenv(sign_in.SETTING, said)
    answer = ask(server(), "/coverage", headers=[("host", HOME)])
    assert (answer.status == 200) == bool(said) and ("CX_SIGN_IN=off" in answer.text) != bool(said)
    assert ask(server(), "/healthz", headers=[("host", HOME)]).status == 200


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b"])
def test_a_proxy_that_names_nobody_lets_nobody_see_anything(proxied: Ledger, name: str):
    assert sign_in.member({"X-Forwarded-User": name}).role is Role.NOBODY


def test_two_hundred_groups_break_nothing_and_one_of_them_gives_its_role(proxied: Ledger):
    proxied.give("group:CX team", Role.VIEWER, "root")
    groups = ", ".join([*(f"group-{i}" for i in range(200)), "cx team"])
    assert sign_in.member({"X-Forwarded-User": "ana@example.org", "X-Forwarded-Groups": groups}).role is Role.VIEWER


def test_groups_that_a_browser_sends_itself_count_nothing_where_the_proxy_lists_none(proxied: Ledger, monkeypatch: pytest.MonkeyPatch):
    proxied.give("group:cx team", Role.ADMIN, "root")
    monkeypatch.delenv(sign_in.GROUPS)
    assert sign_in.member({"X-Forwarded-User": "ana@example.org", "X-Forwarded-Groups": "cx team"}).role is Role.NOBODY


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("join", "workspaces")])
def test_whoever_is_no_member_sees_no_page(proxied: Ledger, monkeypatch: pytest.MonkeyPatch, page: str):
    as_(monkeypatch, "ana@example.org")
    app = start(page)
    assert [t.value for t in app.title] == ["You are not a member of this workspace"]
    assert "Visitor going home" not in words_of(app)


def test_a_viewer_looks_and_a_facilitator_leads(proxied: Ledger, monkeypatch: pytest.MonkeyPatch):
    as_(monkeypatch, "ana@example.org")
    proxied.give("ana@example.org", Role.VIEWER, "root")
    assert "Bringing a file in needs the role “contributor”" in words_of(start("data"))
    assert "Preparing a room needs the role “facilitator”" in words_of(start("workshop"))
    proxied.give("ana@example.org", Role.FACILITATOR, "root")
    assert "Preparing a room needs" not in words_of(start("workshop"))
    assert "This needs the role “admin”." in [caption.value for caption in start("method").caption]
    assert {"came in", "role given"} <= {event.what for event in proxied.events()}


def test_an_admin_gives_and_takes_roles_on_the_data_page(proxied: Ledger, monkeypatch: pytest.MonkeyPatch):
    as_(monkeypatch, "root@example.org")
    app = start("data", data_tabs="Members")
    app.text_input("member_who").set_value("ben@example.org")
    app.selectbox("member_role").set_value(Role.CONTRIBUTOR)
    app.button("FormSubmitter:member-Save").click().run()
    assert proxied.role_of("ben@example.org") is Role.CONTRIBUTOR
    assert "is contributor now" in " ".join(s.value for s in app.success)


def test_a_file_is_for_whom_it_was_offered_and_made_with_the_role_of_this_moment(proxied: Ledger):
    proxied.give("ana@example.org", Role.VIEWER, "root")
    offers = Offers()
    with acting(sign_in.member({"X-Forwarded-User": "Ana@example.org"})):
        token = offers.renew("k", File("content", "a.txt", "text/plain")).token
    assert ask(server(), f"/offered/{token}", headers=THROUGH).text == "content"
    other = [(name, "root@example.org" if name == "x-forwarded-user" else value) for name, value in THROUGH]
    assert ask(server(), f"/offered/{token}", headers=other).status == 404
    proxied.take("ana@example.org", "root")
    assert ask(server(), f"/offered/{token}", headers=THROUGH).status == 404


def test_programs_are_answered_as_members_alone(proxied: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CX_API", "on")
    assert ask(server(), "/api/v1", headers=THROUGH).status == 403
    proxied.give("ana@example.org", Role.VIEWER, "root")
    assert ask(server(), "/api/v1", headers=THROUGH).status == 200
