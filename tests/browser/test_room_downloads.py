"""Files of a room that is in use: one press brings each, whole, however many pages beat meanwhile."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cx.store import open_workspace
from cx.workshop.decisions import Decision, decide
from tests.browser.conftest import PHONE, WIDE, Server, start_server
from tests.browser.nursery import Nursery
from tests.workshop.rooms import Led, led

ENDS = {
    "HTML": (b"<!doctype html>", b"</html>"),
    "PDF": (b"%PDF-", b"%%EOF"),
    "Markdown": (b"# Minutes", b"| Decisions |"),
    "Work items for Jira (CSV)": (b"", b""),
}
"""How a whole file begins and ends."""
PHONES, ROUNDS = 3, 2


@pytest.fixture
def deciding(nursery: Nursery, sample_file: Path, tmp_path: Path) -> Iterator[tuple[Server, Led, str]]:
    """A server with a room of three that stands at its decisions."""
    shutil.copy(sample_file, tmp_path)
    workspace = open_workspace(tmp_path / "journey.duckdb")
    room = led(workspace, people=PHONES)
    room.go_to("decide")
    for item in room.room.items[:5]:
        decide(workspace, room.room_id, room.key, Decision(item.item_id, "fix", "It loses people", "Ann"), item.item_id)
    code = room.room.code
    workspace.close()
    running = start_server(tmp_path, nursery=nursery)
    yield running, room, code
    running.stop()


def fetched(page: Page, label: str, folder: Path) -> bytes:
    """The file that one press brings."""
    with page.expect_download() as got:
        page.get_by_role("link", name=label, exact=True).click()
    assert got.value.failure() is None, f"{label}: no file"
    path = folder / f"{time.monotonic_ns()}"
    got.value.save_as(path)
    return path.read_bytes()


def test_one_press_brings_a_whole_file_while_the_pages_beat(deciding: tuple[Server, Led, str], visit: Callable[..., Page], tmp_path: Path):
    server, room, code = deciding
    host = visit(f"workshop?host={room.key}", server=server, size=WIDE, person="Ana")
    phones = [visit(f"join?room={code}&me={token}", server=server, size=PHONE, person="Ben") for token in room.tokens]
    for phone in phones:
        expect(phone.locator("h1")).to_have_text("Decisions")
    expect(host.get_by_role("link", name="PDF", exact=True)).to_be_visible()
    for number in range(ROUNDS):
        # A press of the facilitator's draws the whole page anew, and every phone follows.
        host.get_by_role("button", name="Stop it" if number % 2 else "Start the timer").click()
        for label, (begins, ends) in ENDS.items():
            content = fetched(host, label, tmp_path)
            assert content.startswith(begins) and content.rstrip().endswith(ends), label
            assert label != "Work items for Jira (CSV)" or content.count(b"It loses people") == 5
        time.sleep(0.6)
