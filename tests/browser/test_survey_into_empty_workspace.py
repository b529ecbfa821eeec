"""An export of Qualtrics dropped into an empty workspace: confirmed, applied and seen on the map, with three choices and two clicks."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, ready
from tests.browser.hands import cell, choose, expect_title
from tests.browser.test_accessibility import violations
from tests.shop_export import shop_export


def type_new(page: Page, label: str, name: str) -> None:
    """Type a name that no list holds into a box."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(name)
    page.get_by_role("option", name=f"Add: {name}").click()


def test_a_survey_makes_its_touchpoints_and_needs_and_stands_on_the_map(empty_server: Server, visit: Callable[..., Page]):
    page = visit("data", server=empty_server)
    assert violations(page) == [], "of the page for files, empty"
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": "shop.csv", "mimeType": "text/csv", "buffer": shop_export().encode()}]
    )
    expect(page.get_by_text("make what is missing here", exact=False)).to_be_visible()
    assert violations(ready(page)) == [], "of the questions about a survey"
    type_new(page, "Whose answers are these?", "Shopper")
    type_new(page, "Stage of all questions", "Visit")
    choose(page, "Kind of all needs", "Mandatory")
    page.get_by_role("button", name="Apply 3 ratings with all that is made for them").click()
    expect(page.get_by_text("3 new touchpoints, 3 new needs", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Coverage", exact=True).click()
    expect_title(page, "Shopper: 1 of 3")
    for name in ("Finding the shop", "Paying", "Leaving"):
        expect(cell(page, name).first).to_be_visible()
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("tab", name="History and undo").click()
    page.get_by_role("button", name="Undo this change").click()
    expect(page.get_by_text("is undone", exact=False).first).to_be_visible()
