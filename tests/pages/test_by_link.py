"""Links for people without an account: they look at one workspace until a day, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from cx.__main__ import main
from cx.errors import NeedsRole, UsageError
from cx.members.ledger import Ledger, ledger_of
from cx.members.links import Links
from cx.settings import ADDRESS, PROXY_SECRET, SIGN_IN
from cx.store import open_workspace
from cx.store.acting import OPERATOR, Act, Role, acting, only
from cx.ui.shared import by_link, sign_in
from cx.ui.shared.door import Door
from cx.ui.shared.routes import routes
from cx.workspaces.keeping import create
from tests.asking import HOME, Answer, ask
from tests.pages.screens import start
from tests.pages.test_sign_in import SECRET, as_

PAST = datetime.now(UTC) - timedelta(minutes=1)


@pytest.fixture
def ledger(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A dashboard behind a proxy that lets people without a name through."""
    monkeypatch.setenv(SIGN_IN.name, "proxy")
    monkeypatch.setenv(PROXY_SECRET.name, SECRET)
    yield Ledger(sample)
    ledger_of(sample).unlink(missing_ok=True)


async def _seen(request: Request) -> PlainTextResponse:
    who = sign_in.member(request.headers)
    with acting(who):
        for act in (Act.TAKE_OUT, Act.CHANGE, Act.LEAD, Act.MANAGE, Act.KEEP):
            with pytest.raises(NeedsRole):
                only(act)
    return PlainTextResponse(f"{who.name}|{who.role.word}")


def asked(path: str, cookie: str = "", user: str = "") -> Answer:
    named = [("x-forwarded-user", user)] if user else []
    headers = [("host", HOME), ("x-cx-proxy-secret", SECRET), ("cookie", cookie), *named]
    return ask(Door(Starlette(routes=[*routes(), Route("/coverage", _seen)])), path, headers=headers)


def opened(secret: str, before: str = "") -> str:
    """What a browser keeps that opens the link."""
    answer = asked(f"{before}/shared/{secret}")
    assert answer.status == 303
    ((name, one),) = SimpleCookie(answer.headers["set-cookie"]).items()
    assert one["httponly"] and one["samesite"] == "lax"
    return f"{name}={one.value}"


def test_whoever_has_a_link_looks_and_nothing_else_until_it_is_taken_back(ledger: Ledger):
    secret = Links(ledger).make("Board", "coverage?persona=business", 14, "root")
    assert asked(f"/shared/{secret}").headers["location"] == "../coverage?persona=business"
    first = Links(ledger).make("Client", "overview?persona=business", 14, "root")
    assert asked(f"/shared/{first}").headers["location"] == "../?persona=business"  # no page stands at /overview
    cookie = opened(secret)
    assert asked("/coverage", cookie).text == "by the link “Board”|viewer"
    assert asked("/coverage", cookie, "ana@example.org").text == "ana@example.org, by the link “Board”|viewer"
    Links(ledger).take_back("Board", "root")
    assert asked("/coverage", cookie).text == "|nobody" and asked(f"/shared/{secret}").status == 404


def test_a_link_ends_at_its_time_also_in_a_browser_that_has_opened_it(ledger: Ledger):
    cookie = opened(Links(ledger).make("Board", "", 1, "root"))
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("UPDATE link SET until = ?", (PAST.isoformat(timespec="seconds"),))
    assert asked("/coverage", cookie).text == "|nobody"
    assert Links(ledger).listed()[0].is_over


@pytest.mark.parametrize("secret", ["x", "x" * 43, "' OR 1=1 --", "%00"])
def test_a_link_that_was_made_up_opens_nothing(ledger: Ledger, secret: str):
    Links(ledger).make("Board", "", 14, "root")
    assert asked(f"/shared/{secret}").status in (400, 404)
    assert asked("/coverage", f"{by_link.COOKIE}={secret}").text == "|nobody"


def test_a_link_opens_its_own_workspace_alone(ledger: Ledger):
    with acting(OPERATOR):
        place = create("Acme")
    secret = Links(Ledger(place.path)).make("Board", "", 14, "root")
    cookie = opened(secret, "/w/acme")
    assert asked("/w/acme/coverage", cookie).text.endswith("viewer") and asked("/coverage", cookie).text == "|nobody"
    assert asked(f"/shared/{secret}").status == 404
    assert asked("/coverage", cookie.replace("cx-link-acme", "cx-link")).text == "|nobody"
    open_workspace(place.path).close()
    for file in place.path.parent.glob("acme*"):
        file.unlink()


def test_the_secret_is_sent_to_no_program_beside_the_dashboard(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    secret = Links(ledger).make("Board", "", 14, "root")
    assert "Path=/;" in asked(f"/shared/{secret}").headers["set-cookie"]
    monkeypatch.setenv(ADDRESS.name, "https://example.org/gaps")
    assert "Path=/gaps;" in asked(f"/shared/{secret}").headers["set-cookie"]


def test_the_file_of_members_holds_no_secret(ledger: Ledger):
    secret = Links(ledger).make("Board", "", 14, "root")
    assert secret.encode() not in ledger.path.read_bytes()


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "../x", "coverage#x", "a b", "coverage?x=\\", "C:/x", "x" * 41])
def test_a_link_leads_to_a_page_of_ours(ledger: Ledger, to: str):
    with pytest.raises(UsageError, match="page of this workspace"):
        Links(ledger).make("Board", to, 14, "root")


def test_a_file_of_members_from_before_goes_on(ledger: Ledger):
    ledger.give("ana@example.org", Role.ADMIN, "root")
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("DROP TABLE link")
        connection.execute("PRAGMA user_version = 1")
    assert Links(ledger).listed() == [] and ledger.role_of("ana@example.org") is Role.ADMIN


def test_an_admin_makes_a_link_on_the_data_page_and_takes_it_back(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    ledger.give("root@example.org", Role.ADMIN, "operator")
    as_(monkeypatch, "root@example.org")
    app = start("data", data_tabs="Members")
    app.text_input("link_name").set_value("The board")
    app.text_input("link_page").set_value("covrage")
    app.button("FormSubmitter:link-Make the link").click().run()
    assert "no page “covrage”" in app.error[0].value and Links(ledger).listed() == []
    app.text_input("link_page").set_value("/coverage?persona=business")
    app.button("FormSubmitter:link-Make the link").click().run()
    (address,) = [code.value for code in app.code]
    assert opened(address.rpartition("/")[2]) and "Copy this link now" in " ".join(e.proto.body for e in app.get("html"))
    app.button("link_take").click().run()
    assert Links(ledger).listed() == [] and not app.code
    assert [event.what for event in ledger.events()][:2] == ["link taken back", "link made"]


def test_the_commands_do_the_same(ledger: Ledger, capsys: pytest.CaptureFixture[str]):
    assert main(["members", "share", "Board", "--days", "3", "--page", "coverage"]) == 0
    secret = capsys.readouterr().out.split()[0].removeprefix("shared/")
    assert opened(secret)
    assert main(["members", "links"]) == 0 and "Board  coverage  until " in capsys.readouterr().out
    assert main(["members", "share", "Board"]) == 2 and "already" in capsys.readouterr().err
    assert main(["members", "unshare", "Board"]) == 0 and Links(ledger).of_secret(secret) is None
    assert main(["members", "unshare", "Board"]) == 2
    assert main(["members", "share", "X", "--days", "0"]) == 2
