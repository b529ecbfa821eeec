"""States are told apart by glyph, border and lightness, never by hue alone; all text can be read."""

from __future__ import annotations

import itertools
import re

import pytest

from cx.charts.heatmap import BACKGROUND, INK, NEUTRAL
from cx.model import MISSED_DEEP, STATES, State
from cx.ui.style import SHEET
from tests.charts.contrast import contrast, luminance

THEMES = ("light", "dark")
DASHED = {State.NOT_ASSESSED}
"""Drawn with a dashed border, on pages as on the map."""


@pytest.mark.parametrize("theme", THEMES)
def test_glyph_and_number_can_be_read_on_every_fill(theme: str):
    pairs = {s.state.value: getattr(s, theme)[:2] for s in STATES} | {"missed_deep": MISSED_DEEP[theme], "assumed": NEUTRAL[theme][:2]}
    low = {name: round(contrast(fill, ink), 2) for name, (fill, ink) in pairs.items() if contrast(fill, ink) < 4.5}
    assert low == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_border_stands_out_from_the_page(theme: str):
    borders = {s.state.value: getattr(s, theme)[2] for s in STATES} | {"assumed": NEUTRAL[theme][2]}
    low = {name: round(contrast(border, BACKGROUND[theme]), 2) for name, border in borders.items() if contrast(border, BACKGROUND[theme]) < 3}
    assert low == {}


@pytest.mark.parametrize("theme", THEMES)
def test_labels_can_be_read_and_outlines_be_seen(theme: str):
    for name, least in {"text": 4.5, "muted": 4.5, "accent": 3, "decides": 3}.items():
        assert contrast(INK[theme][name], BACKGROUND[theme]) >= least, name


@pytest.mark.parametrize("theme", THEMES)
def test_the_outline_of_a_selected_cell_stands_out_from_its_fill(theme: str):
    fills = {s.state.value: getattr(s, theme)[0] for s in STATES} | {"missed_deep": MISSED_DEEP[theme][0], "assumed": NEUTRAL[theme][0]}
    outlined = {name: max(contrast(INK[theme]["accent"], fill), contrast(INK[theme]["accent"], BACKGROUND[theme])) for name, fill in fills.items()}
    assert {name: ratio for name, ratio in outlined.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_in_black_and_white_every_two_states_differ_by_glyph_and_by_border_or_lightness(theme: str):
    for one, other in itertools.combinations(STATES, 2):
        fills, borders = ([getattr(s, theme)[part] for s in (one, other)] for part in (0, 2))
        dashed = (one.state in DASHED) != (other.state in DASHED)
        assert one.glyph != other.glyph
        assert dashed or contrast(*fills) >= 1.25 or contrast(*borders) >= 1.5, (one.label, other.label)


@pytest.mark.parametrize("theme", THEMES)
def test_ink_marks_where_action_is_needed(theme: str):
    page = luminance(BACKGROUND[theme])
    order = [abs(luminance(getattr(s, theme)[0]) - page) for s in STATES if s.state in (State.MET, State.PARTIAL, State.MISSED)]
    assert order == sorted(order)
    assert abs(luminance(MISSED_DEEP[theme][0]) - page) > order[-1]


def test_the_style_sheet_knows_every_state_by_fill_ink_and_border():
    for state in STATES:
        for selector in (f".chip.{state.state.value} ", f".bar i.{state.state.value} "):
            (rule,) = re.findall(re.escape(selector) + r"\{(.*?)\}", SHEET)
            for part in ("fill", "ink", "line"):
                assert f"--{state.state.value}-{part}" in rule
            assert ("dashed" in rule) == (state.state in DASHED)
