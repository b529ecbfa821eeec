"""What a person sees, in a real browser: how long until a page stands that was opened, or until it has followed a choice."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

from tests.browser.conftest import CHROMIUM, WIDE

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
NOTE = """selector => { const said = () => document.querySelector(selector)?.textContent, before = said(); let began;
  document.addEventListener('click', () => began = performance.now(), {capture: true, once: true});
  window.waited = new Promise(done => { const look = () => { if (began !== undefined && said() !== undefined && said() !== before)
    requestAnimationFrame(() => done(performance.now() - began)); else setTimeout(look, 1); }; look(); }); }"""
"""From the next click until the text of an element is another one, and drawn."""


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Chromium as people have it, but for its window."""
    installed = next((found for found in map(shutil.which, CHROMIUM) if found), None)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=installed, args=list(QUIET))
        yield opened
        await opened.close()


async def visit(browser: Browser, address: str, stands: str) -> tuple[float, Page]:
    """A visit by somebody who has never been here: seconds until an element shows that the page stands, and the page."""
    profile = await browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    page = await profile.new_page()
    started = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await page.wait_for_selector(stands, state="attached", timeout=30_000)
    return time.perf_counter() - started, page


async def choose(page: Page, box: str, place: int, follows: str) -> float:
    """Take the option at a place of a select box: seconds from the click on it until the text of an element has followed."""
    await page.locator(f"{box} input").first.click()
    option = page.get_by_role("option").nth(place)
    await option.wait_for()
    await page.evaluate(NOTE, follows)
    await option.click()
    took: float = await page.evaluate("window.waited")
    return took / 1000
