"""axe-core finds nothing serious, in the light and in the dark, with and without a selection, and nothing runs off the side of a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from cx.ui.shared.addresses import GALLERY, PAGES, UNLISTED
from tests.browser.conftest import ADDRESSES, PHONE, WIDE, ready
from tests.browser.hands import TITLES, Scheme, cells, in_scheme, title, turn_to, wider_than_the_screen

VIEWS: dict[str, tuple[str, ...]] = dict.fromkeys(ADDRESSES, ()) | {
    "": ("?cell=business~get-here",),
    "coverage": (
        "coverage?cell=business-arrive~get-here",
        "coverage?cell=business-clean~%3Bjourney",
        "coverage?persona=;all&cell=transit-rest~spend-wait",
        "coverage?persona=business&evidence=strict",
    ),
    "personas": ("personas?persona=;all",),
    "research": ("research?research=Comb+an+interview", "research?research=Themes"),
}
"""The pages, each with its other views."""
ON_A_PHONE = ("", "coverage?cell=business-arrive~get-here")
"""Views in which barriers are looked for on a phone, too."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SERIOUS = ("serious", "critical")
RULES: dict[str, tuple[bool, str]] = {
    "region": (False, "its second dearest rule, of moderate impact at most: whether all text stands within a landmark"),
    "target-size": (True, "what WCAG 2.2 asks of the size of targets (2.5.8); axe-core leaves it off by itself"),
}
"""Where axe-core is asked for something else than by default, and why."""
ASKED = {"resultTypes": ["violations"], "preload": False, "rules": {rule: {"enabled": on} for rule, (on, _) in RULES.items()}}
"""What axe-core need not spend time on: nodes that pass, and sounds, of which there are none."""
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


@pytest.mark.parametrize(("address", "schemes"), [(address, SCHEMES[:: 1 if n % 2 else -1]) for n, address in enumerate(VIEWS)])
def test_a_page_opens_by_its_link_and_fits_a_phone_and_has_no_serious_barrier_and_no_gap_in_its_outline(
    visit: Callable[..., Page], address: str, schemes: tuple[Scheme, ...]
):
    """One visit sees it all: opened on a phone, half of the pages in the dark, then put on a wide screen, in both colours. The
    page's other views follow without a new visit, by turns in the one and in the other."""
    page = visit(address, size=PHONE, scheme=schemes[0])
    assert_the_link_has_worked(page, address)
    assert_it_fits(page, address)
    assert violations(page) == [], schemes[0]
    assert_the_outline_has_no_gap(page)
    in_scheme(page, schemes[1])
    assert violations(page, of_colours=True) == [], schemes[1]
    for number, view in enumerate(VIEWS[address]):
        turn_to(page, view)
        in_scheme(ready(page), schemes[(number + 1) % 2])
        assert_it_fits(page, view)
        assert violations(page) == [], view
        assert_the_outline_has_no_gap(page)


def assert_it_fits(page: Page, view: str) -> None:
    """Nothing runs off the side of a phone; the page is on a wide screen afterwards."""
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    for _ in range(30):  # a map that was drawn for a wide screen goes in its own time
        if not wider_than_the_screen(page):
            break
        page.wait_for_timeout(100)
    assert wider_than_the_screen(page) == [], view
    if view in ON_A_PHONE:
        assert violations(page) == [], view
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    ready(page)


def assert_the_outline_has_no_gap(page: Page) -> None:
    """One heading of the first level, and none that is more than one level below the one before it."""
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(h => h.checkVisibility()).map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels


def assert_the_link_has_worked(page: Page, address: str) -> None:
    """The page of this address is there, with its own title and the whole menu; the door of a workshop has no menu and stands in none."""
    expect(page).to_have_title(f"{address.capitalize() or 'Overview'} · Journey gap analysis")
    expect(title(page)).to_contain_text(TITLES.get(address, ""))
    listed = [name for _, name, one in PAGES if one not in (*UNLISTED, GALLERY)] if address not in UNLISTED else []
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    expect(page.get_by_test_id("stTopNavLink").filter(visible=True)).to_have_text(listed)
    assert page.get_by_text("Page not found").count() == 0


def test_every_cell_says_need_stage_and_state_and_every_table_and_map_has_a_name(visit: Callable[..., Page]):
    page = visit("coverage?cell=business-arrive~get-here")
    said = cells(page)
    assert said
    assert len(said) == len(set(said))
    assert all(": " in s and ", " in s for s in said)
    assert page.locator("table.small").count() >= 3
    assert page.locator("table.small:not(:has(caption))").count() == 0
    assert page.evaluate("[...document.querySelectorAll('.map, svg.marks, canvas.marks')].every(m => m.closest('[aria-label]'))")


def test_a_barrier_that_is_there_is_found(visit: Callable[..., Page]):
    page = visit("join")
    page.evaluate("""() => document.querySelector('h1').insertAdjacentHTML('afterend',
        '<button style="width:9px;height:9px;padding:0"></button>'.repeat(2) + '<p style="color:#bbb;background:#fff">pale</p>')""")
    assert {one.partition(":")[0] for one in violations(page)} == {"button-name", "color-contrast", "target-size"}
