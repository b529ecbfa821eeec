"""A dashboard with a key: who has it changes things under a name of their own, and does not enter it twice."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, start_server
from tests.browser.nursery import Nursery


@pytest.fixture
def key() -> str:
    """Another one each time: a browser that has shown a key keeps it, also from test to test."""
    return secrets.token_hex(8)


@pytest.fixture
def keyed_server(key: str, nursery: Nursery, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server whose operator has set a key."""
    monkeypatch.setenv("CX_EDIT_KEY", key)
    shutil.copy(sample_file, tmp_path)
    running = start_server(tmp_path, nursery=nursery)
    yield running
    running.stop()


def test_with_the_key_one_changes_things_under_a_name_and_without_it_one_looks(key: str, keyed_server: Server, visit: Callable[..., Page]):
    page = visit("method", server=keyed_server)
    save = page.get_by_role("button", name="Save for everybody")
    expect(save).to_be_disabled()
    page.get_by_role("button", name="Enter the key").click()
    form = page.get_by_test_id("stPopoverBody")
    form.get_by_role("textbox", name="Your name").fill("Ana Ruiz")
    form.locator("input[type=password]").fill(key)
    form.get_by_role("button", name="Use the key").click()
    expect(page.get_by_role("button", name="Ana Ruiz")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.st-key-keyhole') && !document.cookie.includes('cx-pass')")
    # Another page, opened anew: the browser has kept the key. It also may send files now.
    page = visit("data", server=keyed_server)
    expect(page.get_by_role("button", name="Ana Ruiz")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "stages.csv", "mimeType": "text/csv", "buffer": b"stage_id,position,name\nx,9,After\n"}
    )
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("Applied stages.csv", exact=False)).to_be_visible()
    # Somebody else sees that something was uploaded, not by whom, and cannot undo it.
    other = visit("data?data_tabs=History+and+undo", server=keyed_server, person="Ben")
    expect(other.get_by_text("Seeing who changed what needs the workspace’s key")).to_be_visible()
    expect(other.get_by_role("button", name="Undo this change")).to_have_count(0)
    expect(other.locator("[role=gridcell]").get_by_text("upload", exact=True)).to_be_attached()
    expect(other.get_by_text("Ana Ruiz")).to_have_count(0)
