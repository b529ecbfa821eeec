"""Two workspaces of one installation in one browser: whoever goes from page to page stays in the one of the address."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, ready
from tests.browser.hands import expect_title, title


def test_a_workspace_is_made_and_every_page_of_it_is_its_own(visit: Callable[..., Page], fresh_server: Server):
    page = visit("workspaces", server=fresh_server)
    page.get_by_label("What it is called").fill("Köln 2026")
    page.get_by_label("What it is called").press("Tab")
    page.get_by_role("button", name="Make it").click()
    page.get_by_role("link", name="Open it").click()
    page.wait_for_url("**/w/koln-2026/")
    expect_title(page, "Where is each need met or missed?")
    page.get_by_role("link", name="Personas", exact=True).click()
    page.wait_for_url("**/w/koln-2026/personas*")
    expect_title(page, "Where is each need met or missed?")
    page.get_by_role("link", name="Köln 2026").click()
    page.get_by_role("link", name="First workspace").click()
    expect(title(ready(page))).to_contain_text("mandatory needs are met")
