"""Thirty real browser contexts in one room: they join, score and vote while the facilitator steps on.

    python -m tests.benchmarks.workshop_browsers [CONTEXTS]

Prints how long a step takes to reach the screens, and compares what was tapped with what the database holds.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import Page, async_playwright

from cx.store import open_workspace
from cx.workshop.board import room_of
from cx.workshop.marks import own_ballots, own_scores
from tests.benchmarks.workshop_room import Full, prepare
from tests.browser.conftest import PHONE, QUIET

CHROMIUM = "/usr/bin/chromium"
AWAKE = (
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
)
"""Thirty windows on two processors draw few frames; taps are sent as events, which need none."""


async def join(full: Full, page: Page, number: int) -> None:
    """Through the door."""
    await page.goto(full.address(), timeout=120_000)
    await page.get_by_role("textbox", name="Pseudonym").fill(f"P{number}", timeout=120_000)
    await page.get_by_role("button", name="Join").click()
    await page.get_by_text("You are in").wait_for(timeout=60_000)


async def score(page: Page, number: int, questions: int) -> dict[str, int]:
    """Answer every question, in this person's own order: item -> place of the option."""
    said: dict[str, int] = {}
    for question in range(questions):
        # The scale of this question, not of the one before, which may stand there for a moment longer than its words.
        asked = page.locator("[class*=st-key-ws_score_score1_]" + "".join(f":not(.st-key-ws_score_score1_{i})" for i in said))
        item_id = re.findall(r"st-key-ws_score_score1_(\w+)", str(await asked.get_attribute("class", timeout=60_000)))[0]
        place = (number + question) % 6
        await asked.get_by_test_id("stRadioOption").nth(place).dispatch_event("click", timeout=60_000)
        await page.get_by_text("Saved.").wait_for(timeout=60_000)
        said[item_id] = place
        await page.locator(f".st-key-ws_next_{question} button").dispatch_event("click")
    await page.get_by_text("You have finished").wait_for(timeout=60_000)
    return said


async def vote(page: Page, number: int) -> dict[str, int]:
    """Two dots and one on the first topic; option -> dots."""
    spent = {}
    for place, dots, left in ((number % 3, 2, "1 left"), ((number + 1) % 3, 1, "0 left")):
        option = page.locator("[class*=st-key-ws_option]").nth(place)
        spent[re.findall(r"st-key-ws_option_\w+?_(\w+)", str(await option.get_attribute("class")))[0]] = dots
        await option.get_by_role("radio").nth(dots).dispatch_event("click")
        await page.get_by_text(left).wait_for(timeout=60_000)
    return spent


async def step(full: Full, host: Page, pages: list[Page], button: str, said: str) -> None:
    """On to the next step; notes how long every screen took."""
    started = time.monotonic()

    async def arrives(page: Page) -> None:
        await page.get_by_text(said).first.wait_for(timeout=60_000)
        full.steps.append(time.monotonic() - started)

    await asyncio.gather(host.get_by_role("button", name=button).click(), *map(arrives, pages))


async def run(full: Full, number: int) -> list[str]:
    """The whole way; every line given back is a fault."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *AWAKE])
        host = await (await browser.new_context()).new_page()
        await host.goto(f"{full.server.url}/workshop?host={full.host}")
        await host.locator(".ws-code").first.wait_for(timeout=60_000)
        pages = [await (await browser.new_context(viewport=PHONE)).new_page() for _ in range(number)]
        for start in range(0, number, 6):  # people come through a door one after the other
            await asyncio.gather(*(join(full, pages[n], n) for n in range(start, min(number, start + 6))))
        await step(full, host, pages, "Go on: blind scoring", "Question 1 of")
        said = await asyncio.gather(*(score(page, n, 6) for n, page in enumerate(pages)))
        await step(full, host, pages, "Go on: reveal", "The room disagrees about")
        await step(full, host, pages, "Go on: discussion", "The highest and the lowest")
        await step(full, host, pages, "Go on: blind re-score", "Your first score")
        await step(full, host, pages, "Go on: result of the scores", "Close: at least")
        await step(full, host, pages, "Go on: secret dots", "3 left")
        spent = await asyncio.gather(*(vote(page, n) for n, page in enumerate(pages)))
        await step(full, host, pages, "Go on: result of the votes", "Within one dot")
        tokens = [page.url.split("me=")[1].split("&")[0] for page in pages]
        await browser.close()
    full.server.stop()
    return compare(full, tokens, said, spent)


def compare(full: Full, tokens: list[str], said: list[dict[str, int]], spent: list[dict[str, int]]) -> list[str]:
    """What the database holds beside what was tapped."""
    workspace = open_workspace(full.folder / "journey.duckdb")
    room, faults = room_of(workspace, full.room_id), []
    stored = dict(workspace.rows("SELECT part, count(*) FROM workshop_mark GROUP BY part"))
    expected = {"score1": sum(map(len, said)), "dots": sum(map(len, spent))}
    if stored != expected:
        faults.append(f"{expected} tapped, {stored} stored")
    for number, token in enumerate(tokens):
        kept = own_scores(workspace, room, token, "score1")
        for item in room.items:
            place, high = said[number][item.item_id], 4 if item.scale == "0-4" else 2
            if kept.get(item.item_id, "missing") != (None if place == 5 else high - place):
                faults.append(f"person {number}, {item.item_id}: {kept.get(item.item_id, 'missing')}")
        topic = room.topics[0]
        dots = own_ballots(workspace, room, token).get(topic.topic_id, {})
        if {o.option_id: dots.get(o.option_id) for o in topic.options if dots.get(o.option_id)} != spent[number]:
            faults.append(f"person {number}: {dots} stored, {spent[number]} tapped")
    workspace.close()
    return faults


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as place:
        full = prepare(Path(place))
        try:
            faults = asyncio.run(run(full, number))
        finally:
            if full.server.process.poll() is None:
                full.server.stop()
    ordered = sorted(full.steps)
    print(
        f"{number} browsers; step to screens: median {statistics.median(ordered):.2f} s, 95 % {ordered[int(0.95 * len(ordered))]:.2f} s, longest {ordered[-1]:.2f} s, n {len(ordered)}"
    )
    print("faults:", faults or "none")


if __name__ == "__main__":
    main()
