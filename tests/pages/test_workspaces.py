"""Several workspaces in one installation: each at an address of its own, for its own members, and none shows anything of another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from cx.errors import WorkspaceError
from cx.members.ledger import Ledger
from cx.store import open_workspace
from cx.store.acting import OPERATOR, Role, acting
from cx.store.open_here import is_open
from cx.store.opening import choosing, usual_path
from cx.ui.shared import shell, sign_in, which
from cx.ui.shared.door import Door
from cx.ui.shared.offers import File, Offers
from cx.ui.shared.routes import routes
from cx.workspaces.keeping import archive, create
from cx.workspaces.places import FIRST, Place, folder, path_of, places
from tests.asking import HOME, ask
from tests.pages.screens import assert_healthy, html_of, start, words_of
from tests.pages.test_sign_in import SECRET, THROUGH, as_


@pytest.fixture
def acme(sample: Path) -> Iterator[Place]:
    """A second workspace beside the sample, which is empty."""
    place = create("Acme")
    yield place
    for other in places()[1:]:
        if is_open(other.path):
            open_workspace(other.path).close()
        for file in other.path.parent.glob(f"{other.path.name}*"):
            file.unlink()


async def _seen(request: Request) -> PlainTextResponse:
    who = sign_in.member(request.headers)
    return PlainTextResponse(f"{request.url.path} of {usual_path().name} for {who.role.word}")


def server() -> Door:
    """What stands behind the door, which tells what is asked for."""
    return Door(Starlette(routes=[*routes(), Route("/cx/coverage", _seen), Route("/coverage", _seen), Route("/", _seen)]))


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sign_in.SETTING, "proxy")
    monkeypatch.setenv(sign_in.SECRET, SECRET)


def test_the_address_says_which_workspace_is_asked_for(acme: Place, sample: Path):
    assert ask(server(), "/coverage").text == f"/coverage of {sample.name} for nobody"
    assert ask(server(), "/w/acme/coverage").text == "/coverage of acme.duckdb for nobody"
    assert ask(server(), "/w/acme/").text == "/ of acme.duckdb for nobody"


@pytest.mark.parametrize(("path", "to"), [("/w/acme", "acme/"), ("/w/acme?persona=p1", "acme/?persona=p1")])
def test_an_address_without_its_last_slash_leads_to_the_one_with_it(acme: Place, path: str, to: str):
    answer = ask(server(), path)
    assert (answer.status, answer.headers["location"]) == (307, to)


@pytest.mark.parametrize("base", ["", "/cx"])
def test_a_slash_at_the_end_of_an_address_leads_to_no_other_workspace(acme: Place, base: str):
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", base)
    try:
        app = Door(Starlette(routes=create_streamlit_static_assets_routes(base_url=base or None)))
        assert ask(app, f"{base}/w/acme/coverage/?persona=p1").headers["location"] == f"{base}/w/acme/coverage?persona=p1"
        assert ask(app, f"{base}/coverage/").headers["location"] == f"{base}/coverage"
    finally:
        config.set_option("server.baseUrlPath", before)


def test_below_a_base_path_workspaces_are_below_it_as_well(acme: Place, sample: Path):
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "cx")
    try:
        assert ask(server(), "/cx/w/acme/coverage").text == "/cx/coverage of acme.duckdb for nobody"
        assert ask(server(), "/w/acme/coverage").status == 404
    finally:
        config.set_option("server.baseUrlPath", before)


@pytest.mark.parametrize(
    "path", ["/w/nowhere/coverage", "/w/Acme/coverage", "/w/../coverage", "/w/acme.duckdb/x", "/w//coverage", f"/w/{'a' * 41}/"]
)
def test_an_address_of_no_workspace_answers_nothing(acme: Place, path: str):
    assert ask(server(), path).status == 404
    assert [place.name for place in places()] == [FIRST, "acme"]


def test_a_browser_cannot_name_a_workspace_beside_the_address(acme: Place, sample: Path):
    headers = [("host", HOME), (which.HEADER, "acme"), (which.HEADER.upper(), "acme")]
    assert ask(server(), "/coverage", headers=headers).text == f"/coverage of {sample.name} for nobody"
    assert (
        ask(server(), "/w/acme/coverage", headers=[("host", HOME), (which.HEADER, "other")]).text == "/coverage of acme.duckdb for nobody"
    )


def test_programs_and_monitors_ask_each_workspace(acme: Place):
    answer = ask(server(), "/api/v1/coverage")
    assert answer.status == 200 and '"rows": []' not in answer.text
    assert '"rows": []' in ask(server(), "/w/acme/api/v1/coverage").text
    assert ask(server(), "/w/acme/readyz").status == 200


def test_a_file_is_handed_over_at_the_address_of_its_own_workspace_alone(acme: Place):
    with choosing(acme.path):
        kept = Offers()
        token = kept.renew("x", File(lambda: f"all of {usual_path().name}", "a.txt", "text/plain")).token
    assert ask(server(), f"/w/acme/offered/{token}").text == "all of acme.duckdb"
    assert ask(server(), f"/offered/{token}").status == 404


def test_roles_are_those_of_the_workspace_that_is_asked_for(acme: Place, sample: Path, signed_in: None):
    Ledger(acme.path).give("ana@example.org", Role.ADMIN, "operator")
    try:
        assert ask(server(), "/coverage", headers=THROUGH).text == f"/coverage of {sample.name} for nobody"
        assert ask(server(), "/w/acme/coverage", headers=THROUGH).text == "/coverage of acme.duckdb for admin"
        # Who is no member is not told which there are: the page says of both that they are no member.
        assert ask(server(), "/w/nowhere/coverage", headers=THROUGH).text == "/coverage of nowhere.duckdb for nobody"
        assert not [*folder().glob("nowhere*")]
        assert {ask(server(), f"/w/{name}/readyz").status for name in ("acme", "nowhere")} == {404}
    finally:
        Ledger(acme.path).path.unlink()


def at(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Pages of this workspace from now on."""
    monkeypatch.setattr(which, "of_page", lambda: name)


def test_the_gallery_lists_what_may_be_looked_at_and_makes_another(acme: Place, monkeypatch: pytest.MonkeyPatch):
    app = start("workspaces")
    assert_healthy(app)
    assert "First workspace</b></a> <span" in html_of(app) and "/w/acme/" in html_of(app)
    assert "35 needs, 26 touchpoints" in words_of(app)
    app.text_input("workspace_called_0").set_value("Emea <b>").run()
    app.button("workspace_make").click().run()
    assert_healthy(app)
    assert "/w/emea-b/" in html_of(app) and "Emea &lt;b&gt;" in html_of(app)
    assert (app.text_input("workspace_called_1").value, path_of("emea-b").is_file()) == ("", True)


def test_a_page_says_which_workspace_it_is_of_and_shows_that_one_alone(acme: Place, monkeypatch: pytest.MonkeyPatch):
    assert "First workspace" in words_of(start("overview"))
    at(monkeypatch, "acme")
    app = start("overview")
    assert_healthy(app)
    assert "Acme" in words_of(app) and "This workspace has no persona yet" in words_of(app)


def test_a_workspace_is_archived_from_its_own_page_and_brought_back_from_the_first(acme: Place, monkeypatch: pytest.MonkeyPatch):
    at(monkeypatch, "acme")
    app = start("workspaces")
    app.button("archive").click().run()
    assert_healthy(app)
    assert [t.value for t in app.title] == ["There is no workspace at this address"]
    with choosing(acme.path), pytest.raises(WorkspaceError, match="archived meanwhile"):
        shell.workspace()  # of a page that is drawn at that moment
    assert not acme.path.is_file()  # looking at it makes none
    at(monkeypatch, FIRST)
    app = start("workspaces")
    app.button("back_acme").click().run()
    assert_healthy(app)
    assert acme.path.is_file()


def test_where_people_sign_in_the_gallery_lists_their_own_workspaces(acme: Place, signed_in: None, monkeypatch: pytest.MonkeyPatch):
    as_(monkeypatch, "ana@example.org")
    assert "member of none" in words_of(start("workspaces"))
    Ledger(acme.path).give("ana@example.org", Role.VIEWER, "operator")
    app = start("workspaces")
    assert_healthy(app)
    assert "/w/acme/" in html_of(app) and "First workspace" not in words_of(app) and "A new workspace" not in words_of(app)


@pytest.mark.parametrize("page", ["coverage", "workspaces", "join"])
def test_who_is_no_member_does_not_find_out_which_names_are_taken(acme: Place, signed_in: None, monkeypatch: pytest.MonkeyPatch, page: str):
    as_(monkeypatch, "ana@example.org")
    seen = []
    for name in ("acme", "nowhere"):
        at(monkeypatch, name)
        app = start(page, room="ABCDEF")
        assert_healthy(app)
        seen.append((words_of(app), [title.value for title in app.title]))
    assert seen[0] == seen[1] and not path_of("nowhere").exists()


def test_a_session_gets_no_right_from_the_address_of_another_workspace(acme: Place, signed_in: None, monkeypatch: pytest.MonkeyPatch):
    """A part of a page draws itself anew, and a button does what it does, with no page around it that looks at the address."""
    as_(monkeypatch, "ana@example.org")
    Ledger(acme.path).give("ana@example.org", Role.VIEWER, "operator")
    Ledger(path_of(FIRST)).give("ana@example.org", Role.ADMIN, "operator")
    app = AppTest.from_string("import streamlit as st\nfrom cx.ui.shared.keyhole import visitor\nst.text(visitor().role.word)")
    seen = []
    try:
        for name in ("acme", FIRST):
            at(monkeypatch, name)
            monkeypatch.setattr("cx.ui.shared.sign_in.usual_path", lambda name=name: path_of(name))
            seen.append(app.run().text[0].value)
    finally:
        for path in (acme.path, path_of(FIRST)):
            Ledger(path).path.unlink()
    assert seen == ["viewer", "nobody"]


def test_an_admin_of_the_first_brings_back_what_they_are_no_member_of(acme: Place, signed_in: None, monkeypatch: pytest.MonkeyPatch):
    with acting(OPERATOR):
        archive(acme)
    as_(monkeypatch, "ana@example.org")
    Ledger(path_of(FIRST)).give("ana@example.org", Role.ADMIN, "operator")
    try:
        app = start("workspaces")
        assert_healthy(app)
        assert "Acme" not in words_of(app), "what an admin of the first sees of it is its address"
        app.button("back_acme").click().run()
        assert_healthy(app)
        assert acme.path.is_file()
    finally:
        Ledger(path_of(FIRST)).path.unlink()
