"""At every usual width: names and Journey stay in sight, and what a click opens is seen beside the map."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, ready
from tests.browser.hands import cell, choose, expect_parameters, panel, parameters

WIDTHS = (1024, 1280, 1920)
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


def test_the_map_of_all_personas_scrolls_under_its_stage_names_and_on_a_phone_names_each(visit: Callable[..., Page]):
    page = visit(ALL, size={"width": 1024, "height": 700})
    for width in (1024, 1440):
        page.set_viewport_size({"width": width, "height": 700})
        assert_stage_names_stay(ready(page))
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    for name in ("Business traveller", "Passenger in transit"):
        expect(page.locator(".map.of_coverage").get_by_role("heading", level=2, name=name)).to_have_count(1)


def assert_stage_names_stay(page: Page) -> None:
    """What the map says around its cells is seen at its far end."""
    frame = page.locator(".map.of_coverage")
    frame.scroll_into_view_if_needed()
    frame.evaluate("e => e.scrollTo(0, e.scrollHeight)")
    assert frame.evaluate("e => e.scrollTop") > 0, "the map is longer than its frame"
    names = (page.locator(".map-heads > div").first, page.locator(".map-total"), page.locator(".map-row").last)
    for _ in range(20):  # what still moves comes to rest
        if all(in_sight(page, name) for name in names):
            break
        page.wait_for_timeout(100)
    assert [str(name) for name in names if not in_sight(page, name)] == []


def test_a_view_of_the_map_reopens_from_its_address_and_what_falls_short_alone_stands_there_too(visit: Callable[..., Page]):
    page = visit(f"{ALL}&kind=mandatory&find=clean")
    rows = page.locator(".map-row:not(.group):not(.persona)")
    said = [row.inner_text() for row in rows.all()]
    assert said and all("clean" in text for text in said)
    expect(page.get_by_text("mandatory needs · “clean”")).to_be_visible()
    page.get_by_text("Only what falls short").click()
    page.wait_for_function("before => document.querySelectorAll('.map-row:not(.group):not(.persona)').length < before", arg=len(said))
    expect_parameters(page, find="clean", kind="mandatory", persona=";all", short="true")
    page.get_by_test_id("stPopoverButton").filter(has_text="Filters").click()
    choose(page, "State", "Partly met")
    expect_parameters(page, find="clean", kind="mandatory", persona=";all", short="true", state="partial")
    page.keyboard.press("Escape")
    page.locator(".map-cell").first.click()
    expect(panel(page)).to_have_text("Find every place I use clean and in order")
    assert parameters(page)["state"] == "partial", "a filter counts while its list is closed"


def test_names_stand_beside_what_they_name_and_the_panel_leads_to_touchpoints_and_to_the_workshop(visit: Callable[..., Page]):
    page = visit("coverage?cell=business-arrive~get-here", size={"width": 768, "height": 1000})
    assert in_sight(page, panel(page)), "on a tablet it comes up from below"
    page.set_viewport_size({"width": 1280, "height": 1000})
    assert_names_stand_beside_what_they_name(ready(page))
    page.locator(".st-key-panel").get_by_role("link", name="AirTrain").first.click()
    expect(page.locator("h1")).to_have_text("AirTrain")
    expect(page.get_by_text("What it serves, and how well")).to_be_visible()
    page.get_by_role("link", name="Get here on time, whichever way I come").first.click()
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")
    page.locator(".st-key-leads").get_by_role("link", name="Put it on the table of a workshop").click()
    expect(page.get_by_text("From the map: “Get here on time, whichever way I come” at Get here is ticked below.")).to_be_visible()


def assert_names_stand_beside_what_they_name(page: Page) -> None:
    """Those of needs beside their own rows, those of stages above their own columns."""
    drawn = cell(page, "Find every place I use clean and in order, Board").bounding_box()
    row = page.locator(".map-row", has_text="Find every place I use clean and in order").bounding_box()
    head = page.locator(".map-heads > div", has_text="Board").bounding_box()
    assert abs((drawn["y"] + drawn["height"] / 2) - (row["y"] + row["height"] / 2)) < 3
    assert abs((drawn["x"] + drawn["width"] / 2) - (head["x"] + head["width"] / 2)) < 3
