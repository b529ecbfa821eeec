"""A room in real browsers: a facilitator, a phone and the wall, step by step, by keyboard, without barriers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, Server
from tests.browser.hands import tab_to
from tests.browser.test_accessibility import violations

STEPS = (
    "Blind scoring",
    "Reveal",
    "Discussion",
    "Blind re-score",
    "Result of the scores",
    "Secret dots",
    "Result of the votes",
    "Effort and effect",
    "Decisions",
)


def press(page: Page, text: str) -> None:
    """Tab to a button and press it."""
    # Ten open decisions have more fields than any other page.
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate(
            "text => document.activeElement.tagName === 'BUTTON' && document.activeElement.innerText.trim().startsWith(text)",
            text,
        ):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reaches {text}")


def open_a_rehearsal(visit: Callable[..., Page], server: Server, scheme: str = "light") -> tuple[Page, str]:
    """The facilitator opens a rehearsal, by keyboard alone; gives the page and the code."""
    host = visit("workshop", server=server, size=WIDE, scheme=scheme, person="Fay")
    tab_to(host, "the name", "e.ariaLabel === 'Name of the workshop'")
    host.keyboard.type("Tuesday")
    tab_to(host, "the rehearsal", "(e.ariaLabel || e.closest('label')?.innerText || '').startsWith('Rehearse alone')")
    host.keyboard.press("Space")
    expect(host.get_by_text("Simulated people")).to_be_visible()
    press(host, "Freeze the table")
    expect(host.locator(".ws-code").first).to_be_visible()
    return host, host.locator(".ws-code").first.inner_text()


def join(visit: Callable[..., Page], server: Server, code: str, scheme: str = "light") -> Page:
    """A participant joins on a phone, by keyboard alone."""
    phone = visit(f"join?room={code}", server=server, size=PHONE, scheme=scheme, person="Kim")
    tab_to(phone, "the pseudonym", "e.ariaLabel === 'Pseudonym'")
    phone.keyboard.type("Kim")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("You are in")).to_be_visible()
    return phone


def answer_all(phone: Page) -> None:
    """Every question by keyboard: Tab into the scale, Space, Tab on to Next."""
    while True:
        place = phone.get_by_text("Question ").inner_text().split(" ·")[0]
        tab_to(phone, "the scale", "e.type === 'radio'")
        phone.keyboard.press("Space")
        expect(phone.get_by_text("Saved.")).to_be_visible()
        last = phone.locator(".st-key-ws_next button").inner_text().strip() == "Finish"
        press(phone, "Finish" if last else "Next")
        if last:
            expect(phone.get_by_role("heading", name="You have finished")).to_be_visible()
            return
        expect(phone.get_by_text(f"{place} ·")).to_have_count(0)


def vote(phone: Page) -> None:
    """All dots by keyboard."""
    tab_to(phone, "the first option", "e.role === 'radio' || e.type === 'radio'")
    phone.keyboard.press("ArrowRight")
    phone.keyboard.press("ArrowRight")
    phone.keyboard.press("Space")
    expect(phone.get_by_text("left.")).to_contain_text("1 left")
    press(phone, "Done")
    expect(phone.get_by_role("heading", name="You have voted")).to_be_visible()


def wider_than(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('.stMain').scrollWidth > innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_whole_way_by_keyboard_and_the_phone_follows_without_a_reload(
    fresh_server: Server, visit: Callable[..., Page], scheme: str
):
    host, code = open_a_rehearsal(visit, fresh_server, scheme)
    phone = join(visit, fresh_server, code, scheme)
    wall = visit(f"join?room={code}&wall=1", server=fresh_server, size=WIDE, scheme=scheme, person="Wall")
    phone.evaluate("window.neverReloaded = true")
    seen = []
    for _ in STEPS:
        press(host, "Go on")
        expect(host.locator(".ws-rail [aria-current]")).not_to_have_text(seen[-1] if seen else "Waiting room")
        step = host.locator(".ws-rail [aria-current]").inner_text()
        seen.append(step)
        for page in (phone, wall):
            expect(page.locator(".ws-where").first).to_contain_text(step, timeout=10_000)
        if step in ("Blind scoring", "Blind re-score", "Secret dots"):
            press(host, "Let the simulated people answer")
            expect(host.get_by_text("8 finished")).to_be_visible()
            vote(phone) if step == "Secret dots" else answer_all(phone)
            expect(host.get_by_text("9 finished")).to_be_visible()
        assert violations(phone) == [], step
        assert not wider_than(phone), step
        assert violations(wall) == [], step
        assert violations(host) == [], step
        if step == "Decisions":
            break
    assert seen[:2] == ["Blind scoring", "Reveal"] and seen[-3:] == [
        "Result of the votes",
        "Effort and effect",
        "Decisions",
    ]
    assert phone.evaluate("window.neverReloaded")
    press(host, "End the rehearsal")
    expect(host.get_by_text("The rehearsal is over; nothing was written.")).to_be_visible()
    expect(phone.get_by_text("Thank you.")).to_be_visible(timeout=10_000)


def test_a_phone_that_is_reloaded_is_the_same_person_at_the_same_place(
    fresh_server: Server, visit: Callable[..., Page]
):
    host, code = open_a_rehearsal(visit, fresh_server)
    phone = join(visit, fresh_server, code)
    press(host, "Go on")
    expect(phone.get_by_text("Question 1 of")).to_be_visible(timeout=10_000)
    phone.get_by_test_id("stRadioOption").first.click()
    expect(phone.get_by_text("Saved.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Question 2 of")).to_be_visible()
    expect(phone.get_by_text("1 answered")).to_be_visible()
    expect(phone.locator(".ws-where").first).to_contain_text("Kim")


def test_one_step_back_and_the_answers_are_still_there(fresh_server: Server, visit: Callable[..., Page]):
    host, code = open_a_rehearsal(visit, fresh_server)
    phone = join(visit, fresh_server, code)
    press(host, "Go on")
    expect(phone.get_by_text("Question 1 of")).to_be_visible(timeout=10_000)
    phone.get_by_test_id("stRadioOption").nth(2).click()
    expect(phone.get_by_text("Saved.")).to_be_visible()
    press(host, "Go on")
    expect(phone.locator("h1")).to_have_text("Reveal", timeout=10_000)
    press(host, "Back to blind scoring")
    expect(phone.get_by_text("1 answered")).to_be_visible(timeout=10_000)


def test_a_wrong_code_and_a_taken_name_are_said_beside_the_form(fresh_server: Server, visit: Callable[..., Page]):
    _, code = open_a_rehearsal(visit, fresh_server)
    phone = visit("join?room=ZZZZZ", server=fresh_server, size=PHONE, person="Lee")
    expect(phone.get_by_text("No room has the code")).to_be_visible()
    phone.get_by_role("textbox", name="Code on the wall").fill(code.lower())
    phone.get_by_role("textbox", name="Pseudonym").fill("alder")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_text("called “alder” already")).to_be_visible()
    assert violations(phone) == []


def test_who_has_only_the_address_of_the_page_leads_nothing(fresh_server: Server, visit: Callable[..., Page]):
    host, _ = open_a_rehearsal(visit, fresh_server)
    stranger = visit("workshop", server=fresh_server, person="Stranger")
    expect(stranger.locator("h1")).to_have_text("Decide together, without anchoring")
    assert stranger.locator(".st-key-ws_on").count() == 0
    assert stranger.get_by_text("Tuesday").count() == 1
    host.reload()
    expect(host.locator(".ws-code").first).to_be_visible()
