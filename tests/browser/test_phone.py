"""A screen of 390 px: the map becomes a list, and nothing runs off the side."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.hands import choose, expect_parameters, expect_title, panel


def test_on_a_phone_the_map_is_a_list_from_which_a_cell_can_be_chosen_and_the_bar_works(visit: Callable[..., Page]):
    page = visit("coverage", size=PHONE)
    listed = page.locator(".map-line").filter(has_text="Find every place I use clean and in order")
    expect(listed).to_be_visible()
    assert "Get here" in listed.inner_text() and "%" in listed.inner_text()
    listed.get_by_role("link", name="Board").click()
    expect(panel(page)).to_have_text("Find every place I use clean and in order")
    expect_parameters(page, cell="business-clean~board")
    assert panel(page).bounding_box()["y"] < page.locator(".map-line").first.bounding_box()["y"], "what was asked for comes first"
    choose(page, "Persona", "Passenger in transit")
    expect_title(page, "Passenger in transit: ")
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    expect(page.locator(".map-heads").first).to_be_visible()
    expect(listed.get_by_text("Board")).to_be_hidden()
