"""At every usual width: names and Journey stay in sight, and what a click opens is seen beside the map."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, ready
from tests.browser.hands import cell, expect_parameters, panel

WIDTHS = (1024, 1152, 1280, 1440, 1920)
ALL = "coverage?persona=;all"


def in_sight(page: Page, found: Locator) -> bool:
    """Whether the middle of an element is inside the window and not covered by another."""
    return bool(
        found.evaluate(
            """e => { const b = e.getBoundingClientRect(), x = b.x + b.width / 2, y = b.y + Math.min(b.height, 40) / 2;
                      const hit = document.elementFromPoint(x, y);
                      return x > 0 && y > 0 && x < innerWidth && y < innerHeight && !!hit && (e === hit || e.contains(hit) || hit.contains(e) || hit.closest('svg') === e.closest('svg')); }"""
        )
    )


def test_journey_is_seen_and_a_click_opens_its_evidence_in_sight(visit: Callable[..., Page]):
    page = visit("coverage", size={"width": WIDTHS[0], "height": 800})
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.locator(".stMain").evaluate("e => e.scrollTo(0, 0)")
        assert_evidence_opens_in_sight(ready(page))
        page.locator(".st-key-panel").get_by_role("button", name="Close").click()
        expect(panel(page)).to_have_text("How to read it")


def assert_evidence_opens_in_sight(page: Page) -> None:
    """A click on a cell of the map opens what stands behind it, and everything stays where it can be seen."""
    assert in_sight(page, page.locator(".map-total"))
    journey = cell(page, "Find every place I use clean and in order, Whole journey")
    assert in_sight(page, journey)
    cell(page, "Find every place I use clean and in order, Board").click()
    expect(panel(page)).to_have_text("Find every place I use clean and in order")
    page.mouse.move(5, 5)  # away, so that the hint of the cell goes
    assert in_sight(page, panel(page))
    assert in_sight(page, cell(page, "Find every place I use clean and in order, Board")), "the cell stays where it was clicked"
    assert in_sight(page, page.locator(".map-total"))


def test_stage_names_stay_in_sight_when_the_map_of_all_personas_scrolls(visit: Callable[..., Page]):
    page = visit(ALL, size={"width": 1024, "height": 700})
    for width in (1024, 1440):
        page.set_viewport_size({"width": width, "height": 700})
        assert_stage_names_stay(ready(page))


def assert_stage_names_stay(page: Page) -> None:
    """What the map says around its cells is seen at its far end."""
    frame = page.locator(".st-key-frame_coverage")
    frame.scroll_into_view_if_needed()
    frame.evaluate("e => e.scrollTo(0, e.scrollHeight)")
    assert frame.evaluate("e => e.scrollTop") > 0, "the map is longer than its frame"
    page.wait_for_timeout(200)
    for name in (page.locator(".map-heads > div").first, page.locator(".map-total"), page.locator(".map-row").last):
        assert in_sight(page, name), name


def test_names_stand_beside_their_own_rows_and_above_their_own_columns(visit: Callable[..., Page]):
    page = visit("coverage", size={"width": 1280, "height": 1000})
    drawn = cell(page, "Find every place I use clean and in order, Board").bounding_box()
    row = page.locator(".map-row", has_text="Find every place I use clean and in order").bounding_box()
    head = page.locator(".map-heads > div", has_text="Board").bounding_box()
    assert abs((drawn["y"] + drawn["height"] / 2) - (row["y"] + row["height"] / 2)) < 3
    assert abs((drawn["x"] + drawn["width"] / 2) - (head["x"] + head["width"] / 2)) < 3


def test_on_a_tablet_the_evidence_comes_up_from_below(visit: Callable[..., Page]):
    page = visit("coverage?cell=business-clean~board", size={"width": 768, "height": 1000})
    assert in_sight(page, panel(page))


def test_on_a_phone_the_list_of_all_personas_names_each(visit: Callable[..., Page]):
    page = visit(ALL, size=PHONE)
    for name in ("Business traveller", "Passenger in transit"):
        expect(page.locator(".st-key-phone_coverage h2", has_text=name)).to_have_count(1)


def test_a_view_of_the_map_reopens_from_its_address(visit: Callable[..., Page]):
    page = visit(f"{ALL}&kind=mandatory&find=clean")
    said = [row.inner_text() for row in page.locator(".map-row:not(.group):not(.persona)").all()]
    assert said and all("clean" in text for text in said)
    expect(page.get_by_text("mandatory needs · “clean”")).to_be_visible()


def test_only_what_falls_short_stands_in_the_address(visit: Callable[..., Page]):
    page = visit("coverage?persona=local")
    before = page.locator(".map-row").count()
    page.get_by_text("Only what falls short").click()
    page.wait_for_function("before => document.querySelectorAll('.map-row').length < before", arg=before)
    expect_parameters(page, persona="local", short="true")


def test_a_touchpoint_in_the_panel_leads_to_its_page_and_back_to_the_cell(visit: Callable[..., Page]):
    page = visit("coverage?cell=business-arrive~get-here")
    page.locator(".st-key-panel").get_by_role("link", name="AirTrain").first.click()
    expect(page.locator("h1")).to_have_text("AirTrain")
    expect(page.get_by_text("What it serves, and how well")).to_be_visible()
    page.get_by_role("link", name="Get here on time, whichever way I come").first.click()
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")


def test_the_panel_leads_to_the_list_and_to_the_workshop(visit: Callable[..., Page]):
    page = visit("coverage?cell=business-arrive~get-here")
    page.locator(".st-key-leads").get_by_role("link", name="Put it on the table of a workshop").click()
    expect(page.get_by_text("From the map: “Get here on time, whichever way I come” at Get here is ticked below.")).to_be_visible()
