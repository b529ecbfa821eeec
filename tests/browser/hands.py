"""What a person does on a page, and what they see."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

Scheme = Literal["light", "dark"]
TITLES = {
    "": "mandatory needs are met everywhere",
    "coverage": "Business traveller: ",
    "personas": "Business traveller: ",
    "touchpoints": "live touchpoints in front of the customer",
    "method": "What every state and number means",
}
"""What the title of a page contains when the sample is shown."""


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a box: open it, look for the option, click it."""
    box = page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)  # a long list draws only the options in view
    page.get_by_role("option", name=option, exact=True).click()


def cell(page: Page, said: str) -> Locator:
    """The cell of a map that a screen reader announces with these words."""
    return page.locator(".map-cell").and_(page.get_by_label(re.compile(re.escape(said))))


def cells(page: Page) -> list[str]:
    """What a screen reader announces, cell by cell."""
    found = page.locator(".map-cell")
    return [str(found.nth(i).get_attribute("aria-label")) for i in range(found.count())]


def panel(page: Page) -> Locator:
    """The heading of the panel beside the map."""
    return page.locator(".st-key-panel :is(h2, h3)").first


def parameters(page: Page) -> dict[str, str]:
    """What stands in the address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def expect_parameters(page: Page, **expected: str) -> None:
    """Wait until the address says exactly this."""
    page.wait_for_function(
        "expected => JSON.stringify([...new URLSearchParams(location.search)].sort()) === expected",
        arg=_sorted(expected),
    )


def _sorted(expected: dict[str, str]) -> str:
    pairs = ",".join(f'["{key}","{value}"]' for key, value in sorted(expected.items()))
    return f"[{pairs}]"


def tab_to(page: Page, description: str, find: str, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until the focused element satisfies the JavaScript test `find` (of `e`)."""
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate(f"(e => {find})(document.activeElement)"):
            return
    raise AssertionError(f"Tab never reaches {description}")


def title(page: Page) -> Locator:
    """The title of the page."""
    return page.locator("h1")


def expect_title(page: Page, begins: str) -> None:
    """Wait until the title begins like this."""
    expect(title(page)).to_have_text(re.compile("^" + re.escape(begins)))


def turn_to(page: Page, address: str) -> None:
    """Another view of the page that is open, as if one went forward to it: the page stays, with its socket and its scripts.
    Returns when the server has begun to draw it; a run that was over before the browser showed it has begun is not seen, so five seconds are enough."""
    page.evaluate(
        """to => new Promise(begun => {
            const watch = new MutationObserver(() => { watch.disconnect(); begun(); });
            watch.observe(document.querySelector('[data-testid=stApp]'), { attributeFilter: ['data-test-script-state'] });
            setTimeout(begun, 5000);
            history.pushState({}, '', to);
            dispatchEvent(new PopStateEvent('popstate'));
        })""",
        f"/{address}",
    )


def in_scheme(page: Page, scheme: Scheme) -> None:
    """The device goes over to the light or the dark, and the page with it."""
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)


def wider_than_the_screen(page: Page) -> list[str]:
    """What runs off the side of a page, and the page itself where it scrolls sideways."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('.stMain *')].filter(e => {
            const box = e.getBoundingClientRect();
            if (!box.width || box.right <= innerWidth + 1) return false;
            for (let p = e; p; p = p.parentElement)
                if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX) && !p.matches('.stMain, .stApp, body, html')) return false;
            return true;
        }).map(e => e.outerHTML.slice(0, 120))"""
    )
    whole = ("document.documentElement", "document.querySelector('.stMain')")
    return found + [element for element in whole if page.evaluate(f"{element}.scrollWidth > innerWidth")]
