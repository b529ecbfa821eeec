"""Signing in by a provider of OpenID Connect in a real browser: the link that was opened is the page one lands on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page, expect

from cx.members.ledger import Ledger
from cx.settings import ADDRESS, OPENID_CLIENT, OPENID_PROVIDER, OPENID_SECRET, SIGN_IN
from cx.store.acting import Role
from tests.browser.conftest import People, Server, free_port, ready, start_server
from tests.browser.hands import expect_title, title
from tests.browser.nursery import Nursery

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib", "ignore:get_jwt_config:DeprecationWarning")  # of the provider
ANA = User(sub="ana", claims={"email": "ana@example.org", "email_verified": True})


@pytest.fixture
def open_to_people(nursery: Nursery, sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A dashboard where people sign in themselves; Ana is a viewer."""
    port = free_port()
    shutil.copy(sample_file, tmp_path)
    Ledger(tmp_path / "journey.duckdb").give("ana@example.org", Role.VIEWER, "operator")
    with run_server_in_thread(user_claims=[ANA]) as provider:
        monkeypatch.setenv(SIGN_IN.name, "openid")
        monkeypatch.setenv(OPENID_PROVIDER.name, f"http://127.0.0.1:{provider.server_port}")
        monkeypatch.setenv(OPENID_CLIENT.name, "journeys")
        monkeypatch.setenv(OPENID_SECRET.name, "a secret of the two")
        monkeypatch.setenv(ADDRESS.name, f"http://127.0.0.1:{port}")
        running = start_server(tmp_path, nursery=nursery, port=port)
        yield running
        running.stop()


def test_a_link_leads_through_the_sign_in_to_its_page_and_signing_out_ends_it(
    visit: Callable[..., Page], people: People, open_to_people: Server
):
    page, people.watch.complaint = people.page("Ana"), "ERR_NAME_NOT_RESOLVED"  # the provider's own page asks for a style sheet outside
    page.goto(f"{open_to_people.url}/coverage?persona=transit&evidence=strict")
    page.get_by_role("button", name="ana", exact=True).click()
    page.wait_for_url("**/coverage?persona=transit&evidence=strict")
    expect_title(page, "Passenger in transit: ")
    page.get_by_role("button").filter(has_text="example.org").click()
    page.get_by_role("link", name="Sign out").click()
    expect(title(page)).to_have_text("You are signed out here")
    page.goto(f"{open_to_people.url}/coverage")
    expect(page.get_by_role("button", name="ana", exact=True)).to_be_visible()
    page.goto(f"{open_to_people.url}/join")
    expect(title(ready(page))).to_contain_text("room")
    people.watch.outside = [address for address in people.watch.outside if "picocss" not in address]
