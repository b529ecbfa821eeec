"""The best set for a budget in a real browser: solve, pin one, read why another is out, accept the set."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.hands import in_scheme, parameters, tab_to, wider_than_the_screen
from tests.browser.test_accessibility import violations


def test_a_set_is_solved_questioned_and_accepted_without_a_barrier(visit: Callable[..., Page]):
    page = visit("scenarios?scenarios=Best+set+for+a+budget&budget=300", size=PHONE)
    expect(page.get_by_role("heading", name="3 improvements for 205 of 300 close 2 of 6")).to_be_visible()
    expect(page.get_by_role("heading", name="How surely each belongs")).to_be_visible()
    expect(page.locator("table.small", has_text="Core index")).to_be_visible()
    assert wider_than_the_screen(page) == []
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    for scheme in ("light", "dark"):
        in_scheme(page, scheme)
        assert violations(page, of_colours=scheme == "dark") == [], scheme
    tab_to(page, "the box of pins", "(e.getAttribute('aria-label') || '').startsWith('In any case')")
    page.keyboard.type("sec")  # the keyboard alone pins, and only the first of several that match
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pinning “A security lane for connecting passengers (invented)” costs")).to_be_visible()
    assert parameters(page)["pinned"] == "lane-for-transfers", "a link shows others the same set"
    why = page.locator("tr", has_text="AirTrain to the long-term parking").filter(has_text="more than the budget")
    expect(why).to_contain_text("It costs 900, more than the budget of 300.")
    page.get_by_role("button", name="Accept this set as a scenario").click()
    expect(page.get_by_text("Scenario “Best set for 300” is kept")).to_be_visible()
