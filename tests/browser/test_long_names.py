"""Names that are long, without a blank, or written from right to left stay in their place, on a wide screen and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cx.store import open_workspace
from tests.browser.conftest import PHONE, WIDE, Server, ready, start_server

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenständer"
PLACES = ".card .name, .card.first .need, .rows .grow, .stack, .stHtml h2, table.list .what, .fact"
"""Where names stand on cards, in lists, in the panel and in the list for a phone."""


@pytest.fixture(scope="module")
def long_names(browser: Browser, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that shows the sample with a long word in the names of all personas, needs and stages."""
    folder = tmp_path_factory.mktemp("long")
    workspace = open_workspace(shutil.copy(sample_file, folder))
    with workspace.transaction() as cursor:
        cursor.execute("UPDATE personas SET name = ? || name", [WORD])
        cursor.execute("UPDATE needs SET statement = statement || ' ' || ?", [WORD])
        cursor.execute("UPDATE stages SET name = name || ?", [WORD])
    workspace.close()
    running = start_server(folder)
    yield running
    running.stop()


@pytest.mark.parametrize("view", ["", "coverage?persona=business&cell=business-arrive~get-here", "shortfalls", "personas", "touchpoints"])
def test_a_word_that_is_longer_than_its_place_is_broken_and_lies_over_nothing(
    visit: Callable[..., Page], long_names: Server, view: str
) -> None:
    page = visit(view, size=PHONE, server=long_names)
    assert page.get_by_text(WORD).count()
    for size in (PHONE, WIDE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        assert longer_than_its_place(ready(page)) == [], size


def longer_than_its_place(page: Page) -> list[str]:
    """Names that run out of where they stand."""
    return list(
        page.evaluate(
            """places => [...document.querySelectorAll(places)].filter(e => e.clientWidth && e.scrollWidth > e.clientWidth + 1)
            .map(e => `${e.className || e.tagName}: ${e.innerText.slice(0, 60)}`)""",
            PLACES,
        )
    )
