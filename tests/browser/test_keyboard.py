"""The whole task without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.hands import expect_parameters, expect_title, panel, parameters, tab_to


def test_from_the_persona_to_the_evidence_by_keyboard_alone(visit: Callable[..., Page]):
    page = visit("coverage")

    tab_to(page, "the choice of a persona", "e.role === 'combobox' && (e.ariaLabel || '').includes('Persona')")
    page.keyboard.type("Visitor")
    page.keyboard.press("Enter")
    expect_title(page, "Visitor going home: ")
    expect_parameters(page, persona="visitor")

    tab_to(page, "the table of the map", "e.tagName === 'SUMMARY' && e.innerText.includes('The same as a table')")
    page.keyboard.press("Enter")
    canvas = page.get_by_test_id("data-grid-canvas")
    expect(canvas).to_be_visible()
    tab_to(page, "the cells of the table", "e.dataset.testid === 'data-grid-canvas'")

    expect(panel(page)).to_have_text("How to read it")
    page.keyboard.press("ArrowRight")
    expect(panel(page)).to_have_text("Get here on time from a place I hardly know")
    expect_parameters(page, persona="visitor", cell="visitor-arrive~get-here")
    assert page.evaluate("!!document.activeElement.closest('[data-testid=stDataFrame]')"), (
        "the focus is lost, so the next key would go nowhere"
    )

    page.keyboard.press("ArrowDown")
    expect(panel(page)).not_to_have_text("Get here on time from a place I hardly know")
    assert parameters(page)["cell"].endswith("~get-here")
    for heading in ("Touchpoints", "Segments", "Rounds"):
        expect(page.locator(".st-key-panel").get_by_role("heading", name=heading)).to_be_visible()

    tab_to(page, "the button that closes the panel", "e.innerText.includes('Close')")
    page.keyboard.press("Enter")
    expect(panel(page)).to_have_text("How to read it")
    expect_parameters(page, persona="visitor")


def test_a_skip_link_leads_past_the_navigation(visit: Callable[..., Page]):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"


def test_whatever_has_the_focus_shows_it(visit: Callable[..., Page]):
    page = visit("coverage?cell=business-arrive~get-here")
    tab_to(page, "a table of the evidence", "e.classList.contains('scroll')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
