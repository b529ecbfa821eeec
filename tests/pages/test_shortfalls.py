"""The shortfalls page: what to fix first and why, in the order of the list, and what people add to it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from cx.analysis import reasons
from cx.analysis.catalogue import names
from cx.analysis.coverage import coverage
from cx.analysis.shortfalls import causes, shortfalls
from cx.store import open_workspace
from cx.store.history import history
from cx.ui.shared.selection import place_text
from cx.ui.shortfalls import exposure as exposure_part
from cx.ui.shortfalls.exposure import EXPOSED
from cx.ui.shortfalls.headings import TABS
from tests.gaps import HOSTILE, decided_gaps, many_gaps
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, html_of, start, title_of, words_of

Holding = Callable[[Tables], Path]


@pytest.fixture
def path(holding: Holding) -> Path:
    return holding(many_gaps())


def open_list(path: Path):
    workspace = open_workspace(path)
    return workspace, shortfalls(workspace, coverage(workspace))


def test_of_the_sample_nothing_mandatory_fails_and_the_page_says_with_which_must_have_to_begin(sample: Path):
    assert (
        title_of(start("shortfalls")) == "No mandatory need fails, 6 are not fully met; begin with “Get here on time, whichever way I come”"
    )


def test_title_cards_and_list_say_what_comes_first_and_why_in_one_order_with_every_factor(path: Path):
    workspace, found = open_list(path)
    app = start("shortfalls")
    assert title_of(app) == "3 mandatory needs fail; fix “pay” first"
    html = html_of(app)
    for row in found.items.head(3).to_dict("records"):
        assert escape(reasons.why(row, found)) in html
    assert (
        html.count('class="card first"') == 3
        and sum(card.split("</div>")[0].count("Must-haves that fail") for card in html.split('class="card first"')[1:]) == 3
    )
    rows = html.split('<td class="rank">')[1:]
    assert [row[: row.index("<")] for row in rows] == [str(int(i)) for i in found.items["item"]]
    for row, said in zip(found.items.to_dict("records"), rows, strict=True):
        for _, number, _ in reasons.factors(row, found):
            assert f">{number}</td>" in said


def test_a_closing_set_names_all_its_stages_and_what_is_unknown_beside_them(path: Path):
    said = words_of(start("shortfalls", item=place_text(("pay", "s2"))))
    assert "Closing set: all of these together" in said
    assert "Stage 1 + Stage 2" in said
    assert "Not assessed yet, and needed as well: Stage 3." in said


@pytest.mark.parametrize("tab", TABS)
def test_every_part_opens_for_one_persona_without_assumptions(path: Path, tab: str):
    # Every need of this workspace is assumed, so nothing is left in view.
    app = start("shortfalls", part=tab, persona="P1", evidence="strict")
    assert title_of(app) == "Every need in view is an assumed need, and hidden"


def test_every_part_of_the_page_opens_and_shows_texts_of_people_which_never_run(path: Path):
    for tab in TABS:
        app = start("shortfalls", part=tab)
        html = html_of(app)
        assert words_of(app) and "<script>" not in html, tab
        assert tab != TABS[0] or escape(HOSTILE) in html


def test_more_weight_on_size_changes_the_order_and_stands_in_the_link(path: Path):
    app = start("shortfalls")
    assert "personas weighed 50% by size, 50% by value" in words_of(app)
    app.slider(key="size_weight").set_value(1.0).run()
    assert_healthy(app)
    assert app.query_params["weight"] in ("1", ["1"])
    workspace, _ = open_list(path)
    by_size = shortfalls(workspace, coverage(workspace), 1.0)
    assert "personas weighed 100% by size, 0% by value" in words_of(app)
    rows = html_of(app).split('<td class="what">')[1:]
    assert [reasons.statement(r, names(workspace)) for r in by_size.items.to_dict("records")] == [_statement(row) for row in rows]
    app.slider(key="size_weight").set_value(0.5).run()
    assert "weight" not in app.query_params


def _statement(row: str) -> str:
    from html import unescape

    return unescape(row.split("<summary>")[1].split("<")[0])


def test_a_weight_in_a_link_that_is_none_is_taken_for_none(path: Path):
    for asked in ("2", "x", "nan"):
        assert "personas weighed 50% by size" in words_of(start("shortfalls", weight=asked))


def test_unknowns_are_listed_by_what_finding_out_is_worth(path: Path):
    workspace, found = open_list(path)
    html = html_of(start("shortfalls", part="Find out"))
    places = [html.index(f">{escape(reasons.statement(r, names(workspace)))}</a>") for r in found.unknown.to_dict("records")]
    # The first three cards stand above, so only what comes after the heading counts.
    after = html.index("Find out first")
    assert [p for p in places if p > after] == sorted(p for p in places if p > after)
    assert "some of its touchpoints" in html or "Nobody has rated its touchpoints" in html


def test_a_cause_is_kept_shown_and_can_be_undone(path: Path):
    app = start("shortfalls", item=place_text(("reach", "s1")))
    assert "3. reach</h2>" in html_of(app)
    key = place_text(("reach", "s1"))
    app.selectbox(key=f"why_{key}").set_value("promises")
    app.text_input(key=f"owner_{key}").set_value("Ana <b>")
    app.text_area(key=f"note_{key}").set_value("We say one day")
    next(b for b in app.button if b.label == "Keep").click()
    app.run()
    assert_healthy(app)
    workspace = open_workspace(path)
    kept = causes(workspace)["reach", "s1"]
    assert (kept["cause"], kept["owner"], kept["note"]) == ("promises", "Ana <b>", "We say one day")
    assert "Promises made; owner Ana &lt;b&gt;; We say one day" in html_of(app)
    assert "Correct the promise, or keep it." in words_of(app)
    assert history(workspace).iloc[0]["action"] == "cause"
    assert "Promises made; owner Ana <b>; We say one day." in words_of(start("coverage", persona="P2", cell=key))


def test_frozen_crosshairs_are_said_and_can_be_released(path: Path):
    app = start("shortfalls", part="Other views")
    assert "as it is today" in words_of(app)
    next(b for b in app.button if b.label == "Freeze the crosshairs here").click()
    app.run()
    assert "frozen so that rounds stay comparable" in words_of(app)
    next(b for b in app.button if b.label.startswith("Let the crosshairs")).click()
    app.run()
    assert "as it is today" in words_of(app)


def test_kano_checks_are_labels_beside_the_list(path: Path):
    said = words_of(start("shortfalls", part="Other views"))
    assert "candidate mandatory need" in said  # the gain whose absence costs more than its presence adds


def test_leverage_names_what_closes_most(path: Path):
    workspace, found = open_list(path)
    best = found.leverage[found.leverage["axis"] == "touchpoint"].iloc[0]
    said = words_of(start("shortfalls", part="What closes most"))
    assert f"closes most: {reasons.closes(best)}" in said
    assert "Single points of failure" in said


def test_how_sure_says_what_the_order_rests_on(path: Path):
    said = words_of(start("shortfalls", part="How sure"))
    assert "2,000 draws" in said and "The order rests most on" in said and "of 4 change" in said


def test_exposure_by_segment_is_people_value_and_shortfall(path: Path):
    app = start("shortfalls", part="Who is affected")
    workspace, found = open_list(path)
    shown = app.dataframe[0].value
    assert shown["value_exposed"].tolist() == pytest.approx(found.exposure["value_exposed"].tolist(), abs=0.5)
    assert set(EXPOSED) <= {*shown.columns, *found.exposure.columns, "persona", "need", "stage", "said", "known"}, "names travel beside ids"
    assert "must not be added up" in words_of(app)


def test_of_many_rows_of_exposure_the_weightiest_are_sent_and_the_rest_is_said(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exposure_part, "EXPOSED_SHOWN", 2)
    app = start("shortfalls", part="Who is affected")
    exposure = open_list(path)[1].exposure
    assert len(exposure) > 2
    assert app.dataframe[0].value["value_exposed"].tolist() == pytest.approx(exposure["value_exposed"].head(2).tolist(), abs=0.5)
    assert f"The 2 that weigh most of {len(exposure):,} rows; the download holds them all." in [c.value for c in app.caption]


def test_without_a_gap_the_page_says_so(holding: Holding):
    from tests.sketches import one_need, stages_rated

    holding(one_need("mandatory", stages_rated(0.9)))
    for tab in TABS:
        assert title_of(start("shortfalls", part=tab)) == "Nothing falls short: every need reaches its target"


def test_a_long_list_shows_its_head_until_all_is_asked_for(holding: Holding):
    from tests.gaps import GX_10, add, people

    tables = people(GX_10)
    for number in range(45):
        add(tables, f"n{number:02}", "P1", "gain", 0.5, [(0.3, 1)])
    holding(tables)
    app = start("shortfalls")
    assert html_of(app).count('<td class="rank">') == 40
    app.toggle(key="whole_list").set_value(True).run()
    assert html_of(app).count('<td class="rank">') == 45


@pytest.fixture
def decided(holding: Holding) -> Path:
    return holding(decided_gaps())


def test_a_decision_in_force_shows_in_the_list_and_beside_its_item(decided: Path):
    said = words_of(start("shortfalls"))
    assert said.count("Accept, review by 2026-02-01 (Retail)") == 2
    assert "Decided: Accept" in said and "A new till comes <b>" in said and "Defer" not in said


def test_a_decision_shows_beside_the_evidence_of_its_cell(decided: Path):
    assert "decided Accept, review by 2026-02-01 (Retail)" in words_of(start("coverage", persona="P1", cell=place_text(("pay", "s2"))))


def test_a_review_that_is_overdue_stands_on_the_overview(decided: Path):
    app = start("overview")
    assert "Reviews overdue" in [h.value for h in app.header]
    assert "P1 · Stage 2 · Accept, review by 2026-02-01 (Retail)" in words_of(app)


def test_without_decisions_nothing_is_overdue(path: Path):
    assert "Reviews overdue" not in [h.value for h in start("overview").header]
