"""The Personas page on segments: who flows where, what is wrong with the set, the price of a merge, a proposed grouping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cx.ui.catalogue.personas import TABS
from cx.ui.shared.scope_bar import EVERYBODY
from tests.analysis.test_grouping import seven_personas
from tests.analysis.test_without_a_weight import without_a_segment
from tests.oracle import Tables
from tests.pages.screens import html_of, start, words_of

_, CROSSWALK, MERGING, PROPOSAL, *_ = TABS


def test_seven_personas_are_warned_of_with_the_price_of_merging_the_most_similar_two(holding: Callable[[Tables], Path]) -> None:
    tables = seven_personas()
    tables["segments"].append({"segment_id": "crew", "name": "Crew", "size": "70", "value_per_customer": "3"})
    holding(tables)
    app = start("personas", persona=EVERYBODY, part=CROSSWALK)
    shown = html_of(app)
    assert "7 personas are more than a team can use (6). “P5” and “P6” are most alike." in shown
    assert "Nobody designs for “Crew”: 70 people, worth 210." in shown
    (price,) = (e.label for e in app.expander if e.label.startswith("Merging"))
    assert price == "Merging them would give up 2 needs that only one of them has, 1 of them mandatory, of 130 people."
    assert "Wifi" in shown and shown.index("are most alike") < shown.index("Wifi") < shown.index("share 100%"), (
        "the price stands under its warning"
    )
    assert "And 11 more like these" in [e.label for e in app.expander]
    assert "8 segments become 7 personas; nobody designs for 20% of the people" in shown


def test_the_price_of_every_merge_is_listed_and_a_grouping_is_proposed(holding: Callable[[Tables], Path]) -> None:
    holding(seven_personas())
    merging = start("personas", persona=EVERYBODY, part=MERGING)
    assert len(merging.selectbox(key="merge").options) == 21
    merging.selectbox(key="merge").set_value(("p5", "p6")).run()
    assert "the need: only this persona has it" in html_of(merging)
    proposed = words_of(start("personas", persona=EVERYBODY, part=PROPOSAL))
    assert "35 interviews with answers to attitude items." in proposed
    assert "highly stable" in proposed


def test_what_falls_short_without_a_segment_is_said_where_the_list_stands(holding: Callable[[Tables], Path]) -> None:
    holding(without_a_segment())
    for page in ("shortfalls", "overview"):
        told = words_of(start(page))
        assert "Crew stands for no segment, so nobody knows how many people it is" in told
        assert "No mandatory need that has a place in the list is missed" in told


def test_without_segments_and_answers_the_page_says_what_is_missing(holding: Callable[[Tables], Path]) -> None:
    holding({"personas": [{"persona_id": "p", "name": "Ana"}]})
    assert "No segment yet" in words_of(start("personas", persona=EVERYBODY, part=CROSSWALK))
    assert "a merge takes two personas" in words_of(start("personas", persona=EVERYBODY, part=MERGING))
    assert "at least three segments" in words_of(start("personas", persona=EVERYBODY, part=PROPOSAL))
