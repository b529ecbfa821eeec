"""A persona whose people cannot be counted has no priorities (method 9.1): what falls short there is listed, with the reason."""

from __future__ import annotations

from collections.abc import Callable

from cx.analysis.catalogue import names
from cx.analysis.grouping import grouping
from cx.analysis.grouping_words import remedy
from cx.analysis.list_words import blocked_sentences, list_finding, weight_sentence
from cx.analysis.stability import stability
from cx.frames import row_dicts
from cx.report.content import Report
from cx.report.html import html
from cx.report.markdown import markdown
from cx.store import Workspace
from tests.analysis.test_shortfalls import listed
from tests.gaps import GX_10, add, people
from tests.oracle import Tables

Make = Callable[[Tables], Workspace]


def without_a_segment() -> Tables:
    """A persona without a segment has a must-have that fails, one that cannot be met, and one that nobody rated; another ranks below."""
    tables = people(GX_10)
    tables["personas"].append({"persona_id": "P3", "name": "Crew"})
    add(tables, "A", "P3", "mandatory", 1, [(0.0, 1)])
    add(tables, "B", "P3", "mandatory", 1, [(0.6, 1)])
    add(tables, "C", "P3", "mandatory", 1, [(None, 1)])
    add(tables, "D", "P1", "mandatory", 1, [(0.6, 1)])
    return tables


def test_a_persona_without_a_segment_has_no_priorities_and_keeps_nobody_from_theirs(workspace_of: Make) -> None:
    workspace = workspace_of(without_a_segment())
    found = listed(workspace)
    assert found.ranked[["need_id", "rank", "item"]].values.tolist() == [["D", 1, 1]], "the first place goes to who has one"
    assert found.blocked[["need_id", "tier", "blocked"]].values.tolist() == [["A", 1, "no segment"], ["B", 2, "no segment"]]
    assert found.blocked[["rank", "priority", "item", "persona_weight"]].isna().all(axis=None)
    assert found.unknown[["need_id", "find_out"]].values.tolist() == [["C", 1]] and found.unknown["info_value"].isna().all()
    assert blocked_sentences(found, names(workspace)) == [
        "Crew stands for no segment, so nobody knows how many people it is: 2 shortfalls have no priority and no place in the list, "
        "1 mandatory need that fails among them. Name its segments."
    ]
    assert weight_sentence(found).endswith("1 persona has no weight, so what falls short there has no place in the list")
    assert stability(workspace, found).places[1].caption == "surely", "nor does it take part in the draws"
    report = Report(workspace, found.answer)
    assert "1 mandatory need that fails among them" in html(report) and "Crew stands for no segment" in markdown(report)
    assert report.none_fails == "No mandatory need that has a place in the list is missed or without a touchpoint."
    assert list_finding(found, names(workspace)).startswith("1 mandatory need fails and has no place in the list")


def test_shares_that_do_not_sum_to_one_block_the_personas_of_that_segment_alone(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "A", "P1", "mandatory", 1, [(0.0, 1)])
    add(tables, "B", "P2", "mandatory", 1, [(0.0, 1)])
    workspace = workspace_of(tables)
    with workspace.transaction() as cursor:  # such a workspace can only come from elsewhere: loading refuses it
        cursor.execute("UPDATE persona_segments SET share = 0.5 WHERE segment_id = 'S1'")
    found = listed(workspace)
    assert found.blocked[["need_id", "blocked"]].values.tolist() == [["A", "shares"]]
    assert found.ranked["need_id"].tolist() == ["B"]
    (check,) = row_dicts(grouping(workspace).checks.query("finding == 'shares'"))
    assert check["blocks"] and "has no priority" in remedy(check)
