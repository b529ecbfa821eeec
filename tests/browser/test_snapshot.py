"""The snapshot in a browser that has no network: opened from the disk, used by keyboard alone."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, expect

from cx.analysis.coverage import coverage
from cx.report.content import Report
from cx.report.interactive import interactive
from cx.store import Workspace
from tests.browser.conftest import PHONE, WIDE, Watch
from tests.browser.hands import tab_to


def test_a_snapshot_opens_from_the_disk_without_a_network_and_is_used_by_keyboard(
    browser: Browser, sample_workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "snapshot.html"
    file.write_bytes(interactive(Report(sample_workspace, coverage(sample_workspace))))
    watch, requested = Watch(), list[str]()
    with browser.new_context(offline=True, viewport={"width": WIDE["width"], "height": WIDE["height"]}) as context:
        context.on("console", watch.note)
        context.on("weberror", lambda error: watch.errors.append(str(error.error)))
        context.on("request", lambda request: requested.append(request.url))
        page = context.new_page()
        page.goto(file.as_uri())
        panel, status = page.locator("#panel"), page.get_by_role("status")
        expect(panel.get_by_role("heading")).to_have_text("How to read it")

        tab_to(page, "the search", "e.type === 'search'")
        page.keyboard.type("clean and in")
        expect(status).to_contain_text("of 35 needs are shown")
        tab_to(page, "the map", "e.classList.contains('place')")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(panel.get_by_role("heading").first).to_be_focused()
        expect(panel.get_by_role("heading").first).to_have_text("Find every place I use clean and in order")
        expect(panel.get_by_role("heading", name="Rounds")).to_be_visible()
        page.keyboard.press("Escape")
        expect(panel.get_by_role("heading")).to_have_text("How to read it")
        assert page.evaluate("document.activeElement.classList.contains('place')"), "the focus is back where it was"
        page.keyboard.press("Enter")
        page.reload()
        expect(panel.get_by_role("heading").first).to_have_text("Find every place I use clean and in order")

        page.evaluate(AXE_SCRIPT)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme)
            asked = {"resultTypes": ["violations"], "preload": False, **rules}
            assert page.evaluate("async asked => (await axe.run(asked)).violations.map(one => one.id)", asked) == [], scheme
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        factor = page.locator("#fix-first td[data-label='Importance']").first
        assert "Importance" in factor.evaluate("e => getComputedStyle(e, '::before').content"), "a row is a card with its factors in words"
    assert watch.errors == []
    assert {url.partition("#")[0] for url in requested} == {file.as_uri()}, "it asks for nothing but itself"
