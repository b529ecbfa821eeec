"""A touchpoint's own score that is one opinion is marked as assumed wherever it is shown; a measured one is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cx.analysis.coverage import coverage
from cx.store import open_workspace
from cx.ui.shared.selection import place_text
from cx.workshop.table import freeze
from tests.oracle import Tables
from tests.pages.screens import html_of, start, start_with_tables
from tests.sketches import Contact, Stage, behaviour, expert, one_need


@pytest.fixture
def desk_and_web(holding: Callable[[Tables], Path]) -> Path:
    """A must-have at one stage: the desk is rated by one expert, the web is measured."""
    tables = one_need("mandatory", [Stage("s1", [Contact(), Contact()])])
    desk, web = tables["touchpoints"]
    desk["name"], web["name"] = "Desk", "Web"
    place = {"round_id": "r1", "stage_id": "s1", "need_id": "n1"}
    tables["ratings"] = [
        place | {"touchpoint_id": desk["touchpoint_id"]} | expert("ann", 0.92, "0-1"),
        place | {"touchpoint_id": web["touchpoint_id"]} | behaviour(0.61),
    ]
    return holding(tables)


def test_in_the_evidence_and_on_the_page_of_the_touchpoint(desk_and_web: Path) -> None:
    panel = html_of(start("coverage", persona="p1", cell=place_text(("n1", "s1"))))
    assert "~92%" in panel and "61%" in panel and "~61%" not in panel
    desk, web = (html_of(start("touchpoints", touchpoint=f"n1-s1-{number}")) for number in (0, 1))
    assert "~92%" in desk
    assert "61%" in web and "~61%" not in web


def test_on_the_map_of_one_need(desk_and_web: Path) -> None:
    table = start_with_tables("coverage", persona="p1", cell=place_text(("n1", ";journey"))).dataframe[1].value
    assert table["s1"].to_dict() == {";journey": "◐ 61%", "n1-s1-0": "● ~92%", "n1-s1-1": "◐ 61%"}


def test_in_what_a_workshop_reads_about_an_item(desk_and_web: Path) -> None:
    workspace = open_workspace(desk_and_web)
    (item,) = freeze(workspace, coverage(workspace), [[("n1", "s1")]]).items
    assert "Desk: ~92% (expert, 1 rater)." in item.basis
    assert "Web: 61% (behavioural)." in item.basis
