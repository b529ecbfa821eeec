"""What stands on the pages, and what happens on a click."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Download, Page, expect

from cx import words
from cx.__main__ import main
from cx.analysis.catalogue import names
from cx.analysis.coverage import Scope, coverage
from cx.analysis.evidence import evidence
from cx.analysis.headlines import overall_finding
from cx.appearance import NOT_MET
from cx.model import STATE_MEANING
from cx.store import Workspace
from tests.browser.conftest import ready
from tests.browser.hands import cell, cells, choose, expect_parameters, expect_title, in_scheme, panel, title

ARRIVE = "Get here on time, whichever way I come, Get here"


def test_the_overview_answers_without_a_click_and_its_cells_lead_to_the_evidence(visit: Callable[..., Page], sample_workspace: Workspace):
    page = visit()
    assert_the_overview_answers(page, sample_workspace)
    met = (coverage(sample_workspace).cells["state"] == "met").sum()
    choose(page, "Evidence", "Without assumptions")
    expect(page.locator(".aside").filter(has_text="met cells")).to_contain_text(f"{met} met cells")
    choose(page, "Evidence", "All ratings")
    expect(page.locator(".aside").filter(has_text="met cells")).to_have_count(0)
    cell(ready(page), "Business traveller, Get here").click()
    expect(panel(page)).to_have_text("Business traveller: Get here")
    page.get_by_role("link", name="Open the map and the evidence").click()
    expect_title(page, "Business traveller: ")
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")


def assert_the_overview_answers(page: Page, sample_workspace: Workspace) -> None:
    """Finding, personas, map and what is not known are those of the coverage."""
    answer, known = coverage(sample_workspace), names(sample_workspace)
    expect(title(page)).to_have_text(overall_finding(answer))
    for persona in answer.personas.to_dict("records"):
        card = page.locator(".card").filter(has_text=persona["name"])
        expect(card).to_contain_text(f"{persona['mandatory_met']} of {persona['mandatory']}")
        assert card.is_visible()
    expected = {
        f"{known.personas[s['persona_id']]}, {known.stages[s['stage_id']]}: "
        f"{NOT_MET.capitalize() if s['state_flags'] else STATE_MEANING[s['state']].label}, {s['met']} of {s['needed']}"
        for s in answer.persona_stages.to_dict("records")
    }
    assert "Business traveller, Get here: Partly met, 0 of 2" in expected
    assert "Business traveller, Spend the wait: Not met whatever is found out, 1 of 2" in expected
    announced = cells(page)
    assert {c for c in announced if ", Whole journey: " not in c} == expected
    assert len(announced) == len(set(announced)) == len(expected) + len(known.personas)
    unknown = (answer.cells["state"] == "not_assessed").sum()
    assert page.get_by_role("heading", name="What we do not know").is_visible()
    assert page.get_by_text(f"{unknown} of {len(answer.cells)} places where a need arises are not assessed").is_visible()


def test_another_round_has_other_values_and_another_title(visit: Callable[..., Page], sample_workspace: Workspace):
    page = visit("coverage")
    now = cells(page)
    choose(page, "Round", "Survey 2016")
    expect(page.locator(".scope").first).to_contain_text("Round Survey 2016")
    before = coverage(sample_workspace, Scope("2016"))
    found = before.cells
    one = found[(found["need_id"] == "business-arrive") & (found["stage_id"] == "get-here")].iloc[0]
    expect(
        cell(page, f"{ARRIVE}: {STATE_MEANING[one['state']].label}, {words.percent(one['fulfilment'], one['target'], one['adequate'])}")
    ).to_have_count(1)
    assert cells(page) != now
    expect(title(page)).to_contain_text("Business traveller: ")
    page.get_by_role("link", name="Overview", exact=True).click()
    assert overall_finding(before) != overall_finding(coverage(sample_workspace, Scope("2017")))
    expect(title(page)).to_have_text(overall_finding(before))
    choose(page, "Round", "Survey 2017")
    expect(title(page)).to_have_text(overall_finding(coverage(sample_workspace, Scope("2017"))))


def test_a_click_on_a_cell_shows_what_it_rests_on_and_a_reload_and_the_next_cell_too(
    visit: Callable[..., Page], sample_workspace: Workspace
):
    page = visit("coverage")
    expect(panel(page)).to_have_text("How to read it")
    cell(page, ARRIVE).click()
    assert_the_panel_shows_what_it_rests_on(page, sample_workspace)
    page.reload()
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")
    ready(page).get_by_role("button", name="Close").click()
    expect(panel(page)).to_have_text("How to read it")
    expect_parameters(page)
    for said, statement in (
        (ARRIVE, "Get here on time, whichever way I come"),
        ("Find every place I use clean and in order, Board", "Find every place I use clean and in order"),
        (ARRIVE, "Get here on time, whichever way I come"),
    ):
        cell(page, said).click()
        expect(panel(page)).to_have_text(statement)
    cell(ready(page), "Get here on time, whichever way I come, Whole journey").click()
    assert_the_map_of_its_touchpoints_is_open(page, sample_workspace)


def assert_the_panel_shows_what_it_rests_on(page: Page, sample_workspace: Workspace) -> None:
    """Every live link with its interval and its people, and every round."""
    found = evidence(sample_workspace, coverage(sample_workspace), "business-arrive", "get-here")
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")
    beside = page.locator(".st-key-panel")
    for link in (one for one in found.links if one["live"]):
        expect(beside).to_contain_text(words.interval(link["interval_low"], link["interval_high"]))
        expect(beside).to_contain_text(f"{int(link['n']):,}")
    for heading in ("Touchpoints", "Segments", "Rounds"):
        expect(beside.get_by_role("heading", name=heading)).to_be_visible()
    for round_ in found.history:
        expect(beside).to_contain_text(round_["round_name"])
    expect_parameters(page, cell="business-arrive~get-here")


def assert_the_map_of_its_touchpoints_is_open(page: Page, sample_workspace: Workspace) -> None:
    """The journey of a need has opened its touchpoints."""
    known, answer = names(sample_workspace), coverage(sample_workspace)
    live = answer.frame("SELECT DISTINCT touchpoint_id FROM link WHERE need_id = 'business-arrive' AND live")["touchpoint_id"]
    expect(page.get_by_role("heading", name="Touchpoints behind")).to_contain_text("Get here on time, whichever way I come")
    for touchpoint in live:
        expect(cell(page, f"{known.touchpoints[touchpoint]}, Get here: ")).to_have_count(1)
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")


def download(page: Page, label: str) -> bytes:
    """The file behind a button of the first download menu."""
    page.get_by_test_id("stPopoverButton").filter(has_text="Download").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=label).click()
    got: Download = waiting.value
    page.keyboard.press("Escape")
    return Path(got.path()).read_bytes()


def test_a_map_downloads_as_picture_drawing_and_table(
    visit: Callable[..., Page], sample_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page = visit("coverage?persona=local&cell=local-arrive~get-here")
    heading = title(page).inner_text()

    png = download(page, "Picture (PNG)")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(png) > 20_000
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        assert min(picture.size) > 400

    svg = download(page, "Drawing (SVG)").decode()
    written = " ".join(unescape(t) for t in re.findall(r">([^<>]+)<", svg))
    assert heading in " ".join(written.split())
    assert {said.split(": ")[1].split(",")[0] for said in cells(page)} >= {"Met", "Partly met", "Not assessed"}
    for glyph in (STATE_MEANING[state].glyph for state in ("met", "partial", "not_assessed")):
        assert glyph in written
    assert 'stroke-width="4"' not in svg, "a picture shows no selection"

    table = list(csv.DictReader(io.StringIO(download(page, "Table (CSV)").decode())))
    copy = tmp_path / "copy.duckdb"
    shutil.copy(sample_file, copy)
    assert main(["coverage", "--database", str(copy), "--level", "cell", "--persona", "local"]) == 0
    told = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    exact = ("need_id", "stage_id", "state", "flags", "n")
    assert [[row[c] for c in exact] for row in table] == [[row[c] for c in exact] for row in told]
    assert {row["persona"] for row in table} == {"Local starting a trip"}


def test_the_catalogue_downloads_what_it_shows(visit: Callable[..., Page]):
    page = visit("touchpoints?touchpoint_search=airtrain")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8"))))
    assert [row["name"] for row in rows] == ["AirTrain"]


def drawn(page: Page) -> set[str]:
    """The colours in which the cells of the maps are seen."""
    return set(page.evaluate("[...document.querySelectorAll('.map-cell .chip')].map(t => getComputedStyle(t).color)"))


def test_in_the_dark_the_map_is_drawn_for_the_dark_and_follows_the_theme_as_soon_as_it_is_switched(visit: Callable[..., Page]):
    def inks() -> tuple[set[str], set[str]]:
        labels = page.evaluate("[...document.querySelectorAll('.map-row, .map-heads span')].map(t => getComputedStyle(t).color)")
        return set(labels), drawn(page)

    page = visit("coverage", scheme="dark")
    dark = inks()
    in_scheme(page, "light")
    light = inks()
    assert light[0] and light[1]
    assert not light[0] & dark[0]
    assert not light[1] & dark[1]
