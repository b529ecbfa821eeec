"""Sign-in by a provider of OpenID Connect, which runs on this machine: people are who it says, and land where they were going."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from oidc_provider_mock import User, run_server_in_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from cx.members.ledger import Ledger
from cx.settings import ADDRESS, OPENID_CLAIM, OPENID_CLIENT, OPENID_GROUPS, OPENID_PROVIDER, OPENID_SECRET, SIGN_IN
from cx.store.acting import Role
from cx.ui.shared import openid, sign_in, visits
from cx.ui.shared.door import Door
from cx.ui.shared.routes import routes
from tests.asking import HOME, Answer, ask
from tests.pages.screens import start, words_of
from tests.pages.test_sign_in import as_

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib", "ignore:get_jwt_config:DeprecationWarning")  # of the provider
LINK = "/w/acme/coverage?persona=business&cell=a~b"
GROUPS = [f"{number:08}-0000-4000-8000-000000000000" for number in range(200)]
PEOPLE = (
    User(sub="ana", claims={"email": "Ana@example.org", "email_verified": True, "groups": [*GROUPS, "CX team"]}),
    User(sub="ben", claims={"email": "root@example.org", "email_verified": False}),
    User(sub="cem", claims={"email": "root@example.org"}),
    User(sub="dan", claims={"email_verified": True}),
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def open_to_people(provider: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A dashboard where people sign in themselves; the only member is an admin."""
    for name, value in {
        SIGN_IN.name: "openid",
        OPENID_PROVIDER.name: provider,
        OPENID_CLIENT.name: "journeys",
        OPENID_SECRET.name: "a secret of the two",
        ADDRESS.name: f"http://{HOME}",
    }.items():
        monkeypatch.setenv(name, value)
    ledger = Ledger(sample)
    ledger.give("root@example.org", Role.ADMIN, "operator")
    yield ledger
    ledger.path.unlink(missing_ok=True)


async def _seen(request: Request) -> PlainTextResponse:
    who = sign_in.member(request.headers)
    return PlainTextResponse(f"{who.name}|{who.role.word}")


def server() -> Door:
    return Door(Starlette(routes=[*routes(), Route("/coverage", _seen), Route("/join", _seen)]))


class Browser:
    """What keeps cookies and follows the dashboard's own redirects one by one."""

    def __init__(self) -> None:
        self.door, self.cookies = server(), dict[str, str]()

    def ask(self, path: str) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = ask(self.door, path, headers=[("host", HOME), ("accept", "text/html"), ("cookie", cookies)])
        for told in answer.headers.get_all("set-cookie") or []:
            assert "HttpOnly" in told and "SameSite=lax" in told and "Path=/" in told
            self.cookies |= {name: one.value for name, one in SimpleCookie(told).items()}
        return answer

    def sent_to_the_provider(self, link: str = "/coverage") -> str:
        answer = self.ask(self.ask(link).headers["location"])
        assert answer.status == 302, answer.text
        return answer.headers["location"]

    def come_back(self, at_provider: str, sub: str) -> Answer:
        told = httpx2.post(at_provider, data={"sub": sub}).headers["location"]
        return self.ask(told.removeprefix(f"http://{HOME}"))

    def sign_in(self, sub: str, link: str = "/coverage") -> Answer:
        return self.come_back(self.sent_to_the_provider(link), sub)


def test_a_link_that_is_opened_before_signing_in_is_where_one_lands_afterwards(open_to_people: Ledger):
    browser = Browser()
    back = browser.sign_in("ana", LINK)
    assert (back.status, back.headers["location"]) == (303, LINK)
    assert browser.ask("/coverage").text == "Ana@example.org|nobody"
    open_to_people.give("ana@example.org", Role.VIEWER, "operator")
    assert browser.ask("/coverage").text == "Ana@example.org|viewer"


def test_the_provider_is_asked_for_the_address_alone_and_no_token_is_kept(open_to_people: Ledger):
    browser = Browser()
    asked = parse_qs(urlsplit(browser.sent_to_the_provider()).query)
    assert asked["scope"] == ["openid email"] and asked["code_challenge_method"] == ["S256"] and "nonce" in asked
    browser = Browser()
    browser.sign_in("ana")
    kept = visits.known.get(browser.cookies[openid.COOKIE])
    assert kept == visits.Person("Ana@example.org")
    assert sum(map(len, browser.cookies.values())) < 200


def test_two_hundred_groups_break_nothing_and_one_of_them_gives_its_role(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(OPENID_GROUPS.name, "groups")
    open_to_people.give("group:cx team", Role.CONTRIBUTOR, "operator")
    browser = Browser()
    browser.sign_in("ana")
    assert browser.ask("/coverage").text == "Ana@example.org|contributor"
    assert sum(map(len, browser.cookies.values())) < 200


@pytest.mark.parametrize("sub", ["ben", "cem", "dan"])
def test_an_address_that_the_provider_has_not_verified_names_nobody(open_to_people: Ledger, sub: str):
    browser = Browser()
    assert browser.sign_in(sub).status == 403
    assert openid.COOKIE not in browser.cookies and browser.ask("/coverage").status == 303


def test_whoever_runs_the_dashboard_may_name_another_claim(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(OPENID_CLAIM.name, "sub")
    browser = Browser()
    assert parse_qs(urlsplit(browser.sent_to_the_provider()).query)["scope"] == ["openid"]
    assert browser.sign_in("ben").status == 303 and browser.ask("/coverage").text == "ben|nobody"


def test_a_sign_in_counts_once_and_in_the_browser_that_began_it(open_to_people: Ledger):
    ana, eve = Browser(), Browser()
    told = httpx2.post(ana.sent_to_the_provider(), data={"sub": "ana"}).headers["location"].removeprefix(f"http://{HOME}")
    eve.sent_to_the_provider()
    assert eve.ask(told).status == 400  # and this one is used up
    assert ana.ask(told).status == 400 and openid.COOKIE not in ana.cookies
    told = httpx2.post(ana.sent_to_the_provider(), data={"sub": "ana"}).headers["location"].removeprefix(f"http://{HOME}")
    assert (ana.ask(told).status, ana.ask(told).status) == (303, 400)


def test_two_tabs_may_sign_in_at_once(open_to_people: Ledger):
    browser = Browser()
    first, second = browser.sent_to_the_provider("/coverage?a=1"), browser.sent_to_the_provider("/coverage?a=2")
    assert browser.come_back(first, "ana").headers["location"] == "/coverage?a=1"
    assert browser.come_back(second, "ana").headers["location"] == "/coverage?a=2"


@pytest.mark.parametrize("change", [("state=", "state=x"), ("code=", "code=x")])
def test_an_answer_that_is_not_the_providers_lets_nobody_in(open_to_people: Ledger, change: tuple[str, str]):
    browser = Browser()
    told = httpx2.post(browser.sent_to_the_provider(), data={"sub": "ana"}).headers["location"].removeprefix(f"http://{HOME}")
    assert browser.ask(told.replace(*change)).status in (400, 403)
    assert browser.ask("/coverage").status == 303


@pytest.mark.parametrize("key", ["", "x", "//evil.example/", "https://evil.example/"])
def test_nobody_is_led_elsewhere_afterwards(open_to_people: Ledger, key: str):
    browser = Browser()
    at_provider = browser.ask(f"/sign-in?key={key}").headers["location"]
    assert browser.come_back(at_provider, "ana").headers["location"] == "/"


@pytest.mark.parametrize("cookie", ["", "x", "' OR 1"])
def test_a_cookie_that_was_made_up_is_nobody(open_to_people: Ledger, cookie: str):
    browser = Browser()
    browser.cookies[openid.COOKIE] = cookie
    assert browser.ask("/coverage").status == 303


def test_whoever_signs_out_is_known_no_more_with_any_copy_of_the_cookie(open_to_people: Ledger):
    browser = Browser()
    browser.sign_in("ana")
    copied = dict(browser.cookies)
    assert "You are signed out here" in browser.ask("/sign-out").text
    browser.cookies = copied
    assert browser.ask("/coverage").status == 303


def test_a_sign_in_ends_after_a_while(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch):
    browser = Browser()
    browser.sign_in("ana")
    monkeypatch.setattr(visits.known, "clock", lambda: visits.time.monotonic() + visits.STAYS + 1)
    assert browser.ask("/coverage").status == 303


def test_where_a_proxy_takes_a_path_away_one_comes_back_below_it(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(ADDRESS.name, f"http://{HOME}/cx")
    assert re.match("/cx/sign-in", ask(server(), LINK, headers=[("host", HOME), ("accept", "text/html")]).headers["location"])
    key = visits.going_to.get(openid.way_in("/coverage").partition("key=")[2])
    assert (key, visits.going_to.get(openid.way_in("/cx/coverage").partition("key=")[2])) == ("/cx/coverage", "/cx/coverage")


def test_a_page_that_is_open_for_longer_than_the_sign_in_says_how_to_come_back_to_it(open_to_people: Ledger):
    filters = {"persona": "business", "evidence": "strict", "market": "US", "state": "missed", "cell": "business-arrive~get-here"}
    app = start("coverage", **filters)
    assert [t.value for t in app.title] == ["Your sign-in has ended"] and "Get here" not in words_of(app)
    (key,) = re.findall(r"sign-in\?key=([\w-]+)", "".join(e.proto.body for e in app.get("html")))
    browser = Browser()
    back = browser.come_back(browser.ask(f"/sign-in?key={key}").headers["location"], "ana").headers["location"]
    assert {name: value for name, (value,) in parse_qs(urlsplit(back).query).items()} == filters, "a sign-in that ends takes no filter away"


def test_guests_of_a_room_need_no_sign_in_and_programs_one(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CX_API", "on")
    browser = Browser()
    assert browser.ask("/join?room=abc").status == 200
    assert browser.ask("/api/v1").status == 403 and browser.ask("/healthz").status == 200


@pytest.mark.parametrize("name", [OPENID_PROVIDER.name, OPENID_CLIENT.name, OPENID_SECRET.name, ADDRESS.name])
def test_settings_that_are_not_whole_let_nobody_in(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setenv(name, "")
    answer = Browser().ask("/coverage")
    assert answer.status == 503 and name in answer.text


@pytest.mark.parametrize("name", [OPENID_PROVIDER.name, ADDRESS.name])
def test_secrets_are_told_over_no_open_line(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setenv(name, "http://login.example.org")
    assert Browser().ask("/coverage").status == 503


def test_a_provider_that_does_not_answer_is_said(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(OPENID_PROVIDER.name, "http://localhost:9")
    browser = Browser()
    answer = browser.ask(browser.ask("/coverage").headers["location"])
    assert answer.status == 502 and "The sign-in could not be begun" in answer.text


def test_without_the_setting_these_addresses_answer_nothing(sample: Path):
    assert {ask(server(), f"/{path}").status for path in ("sign-in", "signed-in", "sign-out")} == {404}


def test_who_signed_in_under_the_wrong_name_can_sign_out(open_to_people: Ledger, monkeypatch: pytest.MonkeyPatch):
    as_(monkeypatch, "ben@example.org")
    app = start("coverage")
    assert [t.value for t in app.title] == ["You are not a member of this workspace"]
    assert 'href="/sign-out"' in "".join(e.proto.body for e in app.get("html"))
