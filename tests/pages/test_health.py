"""Whatever watches over the server learns whether it runs and whether it can answer, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import pytest
from starlette.applications import Starlette

from cx.store import open_workspace
from cx.ui.shared import health, routes
from cx.ui.shared.door import Door
from tests.asking import Answer, ask


@pytest.fixture
def server() -> Door:
    """The addresses of ours behind the front door."""
    return Door(Starlette(routes=routes.routes()))


def told(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.text


def test_a_server_is_ready_before_the_first_visit_and_makes_no_workspace_for_that(server: Door, place: Path):
    assert told(ask(server, "/healthz")) == (200, health.RUNS)
    assert told(ask(server, "/readyz")) == (200, health.NEW)
    assert told(ask(server, "/gaps/readyz")) == (200, health.NEW), "behind a proxy with a path of its own"
    assert not place.exists()
    open_workspace(place)
    answer = ask(server, "/readyz")
    assert told(answer) == (200, health.READY) and answer.headers["cache-control"] == "no-store"


def test_a_workspace_that_cannot_be_read_is_told_without_its_place(server: Door, place: Path, caplog: pytest.LogCaptureFixture):
    place.write_text("This is a letter.\n" * 900)
    status, said = told(ask(server, "/readyz"))
    assert (status, str(place) in said, str(place) in caplog.text) == (503, False, True), said
    assert said.startswith("The dashboard ") and ask(server, "/healthz").status == 200
    place.unlink()


def test_a_workspace_that_another_process_holds_is_ready_as_soon_as_it_is_let_go(server: Door, place: Path):
    open_workspace(place).close()
    with duckdb.connect(str(place)):
        assert ask(server, "/readyz").status == 503
    assert told(ask(server, "/readyz")) == (200, health.READY)


def test_who_asks_waits_for_a_slow_workspace_only_so_long(server: Door, place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(health, "SECONDS", 0.05)
    looked: list[float] = []

    def look(_: Path) -> tuple[str, int]:
        looked.append(time.monotonic())
        time.sleep(0.5)
        return health.READY, 200

    monkeypatch.setattr(health, "_look", look)
    assert [told(ask(server, "/readyz")) for _ in range(2)] == [(503, health.LATE)] * 2
    health._worker.submit(lambda: None).result()  # it has ended by then
    assert len(looked) == 1, "who asked meanwhile waited for the same look"


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_nothing_is_done_there(server: Door, method: str):
    assert {ask(server, path, method).status for path in ("/healthz", "/readyz")} == {405}
