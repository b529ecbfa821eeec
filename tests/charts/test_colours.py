"""States are told apart by glyph, border and lightness, never by hue alone; all text can be read."""

from __future__ import annotations

import itertools
import re

import pytest

from cx.appearance import is_dashed
from cx.colours import BACKGROUND, INK, TINT, TONES, tones
from cx.model import STATES, State
from cx.ui.shared.style import SHEET
from tests.charts.contrast import contrast, luminance

THEMES = ("light", "dark")
DASHED = {State.NOT_ASSESSED}
"""Drawn with a dashed border, on pages as on the map."""


def test_both_themes_colour_every_state_in_the_same_order():
    assert list(TONES["light"]) == list(TONES["dark"])
    assert list(TONES["light"])[: len(STATES)] == [s.state for s in STATES]


@pytest.mark.parametrize("theme", THEMES)
def test_glyph_and_number_can_be_read_on_every_fill(theme: str):
    low = {name: round(contrast(fill, ink), 2) for name, (fill, ink, _) in tones(theme).items() if contrast(fill, ink) < 4.5}
    assert low == {}


@pytest.mark.parametrize("theme", THEMES)
def test_every_border_stands_out_from_the_page(theme: str):
    low = {
        name: round(contrast(border, BACKGROUND[theme]), 2)
        for name, (_, _, border) in tones(theme).items()
        if contrast(border, BACKGROUND[theme]) < 3
    }
    assert low == {}


@pytest.mark.parametrize("theme", THEMES)
def test_labels_can_be_read_and_outlines_be_seen(theme: str):
    for name, least in {"text": 4.5, "muted": 4.5, "accent": 3, "decides": 3}.items():
        assert contrast(INK[theme][name], BACKGROUND[theme]) >= least, name


@pytest.mark.parametrize("theme", THEMES)
def test_the_outline_of_a_selected_cell_stands_out_from_its_fill(theme: str):
    fills = {name: fill for name, (fill, _, _) in tones(theme).items()}
    outlined = {
        name: max(contrast(INK[theme]["accent"], fill), contrast(INK[theme]["accent"], BACKGROUND[theme])) for name, fill in fills.items()
    }
    assert {name: ratio for name, ratio in outlined.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_in_black_and_white_every_two_states_differ_by_glyph_and_by_border_or_lightness(theme: str):
    for one, other in itertools.combinations(STATES, 2):
        fills, borders = ([tones(theme)[s.state][part] for s in (one, other)] for part in (0, 2))
        dashed = (one.state in DASHED) != (other.state in DASHED)
        assert one.glyph != other.glyph
        assert dashed or contrast(*fills) >= 1.25 or contrast(*borders) >= 1.5, (one.label, other.label)


@pytest.mark.parametrize("theme", THEMES)
def test_ink_marks_where_action_is_needed(theme: str):
    page = luminance(BACKGROUND[theme])
    order = [abs(luminance(tones(theme)[s.state][0]) - page) for s in STATES if s.state in (State.MET, State.PARTIAL, State.MISSED)]
    assert order == sorted(order)
    assert abs(luminance(tones(theme)["missed_deep"][0]) - page) > order[-1]


@pytest.mark.parametrize("theme", THEMES)
def test_an_assumed_rating_has_a_lighter_tint_of_its_state_and_its_dashes_can_be_seen_on_it(theme: str):
    page = luminance(BACKGROUND[theme])
    for state in (State.MET, State.PARTIAL, State.MISSED):
        whole, (fill, _, edge) = tones(theme)[state], tones(theme)[state + TINT]
        assert abs(luminance(fill) - page) < abs(luminance(whole[0]) - page), state
        assert contrast(edge, fill) >= 3, state


@pytest.mark.parametrize("theme", THEMES)
def test_tints_darken_with_the_shortfall_as_their_states_do(theme: str):
    page = luminance(BACKGROUND[theme])
    order = [abs(luminance(tones(theme)[s + TINT][0]) - page) for s in (State.MET, State.PARTIAL, State.MISSED)]
    assert order == sorted(order)


def test_the_style_sheet_knows_every_tone_by_fill_ink_and_border():
    for tone in tones("light"):
        for selector in (f".chip.{tone} ", f".bar i.{tone} "):
            (rule,) = re.findall(re.escape(selector) + r"\{(.*?)\}", SHEET)
            for part in ("fill", "ink", "line"):
                assert f"--{tone}-{part}" in rule
            assert ("dashed" in rule) == is_dashed(tone)
