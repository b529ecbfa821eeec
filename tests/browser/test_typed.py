"""What people typed shows in a real browser as they typed it, in every element of Streamlit's that reads Markdown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cx.ui.shared.markup import JOINER
from cx.words import printable
from tests.browser import typed
from tests.browser.conftest import People, Watch, free_port
from tests.conftest import ROOT

SHOWN = """() => Object.fromEntries([...document.querySelectorAll('[class*="st-key-typed_"]')].map(place => [
    place.className.match(/st-key-(typed_[a-z_]+_[0-9]+)/)[1],
    [place.innerText, [...place.querySelectorAll('a[href], img, script, style, code, table, li, em, del, .katex, [style*=color]')]
        .filter(e => !e.closest('[data-testid=stIconMaterial]')).map(e => e.outerHTML.slice(0, 80))]]))"""
DRAWN = """() => { const places = [...document.querySelectorAll('[class*="st-key-typed_"]')];
    return places.length && places.every(place => place.innerText.trim()); }"""
"""What reads Markdown is fetched when it is first needed."""
AROUND = {"within": "Read as {0} was: {0}.", "expander": "{0}"}


@pytest.fixture
def page(browser: Browser, people: People, tmp_path: Path) -> Iterator[Page]:
    """The page of texts, drawn, and watched for requests that leave the machine."""
    watch, port = Watch(), free_port()
    people.watch = watch
    command = [sys.executable, "-m", "streamlit", "run", str(Path(typed.__file__)), "--server.port", str(port)]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log)
    opened = people.page("Ana")
    try:
        for _ in range(120):
            try:
                opened.goto(f"http://127.0.0.1:{port}/")
                break
            except Exception:
                opened.wait_for_timeout(250)
        opened.locator("#drawn").wait_for(state="attached", timeout=60_000)
        opened.wait_for_function(DRAWN, timeout=60_000)
        yield opened
        assert watch.outside == [], "a text of somebody's made the browser ask outside"
    finally:
        people.done()
        server.terminate()
        server.wait(20)


def test_what_was_typed_shows_as_it_was_typed_in_every_element(page: Page) -> None:
    wanted = {
        f"typed_{kind}_{number}": AROUND.get(kind, "{0}").format(" ".join(printable(text).split()))
        for kind in typed.ELEMENTS
        for number, text in enumerate(typed.TYPED)
    }
    shown = page.evaluate(SHOWN)
    assert set(shown) == set(wanted)
    wrong = []
    for place, text in wanted.items():
        words, elements = shown[place]
        said = " ".join(words.replace(JOINER, "").split()).removesuffix(" expand_more").removeprefix("keyboard_arrow_right ")
        if said != text or elements:
            wrong.append(f"{place}: {text!r} shows as {said!r} {elements}")
    assert not wrong, "\n".join(wrong)
