"""The front door: who may ask, under which name, and what the server answers at all."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

import app
from cx.ui.shared.answered import DECISIONS
from cx.ui.shared.door import HEADERS, POLICY, Door
from cx.ui.shared.routes import routes as own_routes
from tests.asking import HOME, Answer, ask

PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
BY_DEFAULT = {"/_stcore/{rest:path}", "/{page:path}"}
"""Decisions about what has no route of its own."""


@pytest.fixture
def set_option(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Settings of the server for one test."""
    before: dict[str, object] = {}

    def set_(name: str, value: object) -> None:
        before.setdefault(name, config.get_option(name))
        config.set_option(name, value)

    yield set_
    for name, value in before.items():
        config.set_option(name, value)


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch, set_option) -> list[BaseRoute]:
    """Every route of the real server, also of those that only a setting brings."""
    monkeypatch.setattr(Runtime, "_instance", None)
    set_option("server.enableStaticServing", True)
    set_option("server.scriptHealthCheckEnabled", True)
    return [*own_routes(), *create_streamlit_routes(app.app._create_runtime())]


@pytest.fixture
def server(routes: list[BaseRoute]) -> Door:
    """The real routes behind the door."""
    return Door(Starlette(routes=routes))


def test_every_route_of_the_server_is_decided(routes: list[BaseRoute]):
    decided = {decision.path: decision for decision in DECISIONS if decision.path not in BY_DEFAULT}
    for route in routes:
        path = "" if isinstance(route, Mount) else "/_stcore/agent/{rest:path}" if "/agent/" in route.path else route.path
        assert path in decided, f"{route.path} is new: say in cx/ui/shared/answered.py whether the server answers it, and why"
        if isinstance(route, Route) and decided[path].methods:
            assert set(decided[path].methods) & set(route.methods or ()) or route.methods == {"OPTIONS"}


@pytest.mark.parametrize("decision", [d for d in DECISIONS if not d.methods], ids=lambda d: d.path)
def test_what_is_not_needed_answers_nothing(server: Door, decision):
    path = re.sub(r"\{\w+(:path)?\}", "openapi.json", decision.path)
    for method in ("GET", "POST", "OPTIONS"):
        answer = ask(server, path, method)
        assert (answer.status, answer.text) == (404, "There is nothing at this address.\n")
    assert ask(server, f"{path}/").status == 404


@pytest.mark.parametrize(
    ("path", "method"),
    [("/coverage", "POST"), ("/coverage", "OPTIONS"), ("/_stcore/health", "DELETE"), ("/_stcore/upload_file/a/b", "GET"), ("/", "TRACE")],
)
def test_an_address_answers_only_what_pages_ask_of_it(server: Door, path: str, method: str):
    assert ask(server, path, method).status == 405


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST.:8501", "[::1]:8501", "[::1]"])
def test_this_machine_may_be_asked_under_each_of_its_names(server: Door, host: str):
    assert ask(server, "/coverage", headers=[("host", host)]).status == 200


STRANGE = [
    "rebound.example", "127.0.0.1.rebound.example:8501", "localhost.rebound.example", "rebound.example#localhost", "localhost@rebound.example",
    "user@localhost", "localhost/..", "localhost:8501:80", "localhost:99999", "[::1", "[::1]rebound.example", "[::1]:x", "0.0.0.0", "2130706433", "", " localhost", "ѕocalhost",
]  # fmt: skip


@pytest.mark.parametrize("host", STRANGE)
def test_under_a_strange_name_nothing_answers_and_the_setting_is_named(server: Door, host: str):
    for path, socket in (
        ("/", False),
        ("/_stcore/health", False),
        ("/static/js/x.js", False),
        ("/offered/x", False),
        ("/_stcore/stream", True),
    ):
        answer = ask(server, path, headers=[("host", host)], socket=socket)
        assert answer.status == 403
        assert "server.allowedHosts" in answer.text
        assert "rebound" not in answer.text


def test_a_request_has_one_name(server: Door):
    assert ask(server, "/", headers=[]).status == 403
    assert ask(server, "/", headers=[("host", HOME), ("host", "rebound.example")]).status == 403


@pytest.mark.parametrize(
    "origin", ["http://rebound.example", "http://127.0.0.1:3000", "https://localhost", "null", "", "file://", "127.0.0.1:8501"]
)
def test_a_page_of_somebody_else_reaches_neither_socket_nor_upload_nor_file(server: Door, origin: str):
    from_there = [("host", HOME), ("origin", origin)]
    assert ask(server, "/_stcore/stream", headers=from_there, socket=True).status == 403
    assert ask(server, "/_stcore/upload_file/a/b", "PUT", headers=from_there).status == 403
    assert ask(server, "/offered/x", headers=from_there).status == 403


def test_a_part_of_a_page_is_given_to_our_pages_and_a_link_may_stand_anywhere(server: Door):
    def asked(site: str, mode: str) -> int:
        return ask(server, "/coverage", headers=[("host", HOME), ("sec-fetch-site", site), ("sec-fetch-mode", mode)]).status

    assert asked("cross-site", "no-cors") == 403
    assert asked("same-site", "cors") == 403
    assert asked("cross-site", "navigate") == 200
    assert asked("same-origin", "cors") == 200


def test_behind_a_proxy_the_name_that_the_operator_allows_is_known(routes: list[BaseRoute], set_option):
    set_option("server.allowedHosts", ["gaps.example.org", "*.lan"])
    door = Door(Starlette(routes=routes))
    for host in ("gaps.example.org", "gaps.example.org:443", "board.lan", HOME):
        assert ask(door, "/", headers=[("host", host)]).status == 200
    for host in ("example.org", "gaps.example.org.rebound.example", "lan", "rebound.example"):
        assert ask(door, "/", headers=[("host", host)]).status == 403
    # The proxy may ask under the address of this machine what people have asked under its own name.
    assert ask(door, "/", headers=[("host", HOME), ("origin", "https://gaps.example.org")]).status == 200
    assert set(config.get_option("server.allowedHosts")) >= {"gaps.example.org", "localhost", "127.0.0.1", "::1"}


def test_behind_a_proxy_with_another_port_pages_reach_their_socket_and_nobody_outside_is_asked(set_option, monkeypatch: pytest.MonkeyPatch):
    def outside() -> str:
        raise AssertionError("an address outside is asked")

    monkeypatch.setattr("streamlit.net_util.get_external_ip", outside)
    set_option("server.allowedHosts", ["gaps.example.org"])
    passed: list[bool] = []

    async def streamlit_app(scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        passed.append(_is_origin_allowed(headers.get("origin"), headers.get("host")))
        await send({"type": "websocket.http.response.start", "status": 200, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})

    for host, origin in (("gaps.example.org", "https://gaps.example.org:8443"), (HOME, "https://gaps.example.org")):
        ask(Door(streamlit_app), "/_stcore/stream", headers=[("host", host), ("origin", origin)], socket=True)
    assert passed == [True, True]
    assert (
        ask(Door(streamlit_app), "/_stcore/stream", headers=[("host", HOME), ("origin", "https://other.example")], socket=True).status
        == 403
    )
    assert len(passed) == 2


def test_the_configured_address_is_known_and_everywhere_means_the_address_in_the_network(set_option, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("streamlit.net_util.get_internal_ip", lambda: "192.168.7.20")
    for address, known, unknown in (
        ("192.168.7.9", "192.168.7.9:8501", "192.168.7.20"),
        ("0.0.0.0", "192.168.7.20:8501", "0.0.0.0"),
        ("::", "192.168.7.20", "[::]"),
    ):
        set_option("server.address", address)
        hosts = Door(Starlette())._hosts
        assert hosts.knows(known)
        assert hosts.knows("localhost:1")
        assert not hosts.knows(unknown)


def test_below_a_base_path_only_what_stands_there_answers(set_option, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Runtime, "_instance", None)
    set_option("server.baseUrlPath", "team/gaps")
    door = Door(Starlette(routes=[*own_routes(), *create_streamlit_routes(app.app._create_runtime())]))
    assert ask(door, "/team/gaps/coverage").status == 200
    assert ask(door, "/team/gaps/_stcore/metrics").status == 404
    assert ask(door, "/coverage").status == 404
    assert ask(door, "/team/gaps/offered/x").text.startswith("This file is not offered any more")


def test_every_answer_holds_the_browser_to_our_own_pages(server: Door):
    files = sorted((PAGE.parent / "static" / "js").iterdir())
    for path in ("/", "/coverage", f"/static/js/{files[0].name}", "/favicon.png", "/_stcore/host-config", "/offered/x", "/_stcore/metrics"):
        answer = ask(server, path)
        _dressed(answer)
        assert "access-control-allow-origin" not in answer.headers
    _dressed(ask(server, "/", headers=[("host", "rebound.example")]))
    assert not re.search(r"https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline", POLICY)


def _dressed(answer: Answer) -> None:
    for name in HEADERS:
        assert len(answer.headers.get_all(name, [])) == 1, name
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_the_policy_knows_the_scripts_of_this_streamlit():
    scripts = re.findall(r"<script>(.*?)</script>", PAGE.read_text(encoding="utf-8"), re.S)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert hashes
    assert all(f"'sha256-{one}'" in POLICY for one in hashes)


@pytest.mark.parametrize("path", ["/\x00", "/coverage\r\nX: 1", "/..\\..\\etc", "/a\x7f"])
def test_no_sign_that_file_systems_trip_over_gets_further(server: Door, path: str):
    assert ask(server, path).status == 400


def test_what_fails_behind_the_door_shows_nothing_of_it():
    async def broken(scope, receive, send):
        raise RuntimeError("secret of the inside")

    answer = ask(Door(broken), "/coverage")
    assert (answer.status, "secret" in answer.text) == (500, False)
    _dressed(answer)


def test_a_page_names_the_parts_that_it_is_made_of_and_that_the_server_has(server: Door):
    named = re.findall(r"<\./(static/js/[\w.-]+\.js)>; rel=modulepreload", ask(server, "/coverage").headers["link"])
    assert {name.split("/")[-1].split(".")[0] for name in named} >= {"Html", "purify", "Selectbox", "TextInput"}
    assert not [name for name in named if "Vega" in name], "no map is drawn by it"
    assert all((PAGE.parent / name).is_file() for name in named)
    assert not [name for name in named if name in PAGE.read_text(encoding="utf-8")], "these it fetches anyway"
    assert "link" not in ask(server, "/join").headers and "link" not in ask(server, "/_stcore/health").headers
