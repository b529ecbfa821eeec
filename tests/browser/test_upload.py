"""A messy file from drop to heatmap and back: recognised, mapped, corrected, foreseen, applied, undone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, ready
from tests.browser.hands import expect_title, title
from tests.browser.test_accessibility import violations

MESSY = """Service catalogue of the airport;;;;;
Touchpoint name;Channel;Wer kümmert sich;Stage(s);Needs served;Score (0-4)
Help desk;staff;Terminal team;Find the way;business-wayfind;9
Wayfinding app;digital;N/A;Find the way;business-wayfind;1
Total;;;;;
"""


def edit(page: Page, grid: Locator, row: int, text: str) -> None:
    """Type into the last cell of a row (the first is 0) of an editable grid."""
    expect(grid.locator("[role=gridcell]").first).to_be_attached()
    written = grid.locator("[role=gridcell]").get_by_text(text, exact=True).last
    for _ in range(4):  # a grid that takes the focus from another one may miss the first click
        grid.scroll_into_view_if_needed()
        page.wait_for_timeout(500)
        box = grid.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] - 60, box["y"] + 52 + 35 * row)
        page.wait_for_timeout(500)
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.wait_for_timeout(200)
        page.keyboard.press("Enter")
        page.wait_for_timeout(800)  # what was typed is sent after a moment
        if written.count():
            return
        page.keyboard.press("Escape")
    raise AssertionError(f"The grid does not take {text!r}")


def expect_focus_on_what_was_done(page: Page) -> None:
    """What a change did is in sight and has the focus: a screen reader reads it, and the next key goes on from there."""
    outcome = page.locator(".st-key-outcome")
    expect(outcome).to_be_focused()
    expect(outcome).to_be_in_viewport()


def test_a_messy_file_goes_from_drop_to_heatmap_and_back(fresh_server: Server, visit: Callable[..., Page]):
    page = visit("coverage?persona=business", server=fresh_server)
    expect_title(page, "Business traveller: 2 of 5")
    page.get_by_role("link", name="Data", exact=True).click()
    expect_title(page, "Bring your data in")
    page.locator("input[type=file]").first.set_input_files(
        files=[{"name": "Catalogue - Sheet1.csv", "mimeType": "text/csv", "buffer": MESSY.encode("cp1252")}]
    )
    # It is recognised and read: its title row, its encoding, its total row, its scale.
    expect(page.get_by_text("“Touchpoint name” is the touchpoint.", exact=False)).to_be_visible()
    expect(page.get_by_text("check “kümmert”", exact=False)).to_be_visible()
    expect(page.get_by_text("“Score (0-4)” names the scale", exact=False).first).to_be_visible()
    # A column that nobody could know is mapped by hand.
    columns = page.get_by_test_id("stExpander").filter(has_text="Columns").get_by_test_id("stDataFrame").first
    edit(page, columns, 2, "owner")
    expect(columns.locator("[role=gridcell]").get_by_text("owner", exact=True)).to_be_attached()
    # A score that is off the scale is refused and corrected in place.
    refused = page.get_by_test_id("stExpander").filter(has_text="Correct 1 row")
    expect(refused).to_be_visible()
    edit(page, refused.get_by_test_id("stDataFrame").first, 0, "2")
    refused.get_by_role("button", name="Check the corrections").click()
    # What it would change is seen before it is written.
    expect(refused).to_have_count(0)
    expect(page.get_by_text("1 need changes state")).to_be_visible()
    expect(page.get_by_text("1 of 5 mandatory needs met everywhere")).to_be_visible()
    assert violations(ready(page)) == [], "of the preview"
    page.get_by_role("button", name="Apply", exact=True).click()
    expect(page.get_by_text("Applied Catalogue - Sheet1.csv", exact=False)).to_be_visible()
    expect_focus_on_what_was_done(page)
    page.get_by_role("link", name="Coverage", exact=True).click()
    expect_title(page, "Business traveller: 1 of 5")
    # And back.
    page.get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("tab", name="History and undo").click()
    page.get_by_role("button", name="Undo this change").click()
    expect(page.get_by_text("is undone", exact=False).first).to_be_visible()
    expect_focus_on_what_was_done(page)
    page.get_by_role("link", name="Coverage", exact=True).click()
    expect_title(page, "Business traveller: 2 of 5")
    expect(title(page)).not_to_contain_text("Find the way")
