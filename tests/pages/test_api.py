"""The door for programs: what the command says, behind the same front door, closed to others unless its operator opens it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from cx.__main__ import main
from cx.questions.registry import QUESTIONS
from cx.questions.reply import ask as answer_of
from cx.store import Workspace, open_workspace
from cx.ui.shared import api, hosts, routes
from cx.ui.shared.door import Door
from tests.asking import HOME, Answer, ask
from tests.laying import lay
from tests.side_by_side import random_neighbours


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A random workspace in a file, which a server has open."""
    path = tmp_path_factory.mktemp("door") / "w.duckdb"
    workspace = open_workspace(path)
    lay(workspace, next(iter(random_neighbours(range(970, 974), size=4))).whole)
    yield workspace
    workspace.close()


@pytest.fixture
def get(database: Workspace, monkeypatch: pytest.MonkeyPatch):
    """Asks the server, behind its front door: status, and the JSON that it answers."""
    monkeypatch.setenv("CX_WORKSPACE", str(database.path))
    monkeypatch.delenv(api.SETTING, raising=False)
    monkeypatch.setattr(hosts, "is_shared", lambda: False)
    server = Door(Starlette(routes=routes.routes()))

    def asked(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, Any]]:
        sent = [("host", HOME), *((name.replace("_", "-"), value) for name, value in headers.items())]
        answer: Answer = ask(server, path, method, headers=sent)
        is_json = answer.headers["content-type"] == "application/json"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "access-control-allow-origin" not in answer.headers
        return answer.status, json.loads(answer.body) if is_json else {"text": answer.text}

    return asked


def test_the_server_says_what_the_command_and_the_pages_say_in_random_scopes(get, database: Workspace, capsys) -> None:
    drawn = random.Random(4)
    scopes = [
        {"round": round_id, "market": market, "without_assumptions": without}
        for (round_id,) in database.rows("SELECT round_id FROM rounds")
        for market in [m for (m,) in database.rows("SELECT DISTINCT market FROM segments WHERE market IS NOT NULL")] or ["DE"]
        for without in ("true", "false")
    ]
    for scope in drawn.sample(scopes, min(2, len(scopes))):
        for name in ("coverage", "shortfalls", "coverage-personas"):
            path = f"/api/v1/{name}?" + "&".join(f"{key}={value}" for key, value in scope.items())
            assert get(path) == (200, answer_of(database, name, scope).plain())
    given = [part for name, value in scope.items() for part in (f"--{name.replace('_', '-')}", value)]
    database.close()  # what the command finds when the server does not run
    assert main(["ask", "coverage", "--database", str(database.path), *given]) == 0
    assert json.loads(capsys.readouterr().out) == get(path.replace("coverage-personas", "coverage"))[1]


def test_every_question_is_listed_and_answered_and_rows_come_in_parts(get, monkeypatch: pytest.MonkeyPatch) -> None:
    status, listed = get("/api/v1")
    assert (status, [q["name"] for q in listed["questions"]]) == (200, list(QUESTIONS))
    for question in list(QUESTIONS.values())[::5]:
        assert get(f"/api/v1/{question.name}")[0] == (400 if question.required else 200), question.name
    whole = get("/api/v1/coverage/")[1]["rows"]
    monkeypatch.setattr(api, "MOST_BYTES", 6_000)
    first = get("/below/a/proxy/api/v1/coverage")[1]
    assert 0 < len(first["rows"]) < len(whole)
    assert first["rows"] == whole[: first["next_offset"]]


@pytest.mark.parametrize(
    ("path", "method", "headers", "status", "says"),
    [
        ("/api/v1/debts", "GET", {}, 400, "There is no question “debts”"),
        ("/api/v1/coverage?round=x", "GET", {}, 400, "There is no round “x”"),
        ("/api/v1/coverage?persona=a&persona=b", "GET", {}, 400, "Something was given twice."),
        ("/api/v1/coverage?" + "x" * 3000, "GET", {}, 400, "More than 2000 characters"),
        ("/api/v1/coverage?limit=%2d1", "GET", {}, 400, "“limit” is a number of rows"),
        ("/api/v1?a=b", "GET", {}, 400, "It is always whole."),
        ("/api/v2/coverage", "GET", {}, 404, "has version 1 alone"),
        ("/api/v1/../../etc/passwd", "GET", {}, 404, "and no folders"),
        ("/api/v1/coverage", "POST", {}, 405, "This address does not answer such a request."),
        ("/api/v1/coverage", "GET", {"origin": "http://rebound.example"}, 403, "this request came from another one"),
        ("/api/v1/coverage", "GET", {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, 403, "A page of somebody else asked."),
    ],
)  # fmt: skip
def test_what_is_not_answered_says_what_why_and_what_to_do(path, method, headers, status, says, get) -> None:
    got, answer = get(path, method, **headers)
    assert (got, says in str(answer)) == (status, True)
    if "error" in answer:
        assert all(answer["error"][part].endswith((".", "columns.")) for part in ("what", "why", "what_to_do"))


def test_where_others_reach_the_dashboard_the_door_is_closed_until_it_is_opened(get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "is_shared", lambda: True)
    status, answer = get("/api/v1/coverage")
    assert status == 403
    assert answer["error"]["why"] == "Others can reach this dashboard."
    assert "CX_API=on" in answer["error"]["what_to_do"]
    monkeypatch.setenv("CX_API", "on")
    assert get("/api/v1/rounds")[0] == 200
    monkeypatch.setattr(hosts, "is_shared", lambda: False)
    monkeypatch.setenv("CX_API", "off")
    assert get("/api/v1/rounds")[0] == 403


def test_a_failure_of_ours_a_long_answer_and_a_crowd_are_told_without_the_inside(
    get, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the inside")

    def slow(*_: object) -> None:
        raise api.TooLate

    for fault, status, says in ((broken, 500, "its log says what it was"), (slow, 503, "More than 20 seconds passed.")):
        with monkeypatch.context() as patched:
            patched.setattr(api, "ask", fault)
            got, answer = get("/api/v1/coverage")
        assert (got, says in str(answer), "secret" in str(answer)) == (status, True, False)
    taken = [api._places.acquire(blocking=False) for _ in range(api.UNDER_WAY)]
    assert all(taken) and get("/api/v1/rounds")[0] == 429
    for _ in taken:
        api._places.release()
    assert get("/api/v1/rounds")[0] == 200
    monkeypatch.setenv("CX_WORKSPACE", str(tmp_path / "none.duckdb"))
    assert "Open its first page once" in str(get("/api/v1/rounds"))
