"""Links: every page opens by its address, also as the first request of all; a link reopens the same view."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LISTED, Server, ready
from tests.browser.hands import TITLES, cell, cells, choose, expect_parameters, expect_title, panel, title, turn_to

NO_PAGE = "The page that you have requested does not seem to exist"
ARRIVE = "Get here on time, whichever way I come, Get here"


def test_the_very_first_start_loads_the_sample_and_says_so(first_server: Server, visit: Callable[..., Page]):
    page = visit("", server=first_server)
    expect(title(page)).to_contain_text(TITLES[""])
    expect(page.locator(".stMain")).to_contain_text("This is sample data")


def test_a_link_works_as_the_first_request_of_all_and_an_unregistered_address_shows_the_home_page(
    fresh_server: Server, visit: Callable[..., Page]
):
    page = visit("coverage?persona=visitor", server=fresh_server)
    expect_title(page, "Visitor going home: ")
    page = visit("app.py", server=fresh_server, complaint=NO_PAGE)
    expect(title(page)).to_contain_text(TITLES[""])
    assert page.get_by_test_id("stTopNavLink").count() == len(LISTED)


@pytest.mark.parametrize(
    "address",
    [
        "shell",
        "pages/coverage.py",
        "app.py",
        "app",
        "cx/ui/shared/shell.py",
        "cx/ui/map/coverage.py",
        "pages/overview",
        "data/sample/ratings.csv",
        ".streamlit/config.toml",
    ],
)
def test_no_file_is_served(server: Server, address: str):
    try:
        with urllib.request.urlopen(f"{server.url}/{address}") as answer:
            body = answer.read().decode()
    except urllib.error.HTTPError as refused:
        body = refused.read().decode()
    for sign in ("import ", "require()", "touchpoint_id", "[server]"):
        assert sign not in body or "<!doctype html>" in body.lower()


def test_every_page_is_reached_by_the_navigation_and_keeps_to_itself_and_the_filter_follows(visit: Callable[..., Page]):
    page = visit("?round=2016")
    for address in (*LISTED[1:], ""):
        page.get_by_role("link", name=address.capitalize() or "Overview", exact=True).click()
        expect(page).to_have_title(f"{address.capitalize() or 'Overview'} · Journey gap analysis")
        expect(title(page)).to_contain_text(TITLES.get(address, ""))
        if address in ("personas", ""):
            expect(page.locator(".scope").first).to_contain_text("Round Survey 2016")
            expect_parameters(page, round="2016")
    cell(ready(page), "Business traveller, Get here").click()
    expect(panel(page)).to_have_text("Business traveller: Get here")
    page.get_by_role("link", name="Open the map").first.click()
    expect_title(page, "Business traveller: ")
    expect(page.locator(".scope").first).to_contain_text("Round Survey 2016")


def test_a_link_reopens_persona_round_evidence_and_cell(visit: Callable[..., Page]):
    page = visit("coverage?persona=business&round=2016&evidence=without&cell=business-arrive~get-here")
    expect_title(page, "Business traveller: ")
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")
    for box, value in {"Persona": "Business traveller", "Round": "Survey 2016", "Evidence": "Without assumptions"}.items():
        expect(page.get_by_role("combobox", name=box)).to_have_value(value)
    assert "without assumptions" in page.locator(".scope").first.inner_text()
    expect_parameters(page, round="2016", evidence="without", cell="business-arrive~get-here")


def test_a_wrong_value_in_a_link_is_ignored(visit: Callable[..., Page]):
    wrong = (
        "persona=%00&cell=%25",
        "persona=nobody&round=1999&evidence=guess&cell=nobody~nowhere",
        "round=&cell=~",
        "persona=business&persona=local",
    )
    page = visit(f"coverage?{wrong[0]}")
    for values in wrong:
        if values != wrong[0]:
            turn_to(page, f"coverage?{values}")
            ready(page)
        expect(title(page)).to_contain_text("mandatory needs met everywhere")
        expect(panel(page)).to_have_text("How to read it")
        assert page.get_by_test_id("stException").count() == 0, values
        assert page.get_by_test_id("stAlert").count() == 0, values


def test_the_address_carries_ids_not_names_and_choices_made_in_quick_succession_all_count(visit: Callable[..., Page]):
    page = visit("coverage")
    choose(page, "Persona", "Local starting a trip")
    expect_parameters(page, persona="local")
    choose(page, "Round", "Survey 2016")
    expect_parameters(page, persona="local", round="2016")
    choose(page, "Evidence", "Also without assumed needs")
    expect_parameters(page, persona="local", round="2016", evidence="strict")
    choose(page, "Round", "Survey 2017")
    expect_parameters(page, persona="local", evidence="strict")

    for persona, round_ in (
        ("Visitor going home", "Survey 2016"),
        ("Local starting a trip", "Survey 2017"),
        ("Passenger in transit", "Survey 2016"),
    ):
        choose(page, "Persona", persona)
        choose(page, "Round", round_)
    expect_title(page, "Passenger in transit: ")
    expect_parameters(page, persona="transit", round="2016", evidence="strict")


def test_going_back_undoes_a_choice_and_closes_a_cell_and_forward_repeats_it(visit: Callable[..., Page]):
    page = visit("coverage")
    choose(page, "Persona", "Local starting a trip")
    expect_title(page, "Local starting a trip: ")
    expect_parameters(page, persona="local")
    page.go_back()
    expect_title(page, "Business traveller: ")
    page.go_forward()
    expect_title(page, "Local starting a trip: ")
    expect_parameters(page, persona="local")
    page.go_back()
    expect_title(page, "Business traveller: ")
    cell(ready(page), ARRIVE).click()
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")
    expect_parameters(page, cell="business-arrive~get-here")
    page.go_back()
    expect(panel(page)).to_have_text("How to read it")
    cell(ready(page), ARRIVE).click()
    expect(panel(page)).to_have_text("Get here on time, whichever way I come")


def test_two_people_never_see_each_others_choice(visit: Callable[..., Page]):
    one, other = visit("coverage", person="Ana"), visit("coverage?persona=visitor", person="Ben")
    mine, theirs = "Local starting a trip", "Passenger in transit"
    choose(one, "Persona", mine)
    choose(other, "Persona", theirs)
    expect_title(one, f"{mine}: ")
    expect_title(other, f"{theirs}: ")
    assert cells(ready(one)) != cells(ready(other))
    choose(one, "Persona", "Business traveller")
    expect_title(one, "Business traveller: ")
    cell(one, ARRIVE).click()
    expect(panel(one)).to_have_text("Get here on time, whichever way I come")
    expect(panel(other)).to_have_text("How to read it")
