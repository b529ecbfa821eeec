"""A room in real browsers: a facilitator, a phone and the wall, step by step, by keyboard, without barriers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cx.changes.write import write_rows
from cx.store import open_workspace
from cx.workshop.rehearse import add_people
from tests.browser.conftest import PHONE, WIDE, Server, start_server
from tests.browser.hands import Scheme, in_scheme, tab_to
from tests.browser.nursery import Nursery
from tests.browser.test_accessibility import violations
from tests.workshop.rooms import led

ON_THE_PHONE = ("Blind scoring", "Reveal", "Secret dots", "Decisions")
ON_THE_WALL = ("Blind scoring", "Reveal", "Discussion", "Result of the votes", "Effort and effect", "Decisions")
AT_THE_FACILITATORS = ("Discussion", "Result of the scores", "Secret dots", "Effort and effect", "Decisions")
"""The steps at which a page is looked at for barriers: each that shows something of its own there."""
WALL = {"width": 1920, "height": 1080}
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
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "text => document.activeElement.tagName === 'BUTTON' && document.activeElement.innerText.trim().startsWith(text)",
            text,
        ):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reaches {text}")


def open_a_rehearsal(visit: Callable[..., Page], server: Server) -> tuple[Page, str]:
    """The facilitator opens a rehearsal about one persona, by keyboard alone; gives the page and the code."""
    host = visit("workshop", server=server, size=WIDE, person="Ana")
    tab_to(host, "the name", "e.ariaLabel === 'Name of the workshop'")
    host.keyboard.type("Tuesday")
    tab_to(host, "what the list begins with", "!!e.closest('.st-key-ws_choice')")
    for _ in range(4):
        if host.evaluate("document.activeElement.innerText.trim()") == "One persona":
            break
        host.keyboard.press("ArrowRight")
    host.keyboard.press("Space")
    expect(host.locator(".st-key-ws_persona")).to_be_visible()
    tab_to(host, "the rehearsal", "(e.ariaLabel || e.closest('label')?.innerText || '').startsWith('Rehearse alone')")
    host.keyboard.press("Space")
    expect(host.get_by_text("Simulated people")).to_be_visible()
    press(host, "Lock the list")
    expect(host.locator(".ws-code").first).to_be_visible()
    return host, host.locator(".ws-code").first.inner_text()


def join(visit: Callable[..., Page], server: Server, code: str) -> Page:
    """A participant joins on a phone, by keyboard alone."""
    phone = visit(f"join?room={code}", server=server, size=PHONE, person="Ben")
    tab_to(phone, "the pseudonym", "e.ariaLabel === 'Pseudonym'")
    phone.keyboard.type("Kim")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("You are in")).to_be_visible()
    return phone


def answer(phone: Page) -> None:
    """Every question by keyboard: Tab into the scale, Space, Tab on to Next."""
    while True:
        place = phone.get_by_text("Question ").inner_text().split(" ·")[0]
        tab_to(phone, "the scale", "e.type === 'radio'")
        phone.keyboard.press("Space")
        expect(phone.get_by_text("Saved.")).to_be_visible()
        last = phone.locator("[class*=st-key-ws_next_] button").inner_text().strip() == "Finish"
        press(phone, "Finish" if last else "Next")
        if last:
            expect(phone.get_by_role("heading", name="You have finished")).to_be_visible()
            return
        expect(phone.get_by_text(f"{place} ·")).to_have_count(0)


def vote(phone: Page) -> None:
    """The dots of the first question by keyboard; none of the second, on what could be done."""
    tab_to(phone, "the first option", "e.role === 'radio' || e.type === 'radio'")
    phone.keyboard.press("ArrowRight")
    phone.keyboard.press("ArrowRight")
    phone.keyboard.press("Space")
    expect(phone.get_by_text("left.")).to_contain_text("1 left")
    press(phone, "Done")
    expect(phone.locator(".st-key-ws_topic_next_1")).to_be_visible()
    press(phone, "Done")
    expect(phone.get_by_role("heading", name="You have voted")).to_be_visible()


def assert_no_barriers(page: Page, place: str = "") -> None:
    """In the colours in which the page stands everything is looked at, then the colours of the other scheme; the page stays in these."""
    now: Scheme = "dark" if page.get_by_test_id("stApp").evaluate("e => getComputedStyle(e).colorScheme").startswith("dark") else "light"
    assert violations(page) == [], (place, now)
    other: Scheme = "light" if now == "dark" else "dark"
    in_scheme(page, other)
    assert violations(page, of_colours=True) == [], (place, other)


def close_all(page: Page) -> None:
    """Close what a look for barriers has opened: nobody presses Tab through the forms of ten decisions to get past them."""
    page.evaluate("document.querySelectorAll('details[open] > summary').forEach(summary => summary.click())")
    page.wait_for_function("() => !document.querySelector('details[open]')")


def wider_than(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('.stMain').scrollWidth > innerWidth"))


def taller_than(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('.stMain').scrollHeight > innerHeight"))


def smallest_text(page: Page) -> float:
    """The smallest size in pixels of any text that is seen on a page."""
    return float(
        page.evaluate("""() => Math.min(...[...document.querySelectorAll('.stMain *')]
        .filter(e => e.getClientRects().length && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.tagName !== 'STYLE')
        .map(e => parseFloat(getComputedStyle(e).fontSize)))""")
    )


def test_the_whole_way_by_keyboard_and_the_phone_follows_without_a_reload(fresh_server: Server, visit: Callable[..., Page]):
    host, code = open_a_rehearsal(visit, fresh_server)
    host.reload()
    expect(host.locator(".ws-code").first).to_be_visible()
    phone = join(visit, fresh_server, code)
    wall = visit(f"join?room={code}&wall=1", server=fresh_server, size=WALL, person="Ana")
    expect(wall.locator(".wall-code")).to_have_text(code)
    phone.evaluate("window.neverReloaded = true")
    seen = []
    for _ in STEPS:
        press(host, "Go on")
        expect(host.locator(".ws-rail [aria-current]")).not_to_have_text(seen[-1] if seen else "Waiting room")
        step = host.locator(".ws-rail [aria-current]").inner_text()
        seen.append(step)
        expect(phone.locator(".ws-where").first).to_contain_text(step, timeout=10_000)
        expect(wall.get_by_role("heading", level=1, name=step, exact=True)).to_be_visible(timeout=10_000)
        if step in ("Blind scoring", "Blind re-score", "Secret dots"):
            press(host, "Let the simulated people answer")
            expect(host.get_by_text("8 finished")).to_be_visible()
            vote(phone) if step == "Secret dots" else answer(phone)
            expect(host.get_by_text("9 finished")).to_be_visible()
        for page, looked_at in ((phone, ON_THE_PHONE), (wall, ON_THE_WALL), (host, AT_THE_FACILITATORS)):
            if step in looked_at:  # half of the times in the light, half in the dark
                in_scheme(page, "dark" if looked_at.index(step) % 2 else "light")
                assert violations(page) == [], (page.url, step)
        assert not wider_than(phone), step
        assert smallest_text(wall) >= 32, step
        assert not wider_than(wall) and not taller_than(wall), step
        if step == "Decisions":
            break
    assert seen[:2] == ["Blind scoring", "Reveal"] and seen[-3:] == [
        "Result of the votes",
        "Effort and effect",
        "Decisions",
    ]
    assert phone.evaluate("window.neverReloaded")
    close_all(host)
    press(host, "End the rehearsal")
    expect(host.get_by_text("The rehearsal is over; nothing was written.")).to_be_visible()
    expect(phone.get_by_text("Thank you.")).to_be_visible(timeout=10_000)


@pytest.fixture
def rehearsal(nursery: Nursery, sample_file: Path, tmp_path: Path) -> Iterator[tuple[Server, str, str]]:
    """A server with a rehearsal that stands in its waiting room with two simulated people; the key and the code of the room."""
    shutil.copy(sample_file, tmp_path)
    workspace = open_workspace(tmp_path / "journey.duckdb")
    room = led(workspace, people=0, rehearsal=True)
    add_people(workspace, room.room_id, room.key, 2)
    code = room.room.code
    workspace.close()
    running = start_server(tmp_path, nursery=nursery)
    yield running, room.key, code
    running.stop()


def test_a_phone_is_the_same_person_after_a_reload_and_has_its_answers_after_a_step_back(
    rehearsal: tuple[Server, str, str], visit: Callable[..., Page]
):
    server, key, code = rehearsal
    host = visit(f"workshop?host={key}", server=server, person="Ana")
    phone = join(visit, server, code)
    press(host, "Go on")
    expect(phone.get_by_text("Question 1 of")).to_be_visible(timeout=10_000)
    phone.get_by_test_id("stRadioOption").nth(2).click()
    expect(phone.get_by_text("Saved.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Question 2 of")).to_be_visible()
    expect(phone.get_by_text("1 answered")).to_be_visible()
    expect(phone.locator(".ws-where").first).to_contain_text("Kim")
    press(host, "Go on")
    expect(phone.get_by_role("heading", level=1, name="Reveal", exact=True)).to_be_visible(timeout=10_000)
    press(host, "Back to blind scoring")
    expect(phone.get_by_text("1 answered")).to_be_visible(timeout=10_000)


def test_who_has_only_the_address_leads_nothing_and_a_wrong_code_and_a_taken_name_are_said_beside_the_form(
    rehearsal: tuple[Server, str, str], visit: Callable[..., Page]
):
    server, _, code = rehearsal
    stranger = visit("workshop", server=server, person="Ben")
    expect(stranger.locator("h1")).to_have_text("Decide together, without anchoring")
    assert stranger.locator(".st-key-ws_on").count() == 0
    assert stranger.get_by_text("Tuesday").count() == 1
    phone = visit("join?room=ZZZZZ", server=server, size=PHONE, person="Ana")
    expect(phone.get_by_text("No room has the code")).to_be_visible()
    phone.get_by_role("textbox", name="Code on the wall").fill(code.lower())
    phone.get_by_role("textbox", name="Pseudonym").fill("alder")
    phone.get_by_role("button", name="Join").click()
    expect(phone.get_by_text("called “alder” already")).to_be_visible()
    assert violations(phone) == []


def test_what_the_facilitator_opens_beside_a_step_has_no_barriers(rehearsal: tuple[Server, str, str], visit: Callable[..., Page]):
    server, key, code = rehearsal
    host = visit(f"workshop?host={key}", server=server, person="Ana")
    for part in ("What will be voted on", "Your way back to this room"):
        tab_to(host, part, f"e.tagName === 'SUMMARY' && e.innerText.includes('{part}')")
        host.keyboard.press("Enter")
    expect(host.get_by_role("button", name="Save what is voted on")).to_be_visible()
    expect(host.get_by_test_id("stCode")).to_contain_text("/workshop?host=")
    assert_no_barriers(host)
    host.get_by_role("textbox", name="Another question").fill("Which name?")
    host.get_by_role("textbox", name="Its options, one a line").fill("Ada\nBea")
    press(host, "Save what is voted on")
    expect(host.get_by_text("Saved what is voted on.")).to_be_visible()
    expect(host.get_by_text("What will be voted on · 3 questions")).to_be_visible()


@pytest.fixture
def server_with_a_decision(nursery: Nursery, sample_file: Path, tmp_path: Path) -> Iterator[Server]:
    """A server whose sample has one decision, with a review long past."""
    shutil.copy(sample_file, tmp_path)
    workspace = open_workspace(tmp_path / "journey.duckdb")
    need, stage = workspace.rows("SELECT need_id, stage_id FROM need_stages ORDER BY ALL LIMIT 1")[0]
    row = {
        "decision_id": "d1",
        "need_id": need,
        "stage_id": stage,
        "decision": "accept",
        "rationale": "Rare",
        "review_date": "2020-01-01",
        "decided_on": "2019-01-01",
    }
    write_rows(workspace, "decisions", [row], action="decision")
    workspace.close()
    running = start_server(tmp_path, nursery=nursery)
    yield running
    running.stop()


def test_a_review_that_is_overdue_leads_to_the_form_and_the_later_decision_shows(
    server_with_a_decision: Server, visit: Callable[..., Page]
):
    page = visit("", server=server_with_a_decision, person="Ana")
    page.get_by_role("link", name="Decide again").click()
    expect(page.get_by_role("heading", name="A later decision")).to_be_visible()
    assert_no_barriers(page)
    tab_to(page, "the decision", "e.type === 'radio'")
    page.keyboard.press("Space")
    tab_to(page, "the reason", "e.ariaLabel === 'Why'")
    page.keyboard.type("Not rare any more")
    press(page, "Record the decision")
    expect(page.get_by_text("Recorded as d1-r1.")).to_be_visible()
    expect(page.get_by_text("Not rare any more")).to_be_visible()
    phone = visit("workshop?decision=d1-r1", server=server_with_a_decision, size=PHONE, person="Ana")
    expect(phone.get_by_text("replaces d1")).to_be_visible()
    assert_no_barriers(phone)
    assert not wider_than(phone)
    log = visit("workshop", server=server_with_a_decision, person="Ana")
    expect(log.get_by_role("heading", name="Decisions on record")).to_be_visible()
    assert_no_barriers(log)
