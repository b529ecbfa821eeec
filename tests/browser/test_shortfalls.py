"""From what falls short to what is sent on, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, ready
from tests.browser.hands import choose, in_scheme, panel, parameters, tab_to, title
from tests.browser.test_accessibility import SCHEMES, violations

FIRST = "Get here on time, whichever way I come"
PARTS = ("Find out", "What closes most", "Who is affected", "How sure", "Other views")
SENT_ON = {
    "Web page (HTML)": b"<!doctype html>",
    "Snapshot (interactive HTML)": b"<!doctype html>",
    "PDF": b"%PDF-",
    "PowerPoint": b"PK",
    "Markdown": b"# ",
    "Excel": b"PK",
    "CSV": b"\xef\xbb\xbfrank,tier",
    "Jira (CSV)": b"Summary,",
    "Azure DevOps (CSV)": b"Work Item Type,",
}
"""How each file begins."""


def test_the_list_is_read_explained_and_put_in_another_order(visit: Callable[..., Page]):
    page = visit("shortfalls")
    expect(title(page)).to_contain_text(f"begin with “{FIRST}”")
    assert_the_first_three_and_their_reasons_are_in_view_without_scrolling(page)
    assert_a_click_anywhere_in_a_row_says_in_place_why_it_stands_there(page)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert_a_row_is_a_card_with_its_factors_in_words(page)
    assert_a_click_anywhere_in_a_row_says_in_place_why_it_stands_there(page)
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    expect(page.get_by_role("heading", name="Must-haves not fully met")).to_be_visible()
    page.get_by_text("By priority alone").click()
    expect(page.get_by_role("heading", name="Everything else, by priority")).to_be_visible()
    expect(page.get_by_role("heading", name="Must-haves not fully met")).to_have_count(0)
    assert parameters(page)["order"] == "priority"
    expect(page.locator(".card.first").first).to_contain_text("Have one more good meal before I go home")


def assert_the_first_three_and_their_reasons_are_in_view_without_scrolling(page: Page) -> None:
    cards = page.locator(".card.first")
    expect(cards).to_have_count(3)
    expect(cards.first).to_contain_text("in the first five: surely")  # the browser has asked for what the draws say
    for number in range(3):
        box = cards.nth(number).bounding_box()
        assert box["y"] + box["height"] < page.viewport_size["height"]
    expect(cards.first).to_contain_text("62% where 75% is the target, importance 81%, 28% of all people")


def assert_a_click_anywhere_in_a_row_says_in_place_why_it_stands_there(page: Page) -> None:
    row = page.locator("table.list tbody tr").nth(2)
    why = row.locator(".why")
    expect(why).to_be_hidden()
    row.locator("td.rank").click(force=True)  # the need lies over the whole row
    expect(why).to_be_visible()
    expect(why).to_contain_text("Number 3 of 7 in “Must-haves not fully met”, behind “")
    row.locator("td.rank").click(force=True)
    expect(why).to_be_hidden()


def assert_a_row_is_a_card_with_its_factors_in_words(page: Page) -> None:
    row = page.locator("table.list tr").filter(has_text=FIRST).first
    expect(row).to_be_visible()
    assert page.locator("table.list thead").first.is_hidden()
    assert "Importance" in row.locator("td[data-label='Importance']").evaluate("e => getComputedStyle(e, '::before').content")


def test_a_link_reopens_the_order_and_an_item_which_explains_itself_and_leads_to_its_cell(visit: Callable[..., Page]):
    page = visit("shortfalls?order=priority")
    expect(page.locator(".card.first").first).to_contain_text("Have one more good meal before I go home")
    page.get_by_test_id("stCheckbox").get_by_text("By priority alone").click()
    expect(page.get_by_role("heading", name="Must-haves not fully met")).to_be_visible()
    choose(page, "Explain", "3. Get here without worrying about traffic or my car (Local starting a trip)")
    expect(panel(page)).to_have_text("3. Get here without worrying about traffic or my car")
    assert parameters(page) == {"item": "local-arrive~get-here"}
    page.reload()
    expect(panel(page)).to_have_text("3. Get here without worrying about traffic or my car")
    page.locator(".st-key-panel").get_by_role("link", name="Get here", exact=True).click()
    expect(panel(page)).to_have_text("Get here without worrying about traffic or my car")
    assert parameters(page)["cell"] == "local-arrive~get-here"


def test_everything_to_send_on_arrives(visit: Callable[..., Page]):
    page = visit("shortfalls?persona=business")
    page.get_by_role("button", name="Send on").click()
    for label, begins in SENT_ON.items():
        with page.expect_download(timeout=60_000) as waiting:
            page.get_by_role("link", name=label, exact=True).click()
        assert Path(waiting.value.path()).read_bytes().startswith(begins), label
        assert "business" in waiting.value.suggested_filename, label


def test_no_part_of_the_page_has_a_serious_barrier_and_each_opens_by_keyboard_and_stands_in_the_link(visit: Callable[..., Page]):
    page = visit("shortfalls")
    for number, part in enumerate(PARTS):
        if not number:
            tab_to(page, "the parts of the page", "e.role === 'tab'")
        page.get_by_role("tab", selected=True).focus()  # it is there already, or all that was opened lies between
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.get_by_role("tab", name=part)).to_have_attribute("aria-selected", "true")
        page.wait_for_function("part => new URLSearchParams(location.search).get('part') === part", arg=part)
        first, second = SCHEMES[:: 1 if number % 2 else -1]
        in_scheme(ready(page), first)
        assert violations(page) == [], (part, first)
        in_scheme(page, second)
        assert violations(page, of_colours=True) == [], (part, second)
    again = visit(f"shortfalls?part={PARTS[0].replace(' ', '+')}")
    expect(again.get_by_role("tab", name=PARTS[0])).to_have_attribute("aria-selected", "true")
