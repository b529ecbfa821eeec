"""The whole task without a mouse."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Page, expect

from cx.coding.draw import drawn
from cx.ui.shared.markup import COMB_SCRIPT
from tests.browser.conftest import Server
from tests.browser.hands import expect_parameters, expect_title, panel, parameters, tab_to, turn_to


def test_from_the_persona_to_the_evidence_by_keyboard_alone(visit: Callable[..., Page]):
    page = visit("coverage")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content", "past the navigation"

    tab_to(page, "the choice of a persona", "e.role === 'combobox' && (e.ariaLabel || '').includes('Persona')")
    page.keyboard.type("Visitor")
    page.keyboard.press("Enter")
    expect_title(page, "Visitor going home: ")
    expect_parameters(page, persona="visitor")

    at_rest(page)
    tab_to(page, "the first cell of the map", "e.classList.contains('map-cell')")
    page.keyboard.press("ArrowDown")
    said = page.evaluate("document.activeElement.ariaLabel")
    page.keyboard.press("Enter")
    expect(panel(page)).to_have_text(said.split(",")[0])
    at_rest(page)
    assert page.evaluate("document.activeElement.ariaLabel") == said, "the next arrow goes on from there"
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_text("How to read it")

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

    at_rest(page)
    tab_to(page, "a table of the evidence", "e.classList.contains('scroll')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", "whatever has the focus shows it"
    tab_to(page, "the button that closes the panel", "e.innerText.includes('Close')", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(panel(page)).to_have_text("How to read it")
    expect_parameters(page, persona="visitor")


LINES, DRAWN = 31, 10
"""The lines of an interview, and how many of them a second coder gets."""
NEED = "Know at every turn where my flight leaves and how I get there"


def test_research_is_done_and_a_participant_withdrawn_without_the_mouse(fresh_server: Server, visit: Callable[..., Page]):
    page = visit("research?research=Interviews&persona=business", server=fresh_server)
    expect_title(page, "7 interviews held; of 8 statements, ")
    at_rest(page)
    tab_to(page, "the form of an interview", "e.tagName === 'SUMMARY' && e.innerText.includes('Add an interview')")
    page.keyboard.press("Enter")
    pick(page, "Segment", "local", "Business, local")
    tab_to(page, "the pseudonym", "e.tagName === 'INPUT' && (e.ariaLabel || '').includes('Pseudonym')")
    page.keyboard.type("P99")
    page.keyboard.press("Enter")
    apply(page, "1 row")
    expect(page.get_by_text("Interviews: 1 row written. It can be undone in the history.")).to_be_visible()

    turn_to(page, "research?research=Comb+an+interview&persona=business&interview=p99")
    comb_thirty_findings(page)
    a_second_coder_codes_and_both_agree(page)
    expect(page.get_by_role("heading", name="1 statement changes its status")).to_be_visible()
    apply(page, "30 rows")
    expect(page.get_by_text("Findings: 30 rows written. It can be undone in the history.")).to_be_visible()
    expect(page.locator(".comb-notes")).to_have_value("")

    turn_to(page, "research?research=Supposed+truths&persona=business")
    expect_title(page, "8 interviews held; of 8 statements, ")
    pick(page, "Need", "Know at", NEED)
    expect(page.get_by_role("heading", name="Assumption debt")).to_be_visible()
    apply(page, "1 row")
    expect(page.get_by_text("Evidence: 1 row written. It can be undone in the history.")).to_be_visible()
    need = page.locator(".map-row.assumed").filter(has_text=NEED)
    page.goto(f"{fresh_server.url}/coverage?persona=business")
    expect(page.locator(".map-row").filter(has_text=NEED).first).to_be_attached()
    assert need.count() == 0

    page.goto(f"{fresh_server.url}/research?research=Interviews&persona=business")
    expect_title(page, "8 interviews held; of 8 statements, ")
    at_rest(page)
    tab_to(page, "the form of a withdrawal", "e.tagName === 'SUMMARY' && e.innerText.includes('Withdraw a participant')")
    page.keyboard.press("Enter")
    pick(page, "Participant", "P99", "P99 · Business, local · 1 interview · 30 findings")
    for heading in ("What undo can no longer do", "1 statement changes its status", "1 need rests on other evidence", "Assumption debt"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    tab_to(page, "what confirms it", "(e.ariaLabel || '').includes('To confirm, type')")
    page.keyboard.type("P99")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Withdraw for good")).to_be_enabled()
    tab_to(page, "the button that withdraws", "e.innerText === 'Withdraw for good'")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A participant was withdrawn for good: ")).to_be_visible()
    expect_title(page, "7 interviews held; of 8 statements, ")
    page.goto(f"{fresh_server.url}/coverage?persona=business")
    expect(need.first).to_be_attached()


def at_rest(page: Page) -> None:
    """Wait until everything that was asked for is drawn: what comes later takes the focus away."""
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-stale=true]')"
    )


def pick(page: Page, label: str, typed: str, option: str) -> None:
    """Go on to a box, type what leads to an option, and take it. What still moves on the page closes the list: then type again."""
    at_rest(page)
    tab_to(page, f"the choice of a {label.lower()}", f"e.role === 'combobox' && (e.ariaLabel || '').includes('{label}')")
    listed = page.get_by_role("option", name=option)
    for _ in range(8):
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        with suppress(AssertionError):
            expect(listed).to_be_visible(timeout=2_000)
            page.keyboard.press("Enter")
            expect(page.get_by_role("combobox", name=label, exact=True)).to_have_value(option, timeout=2_000)
            break
    expect(page.get_by_role("combobox", name=label, exact=True)).to_have_value(option)
    at_rest(page)


def apply(page: Page, what: str) -> None:
    """Go on to the button that writes what was shown, and press it."""
    at_rest(page)
    expect(page.get_by_role("button", name=f"Apply to {what}")).to_be_visible()
    tab_to(page, "the button that writes it", f"e.innerText.startsWith('Apply to {what}')")
    page.keyboard.press("Enter")


def comb_thirty_findings(page: Page) -> None:
    """At two keys a second it takes two and a half minutes; one line is skipped, and one finding taken back and made again."""
    expect(page.locator(".comb-notes")).to_be_visible()
    tab_to(page, "the notes", "e.classList.contains('comb-notes')")
    page.keyboard.insert_text("\n".join(f"Line {number}: I waited, and nobody told me why." for number in range(1, LINES + 1)))
    page.keyboard.press("Control+Enter")
    begun, keys = time.monotonic(), 0
    for step, line in enumerate((*range(1, 22), *range(21, LINES + 1))):
        page.keyboard.type(typed_on(line))
        page.keyboard.press("Enter")
        keys += len(typed_on(line)) + 1
        if step == 20:
            page.keyboard.press("Backspace")
            expect(page.get_by_role("status").filter(has_text="Taken back")).to_be_visible()
    expect(page.locator(".comb-count")).to_contain_text("30 findings")
    (lot,) = re.findall(r"const lot = \(line\) => \{.*?\};", COMB_SCRIPT, re.DOTALL)  # the browser draws the lines that the server draws
    lots = page.evaluate(
        f"() => {{ const given = {{ sample: {{ seed: 4123456789 }} }}; {lot} return [...Array({LINES}).keys()].map((n) => lot(n + 1)); }}"
    )
    assert sorted(sorted(range(1, LINES + 1), key=lambda line: lots[line - 1])[:DRAWN]) == drawn(4123456789, LINES)
    assert time.monotonic() - begun < 600 and keys < 10 * (LINES + 1)  # the keys, not this machine, say how long it takes


def typed_on(line: int) -> str:
    """What is typed on a line before Enter; nothing skips it."""
    return {4: "+know at every", 6: "+says that food", 8: ""}.get(line, ("+nobody ", "-waiting", "queue", "+staff")[line % 4])


def a_second_coder_codes_and_both_agree(page: Page) -> None:
    """The drawn lines are handed over and coded blind; of the two places where both differ each is decided."""
    tab_to(page, "the button that draws lines", "e.innerText === 'Hand over to a second coder'")
    page.keyboard.press("Enter")
    press(page, "Hand over")
    expect(page.get_by_text(f"{DRAWN} lines of it here, drawn by lot", exact=False)).to_be_visible()
    at_rest(page)
    tab_to(page, "the box of the second coder", "e.classList.contains('comb-box')")
    others = 0
    for _ in range(DRAWN):
        now = page.locator(".comb-lines [aria-current]")
        expect(now).to_be_visible()
        typed = typed_on(int(now.get_attribute("value") or 0))
        others += bool(typed)
        if others == 2 and typed:  # the second one hears something else as well
            page.keyboard.type("prices")
            page.keyboard.press("Shift+Enter")
        if not (others == 1 and typed):  # and skips one
            page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    press(page, "Hand in")
    for number, (words, key) in enumerate({"(first) noted": "Space", "(second) noted “prices”": "ArrowRight"}.items()):
        expect(page.get_by_text(words, exact=False)).to_be_visible()
        at_rest(page)
        tab_to(page, "what is to be decided", f"e.type === 'radio' && e.closest('[data-testid=stRadio]').innerText.includes('{words}')")
        page.keyboard.press("Space")
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=f"Record {number + 1} decision")).to_be_visible()
    press(page, "Record 2 decisions")
    expect(page.get_by_text("2 decisions recorded. They can be undone in the history.")).to_be_visible()


def press(page: Page, name: str) -> None:
    """Go on to a button, and press it."""
    expect(page.get_by_role("button", name=name, exact=True)).to_be_enabled()
    at_rest(page)
    tab_to(page, f"the button “{name}”", f"e.tagName === 'BUTTON' && e.innerText === '{name}'")
    page.keyboard.press("Enter")
