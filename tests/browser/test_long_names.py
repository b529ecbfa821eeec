"""Names that are long, without a blank, or written from right to left stay in their place, on a wide screen and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cx.store import open_workspace
from tests.browser.conftest import PHONE, WIDE, Server, ready, start_server
from tests.browser.nursery import Nursery

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenständer"
PLACES = ".card .name, .card.first .need, .rows .grow, .stack, .stHtml h2, table.list .what, .fact"
"""Where names stand on cards, in lists, in the panel and in the list for a phone."""


@pytest.fixture
def long_names(nursery: Nursery, sample_file: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that shows the sample with a long word in the names of all personas, needs and stages."""
    workspace = open_workspace(shutil.copy(sample_file, tmp_path))
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE personas SET name = ? || name", [WORD])
        cursor.execute("UPDATE needs SET statement = statement || ' ' || ?", [WORD])
        cursor.execute("UPDATE stages SET name = name || ?", [WORD])
    workspace.close()
    running = start_server(tmp_path, nursery=nursery)
    yield running
    running.stop()


def test_a_word_that_is_longer_than_its_place_is_broken_and_lies_over_nothing(long_names: Server, visit: Callable[..., Page]) -> None:
    page = visit("coverage?persona=business&cell=business-arrive~get-here", size=PHONE, server=long_names)
    assert_nothing_is_longer_than_its_place(page, "coverage")
    for name in ("Overview", "Shortfalls", "Personas", "Touchpoints"):
        page.get_by_role("link", name=name, exact=True).click()  # on the wide screen: a phone hides the menu
        expect(page).to_have_title(f"{name} · Journey gap analysis")
        assert_nothing_is_longer_than_its_place(ready(page), name)


def assert_nothing_is_longer_than_its_place(page: Page, name: str) -> None:
    """On a phone and on a wide screen, on which the page is afterwards."""
    assert page.get_by_text(WORD).count()
    for size in (PHONE, WIDE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert longer_than_its_place(ready(page)) == [], (name, size)


def longer_than_its_place(page: Page) -> list[str]:
    """Names that run out of where they stand."""
    return list(
        page.evaluate(
            """places => [...document.querySelectorAll(places)].filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1)
            .map(e => `${e.className || e.tagName}: ${e.innerText.slice(0, 60)}`)""",
            PLACES,
        )
    )
