"""The specification of the coverage heatmap."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cx.charts.grid import FIELDS, Axis
from cx.charts.heatmap import specification
from cx.charts.heatmap_axes import HEADER_CHARACTERS, LABEL_CHARACTERS
from cx.charts.ink import wrapped
from cx.colours import BACKGROUND
from cx.model import STATES

ROWS = Axis(
    (("§mandatory", "Mandatory needs", "group"), ("n1", "Get here on time, whichever way I come and go", "assumed"), ("n2", "Board", ""))
)
COLUMNS = Axis((("s1", "Get here", ""), ("s2", "Spend the whole wait", ""), (";journey", "Journey", "total")))


def parts_of(spec: Any) -> list[dict[str, Any]]:
    """Every object inside the specification."""
    if isinstance(spec, dict):
        return [spec, *(part for value in spec.values() for part in parts_of(value))]
    return [part for item in spec for part in parts_of(item)] if isinstance(spec, list) else []


def cell(row: str, column: str, state: str, **more: str) -> dict[str, str]:
    glyph = {s.state.value: s.glyph for s in STATES}.get(state, "")
    blank = dict.fromkeys(FIELDS, "") | {"decides": "no"}
    return blank | {"row": row, "column": column, "row_id": row, "column_id": column, "state": state, "tone": state, "glyph": glyph} | more


def drawn(cells: list[dict[str, str]], rows: Axis, columns: Axis, theme: str = "light", **how: Any) -> str:
    spec = specification(rows, columns, theme, **how)
    return vl_convert.vegalite_to_svg(json.dumps({**spec, "data": {"values": cells}}))


def five_states(theme: str) -> tuple[list[dict[str, str]], Axis, Axis]:
    columns = Axis(tuple((s.state.value, s.label, "") for s in STATES))
    return [cell("r", s.state.value, s.state.value) for s in STATES], Axis((("r", "Row", ""),)), columns


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_specification_is_one_of_vega_lite_and_holds_no_data(theme: str):
    alt.Chart.from_dict(specification(ROWS, COLUMNS, theme), validate=True)
    for part in parts_of(specification(ROWS, COLUMNS, theme)):
        assert "data" not in part
        assert "datasets" not in part
        assert "values" not in part


def test_labels_stand_in_the_specification_and_data_beside_it():
    spec = json.dumps(specification(ROWS, COLUMNS, "light"))
    assert "Get here on time, whichever way I" in spec
    assert "Spend the" in spec


@pytest.mark.parametrize("state", [s.state.value for s in STATES])
def test_every_state_is_drawn_with_its_glyph(state: str):
    meaning = next(s for s in STATES if s.state == state)
    rows, columns = Axis((("r", "Row", ""),)), Axis((("c", "Column", ""),))
    assert f">{meaning.glyph}</text>" in drawn([cell("r", "c", state)], rows, columns)
    assert f">{meaning.glyph}</text>" in drawn([cell("r", "c", state, text="62%")], rows, columns)


def test_a_dot_stands_where_nothing_is_needed_and_nothing_else():
    rows, columns = Axis((("r", "Row", ""),)), Axis((("c", "Column", ""),))
    svg = drawn([cell("r", "c", "not_needed")], rows, columns)
    assert svg.count(">·</text>") == 1
    assert 'aria-roledescription="rect mark"' not in svg


@pytest.mark.parametrize(
    ("shown", "dashed"),
    [
        ("not_assessed", 1),
        ("met_tint", 1),
        ("missed_tint", 1),
        ("met", 0),
        ("partial", 0),
        ("missed", 0),
        ("missed_deep", 0),
        ("no_touchpoint", 0),
    ],
)
def test_only_what_is_unknown_or_assumed_has_a_dashed_border(shown: str, dashed: int):
    rows, columns = Axis((("r", "Row", ""),)), Axis((("c", "Column", ""),))
    state = shown if shown in [s.state for s in STATES] else shown.split("_")[0]
    svg = drawn([cell("r", "c", state, tone=shown)], rows, columns)
    assert len(re.findall(r"stroke-dasharray", svg)) == dashed


def test_the_stage_that_decides_is_outlined():
    rows, columns = Axis((("r", "Row", ""),)), Axis((("c", "Column", ""),))
    assert 'stroke-width="2.8"' not in drawn([cell("r", "c", "met")], rows, columns)
    assert 'stroke-width="2.8"' in drawn([cell("r", "c", "met", decides="yes")], rows, columns)


def test_a_screen_reader_hears_each_cell_once():
    cells = [cell("n1", "s1", "partial", text="62%", said="Get here, s1: Partly met, 62%", decides="yes", mark="!")]
    svg = drawn(cells, ROWS, COLUMNS)
    assert re.findall(r'aria-label="([^"]*)" role="graphics-symbol" aria-roledescription="(?:rect|text) mark"', svg) == [
        "Get here, s1: Partly met, 62%"
    ]


def test_a_picture_has_a_background_and_says_its_title_and_scope():
    rows, columns = Axis((("r", "Row", ""),)), Axis((("c", "Column", ""),))
    svg = drawn([cell("r", "c", "met")], rows, columns, heading=("2 of 5 met & more", "Round 2017", "✓ met"))
    assert "2 of 5 met &amp; more" in svg
    assert "Round 2017" in svg
    assert "✓ met" in svg
    assert specification(rows, columns, "dark")["config"]["background"] == BACKGROUND["dark"]


@given(st.text(max_size=400), st.integers(4, 60))
def test_a_label_never_takes_more_than_two_lines_nor_more_than_its_width(label: str, width: int):
    lines = wrapped(label, width)
    assert 1 <= len(lines) <= 2
    assert all(len(line) <= width for line in lines)


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=9), min_size=1, max_size=6))
def test_a_label_that_fits_keeps_every_word(parts: list[str]):
    lines = wrapped(" ".join(parts), 60)
    assert " ".join(lines).split() == parts


def test_a_label_that_does_not_fit_says_that_it_goes_on():
    assert wrapped("Find a place to sit with everything that I carry and without asking", 20) == ["Find a place to sit", "with everything…"]
    assert wrapped("W" * 50, 20)[-1].endswith("…")


def test_all_stage_names_end_on_the_same_line_above_the_map():
    columns = Axis((("s1", "Board", ""), ("s2", "Spend the whole wait", "")))
    assert len(wrapped("Spend the whole wait", HEADER_CHARACTERS)) == 2
    svg = drawn([cell("r", "s1", "met"), cell("r", "s2", "met")], Axis((("r", "Row", ""),)), columns)
    place = r'<text[^>]*translate\([^,]+,([-\d.]+)\)[^>]*><tspan[^>]*?/?>{}(?:</tspan>)?<tspan[^>]*dy="([\d.]+)">{}</tspan></text>'
    (board,) = re.findall(place.format("", "Board"), svg)
    (second,) = re.findall(place.format("Spend the", "whole wait"), svg)
    assert board == second
    assert float(board[0]) + float(board[1]) < 0, "the second line stands inside the map"


def test_two_lines_of_a_need_stand_around_the_middle_of_its_row():
    assert len(wrapped(ROWS.entries[1][1], LABEL_CHARACTERS)) == 2
    axis = next(p["axis"] for p in parts_of(specification(ROWS, COLUMNS, "light")) if p.get("axis", {}).get("labelAlign") == "left")
    lifted = [c for c in axis["labelOffset"]["condition"] if "n1" in c["test"]]
    assert lifted[0]["value"] == -axis["labelLineHeight"] / 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_printed_in_grey_every_two_states_still_look_different(theme: str):
    cells, rows, columns = five_states(theme)
    spec = specification(rows, columns, theme)
    png = vl_convert.vegalite_to_png(json.dumps({**spec, "data": {"values": cells}}), scale=2)
    grey = Image.open(io.BytesIO(png)).convert("L")
    seen = {s.state.value: look(grey, number, theme) for number, s in enumerate(STATES)}
    for one in seen:
        for other in seen:
            if one < other:
                assert differs(seen[one], seen[other]), (one, seen[one], other, seen[other])


def look(grey: Image.Image, number: int, theme: str) -> tuple[float, float, float]:
    """The cell in grey: its fill, and along its lower border the mean and the share that is drawn."""
    scale, step = 2, 98 * 2
    # The map stands at the lower right end of the picture, five steps wide and one high, with 5 px of padding.
    left = grey.width - 5 * scale - step * (5 - number)
    right, bottom = left + step, grey.height - 5 * scale
    top = bottom - 42 * scale
    fill = grey.getpixel((left + step // 5, (top + bottom) // 2))
    page = grey.getpixel((grey.width - 2, grey.height - 2))
    across = range(left + 24, right - 24)
    strip = [max((grey.getpixel((x, y)) for y in range(bottom - 12, bottom)), key=lambda v: abs(v - page)) for x in across]
    border = max(strip, key=lambda v: abs(v - fill))
    share = sum(abs(v - border) < 40 for v in strip) / len(strip)
    return float(fill), float(border), share


def differs(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether an eye without colour tells two cells apart by fill, by border, or by dashes."""
    return abs(one[0] - other[0]) >= 20 or abs(one[1] - other[1]) >= 40 or abs(one[2] - other[2]) >= 0.25


def test_an_empty_frame_of_fields_is_all_that_a_map_needs():
    frame = pd.DataFrame([cell("n1", "s1", "met")])
    assert list(frame.columns) == list(FIELDS)
    assert 'aria-roledescription="rect mark"' in drawn(frame.to_dict("records"), ROWS, COLUMNS)
