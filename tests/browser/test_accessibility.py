"""axe-core finds nothing serious, in the light and in the dark, with and without a selection, and nothing runs off the side of a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from cx.ui.shared.addresses import PAGES, UNLISTED
from tests.browser.conftest import ADDRESSES, PHONE, WIDE, Server, ready
from tests.browser.hands import TITLES, Scheme, cells, in_scheme, title, wider_than_the_screen

VIEWS = (
    "",
    "?cell=business~get-here",
    "coverage",
    "coverage?cell=business-arrive~get-here",
    "coverage?cell=business-clean~%3Bjourney",
    "coverage?persona=;all&cell=transit-rest~spend-wait",
    "coverage?evidence=strict",
    "personas",
    "personas?persona=;all",
    "research?research=Comb+an+interview",
    "research?research=Themes",
    "touchpoints",
    "method",
)
VIEWS += tuple(address for address in ADDRESSES if address not in VIEWS)
ON_A_PHONE = ("", "coverage?cell=business-arrive~get-here")
"""Views in which barriers are looked for on a phone, too."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SERIOUS = ("serious", "critical")
ASKED = {"resultTypes": ["violations"], "preload": False, "rules": {"region": {"enabled": False}}}
"""What axe-core need not spend time on: nodes that pass, sounds, and its second dearest rule, which is never serious."""
LOOK = """async asked => {
    const fading = () => document.querySelector('[data-stale=true]')
        || document.getAnimations().some(one => one instanceof CSSTransition && one.playState === 'running');
    for (let frame = 0; frame < 600 && fading(); frame++) await new Promise(requestAnimationFrame);
    return (await axe.run(asked)).violations;
}"""
"""A look at a page once nothing on it fades: in the middle of a change of colours, or while a part is drawn anew, text is pale."""


def violations(page: Page, *, of_colours: bool = False) -> list[str]:
    """What axe-core calls serious or critical, or of that what colours alone can change; with every expander open."""
    # Rows of a list open one at a time; here all are to be looked at.
    page.evaluate("document.querySelectorAll('details[name]').forEach(one => one.removeAttribute('name'))")
    page.evaluate("document.querySelectorAll('details:not([open]) > summary').forEach(summary => summary.click())")
    page.wait_for_function("() => !document.querySelector('details:not([open])')")
    ready(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(LOOK, {**ASKED, "runOnly": ["color-contrast"]} if of_colours else ASKED)
    return [
        f"{v['id']}: {n['target']} {n['html'][:160]} {n['failureSummary'][:300]}"
        for v in found
        if v["impact"] in SERIOUS
        for n in v["nodes"]
    ]


@pytest.fixture
def own_server(view: str, request: pytest.FixtureRequest) -> Server | None:
    """For the address of a page, a server that nobody has asked for anything yet; it outlives the visit."""
    return request.getfixturevalue("fresh_server") if view in ADDRESSES[1:] else None


@pytest.mark.parametrize(("view", "schemes"), [(view, SCHEMES[:: 1 if n % 2 else -1]) for n, view in enumerate(VIEWS)])
def test_a_page_opens_by_its_link_and_fits_a_phone_and_has_no_serious_barrier_and_no_gap_in_its_outline(
    own_server: Server | None, visit: Callable[..., Page], view: str, schemes: tuple[Scheme, ...]
):
    """One visit sees it all: opened on a phone, half of the views in the dark, then put on a wide screen, in both colours.

    The address of a page is the first request after a start.
    """
    page = visit(view, server=own_server, size=PHONE, scheme=schemes[0])
    assert wider_than_the_screen(page) == []
    if view in ON_A_PHONE:
        assert violations(page) == []
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    if own_server:
        assert_the_link_has_worked(page, view)
    for scheme in schemes:
        in_scheme(page, scheme)
        assert violations(page, of_colours=scheme != schemes[0]) == [], scheme
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(h => h.checkVisibility()).map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels


def assert_the_link_has_worked(page: Page, address: str) -> None:
    """The page of this address is there, with its own title and the whole menu; the door of a workshop has no menu and stands in none."""
    expect(page).to_have_title(f"{address.capitalize()} · Journey gap analysis")
    expect(title(page)).to_contain_text(TITLES.get(address, ""))
    listed = [name for _, name, one in PAGES if one not in UNLISTED] if address not in UNLISTED else []
    expect(page.get_by_test_id("stTopNavLink").filter(visible=True)).to_have_text(listed)
    assert page.get_by_text("Page not found").count() == 0


def test_every_cell_says_need_stage_and_state(visit: Callable[..., Page]):
    said = cells(visit("coverage"))
    assert said
    assert len(said) == len(set(said))
    assert all(": " in s and ", " in s for s in said)


def test_every_table_and_map_has_a_name(visit: Callable[..., Page]):
    page = visit("coverage?cell=business-arrive~get-here")
    assert page.locator("table.small").count() >= 3
    assert page.locator("table.small:not(:has(caption))").count() == 0
    assert page.evaluate("[...document.querySelectorAll('svg.marks, canvas.marks')].every(m => m.closest('[aria-label]'))")
