"""Charts beside the list: drawn from the rows they are given, in both themes, alone or on a page."""

from __future__ import annotations

import json
import re

import altair as alt
import pandas as pd
import pytest

from cx.charts.closing_bars import bars_figure
from cx.charts.figure import Figure
from cx.charts.frontier_dots import frontier_figure
from cx.charts.picture import picture
from cx.charts.priority_lines import lines_figure
from cx.charts.quadrants import quadrant_figure
from cx.charts.rank_ranges import rank_figure
from cx.charts.waterfall import waterfall_figure
from tests.charts.test_grouping_charts import flows, tree

LONG = "Know at every turn where my flight leaves and how I get there (Business traveller)"
QUOTED = 'It\'s "here" \\ <b>'


def ranks() -> Figure:
    items = pd.DataFrame(
        {"item": [1, 2], "label": [LONG, QUOTED], "low": [1, 1], "high": [3, 5], "top": [0.97, 0.4], "caption": ["surely", "perhaps"]}
    )
    return rank_figure(items, "2 hold", "Round 1", "ranks")


def lines() -> Figure:
    rows = pd.DataFrame({"label": [LONG, QUOTED], "at_0": [1.0, 3.0], "at_1": [4.0, 2.0], "said": ["a", "b"]})
    crossings = pd.DataFrame({"label": [""], "x": [0.5], "y": [2.5], "said": ["1 and 2 swap at 50%"]})
    return lines_figure(rows, crossings, 0.5, "1 pair swaps", "Round 1", "lines")


def bars() -> Figure:
    rows = pd.DataFrame(
        {"label": [LONG, QUOTED], "priority_closed": [3.0, 1.0], "rest": [0.0, 1.0], "said": ["4 of 4 gaps", "1 of 2 gaps"]}
    )
    return bars_figure(rows, "Restaurants close most", "Round 1", "bars")


def quadrants() -> Figure:
    rows = pd.DataFrame(
        {
            "label": [LONG, QUOTED], "persona": ["A", "B"], "kind": ["Mandatory needs", "Gains"], "importance": [0.9, 0.3], "fulfilment": [0.4, 0.8],
            "state": ["missed", "met"], "crosshair": [0.5, 0.5], "target": [0.75, 0.75], "place": ["Concentrate here", "Possible overkill"], "mark": ["1", ""],
        }
    )  # fmt: skip
    return quadrant_figure(rows, "1 need calls", "Round 1", "quadrants")


def test_a_long_name_of_a_persona_pushes_no_chart_off_the_page():
    def width(name: str) -> float:
        figure = quadrants()
        rows = figure.frame.assign(persona=[name, "B"])
        drawn = picture(quadrant_figure(rows, "1 need calls", "Round 1", "quadrants").spec("light"), rows, "svg").decode()
        return float(re.search(r'width="([\d.]+)"', drawn)[1])

    assert width("A traveller who has never been here and carries more than two hands can hold " * 3) == width("A")


FIGURES = [ranks, lines, bars, quadrants, flows, tree]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("make", FIGURES)
def test_every_chart_draws_its_rows_in_both_themes(make, theme: str):
    figure = make()
    drawn = picture(figure.spec(theme), figure.frame, "svg").decode()
    alt.Chart.from_dict(figure.spec(theme) | {"data": {"values": []}}, validate=True)
    assert drawn.count("<path") > 3
    assert "NaN" not in drawn and "undefined" not in drawn


@pytest.mark.parametrize("make", FIGURES)
def test_on_a_page_every_colour_is_that_of_the_light_theme_or_of_the_dark_as_the_browser_picks(make):
    figure = make()
    light, dark, either = (json.dumps(figure.spec(theme)) for theme in ("light", "dark", "either"))
    pairs = re.findall(r"light-dark\((#\w+), (#\w+)\)", either)
    assert [one for one, _ in pairs] == re.findall(r"#[0-9a-f]{6}", light)
    assert [other for _, other in pairs] == re.findall(r"#[0-9a-f]{6}", dark)
    assert figure.spec("either")["usermeta"] == {"embedOptions": {"renderer": "svg"}}


@pytest.mark.parametrize("make", FIGURES)
def test_a_picture_that_travels_carries_its_title_and_scope(make):
    figure = make()
    alone = picture(figure.spec("light", on_page=False), figure.frame, "svg").decode()
    assert figure.title in alone and figure.scope in alone
    assert figure.title not in picture(figure.spec("light"), figure.frame, "svg").decode()


@pytest.mark.parametrize("make", [ranks, bars])
def test_labels_are_written_out_on_two_lines_and_quotes_stay(make):
    drawn = picture(make().spec("light"), make().frame, "svg").decode()
    assert "Know at every turn where my flight" in drawn
    assert "It's &quot;here&quot; \\ &lt;b&gt;" in drawn or 'It\'s "here" \\ &lt;b&gt;' in drawn


def test_a_specification_holds_no_rows_of_its_own():
    for make in FIGURES:
        assert "'data'" not in str(make().spec("light"))


def test_an_empty_list_draws_an_empty_chart():
    empty = ranks().table.iloc[:0]
    figure = rank_figure(empty, "Nothing", "Round 1", "ranks")
    assert picture(figure.spec("light"), figure.frame, "svg")


def test_a_dear_set_pushes_the_others_of_a_frontier_together_no_more() -> None:
    def axis(*costs: float) -> tuple[str, list[float]]:
        rows = pd.DataFrame({"cost": costs, "needs": range(len(costs)), "said": "x"})
        x = frontier_figure(rows, None, "What money buys", "", "frontier").spec("light")["layer"][0]["encoding"]["x"]
        return x["scale"].get("type", "linear"), x["axis"].get("values", [])

    assert axis(0, 100, 465, 700) == ("linear", [])
    assert axis(0, 220, 470, 471, 1_235_072) == ("symlog", [0, 471, 1_235_072])


def test_two_rounds_of_one_name_have_a_bar_each() -> None:
    figure = waterfall_figure(("Survey", 0.4), [("Performance", 0.1)], ("Survey", 0.5), "1 step", "All personas", "steps")
    drawn = picture(figure.spec("light"), figure.frame, "svg").decode()
    bars = re.findall(r'aria-roledescription="bar"[^>]* d="M([\d.]+),', drawn)
    assert len(set(bars)) == 3 and drawn.count(">Survey<") == 2
