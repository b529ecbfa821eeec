"""Numbers as words."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx import words
from cx.model import STATE_MEANING, TOLERANCE

SHARES = st.floats(0, 1, allow_nan=False)
CUTS = st.integers(1, 100).map(lambda p: p / 100)


@given(SHARES, CUTS, CUTS)
def test_a_share_never_rounds_over_a_cut(share: float, adequate: float, target: float):
    shown = float(words.percent(share, target, adequate).removesuffix("%")) / 100
    for cut in (adequate, target):
        assert (shown >= cut - TOLERANCE) == (share >= cut - TOLERANCE)


@given(SHARES, CUTS)
def test_a_share_is_shown_to_within_half_a_percent_or_a_tenth_beside_a_cut(share: float, cut: float):
    shown = words.percent(share, cut)
    assert abs(float(shown.removesuffix("%")) / 100 - share) <= (0.001 if "." in shown else 0.005) + 1e-9


@given(st.integers(0, 100))
def test_a_whole_percent_is_shown_without_decimals(percent: int):
    assert words.percent(percent / 100, 0.5, 0.75) == f"{percent}%"


@pytest.mark.parametrize(
    ("share", "shown"), [(0.7495, "74.9%"), (0.75, "75%"), (0.9 * 0.7 + 0.4 * 0.3, "75%"), (0.7449, "74%"), (0.499, "49.9%"), (1.0, "100%")]
)
def test_just_below_the_target_is_not_called_the_target(share: float, shown: str):
    assert words.percent(share, 0.75, 0.5) == shown


@pytest.mark.parametrize("unknown", [None, float("nan"), pd.NA, pd.NaT])
def test_what_is_unknown_is_shown_as_nothing(unknown: object):
    assert words.missing(unknown)
    assert words.percent(unknown, 0.5) == ""
    assert words.interval(unknown, 0.5) == words.interval(0.5, unknown) == ""


@pytest.mark.parametrize("known", [0, 0.0, "", False, [], "nan"])
def test_zero_and_empty_are_known(known: object):
    assert not words.missing(known)


def test_an_interval_names_both_ends_once():
    assert words.interval(0.414, 0.6749) == "41–67%"
    assert words.interval(0, 1) == "0–100%"


def test_the_end_of_an_interval_does_not_round_into_another_state():
    assert words.interval(0.502, 0.7495, 0.75, 0.5) == "50–74.9%"
    assert words.interval(0.4951, 0.60, 0.75, 0.5) == "49.5–60%"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0, 1, "anything from 0 to 100%"), (0, 0.7, "at best 70%"), (0.3, 1, "at least 30%"), (0.3, 0.7, "between 30% and 70%")],
)
def test_what_an_unknown_can_become_is_said_in_words(low: float, high: float, said: str):
    assert words.bounds(low, high) == said


@given(SHARES, SHARES)
def test_bounds_name_exactly_the_ends_that_say_something(one: float, other: float):
    low, high = sorted((one, other))
    said = words.bounds(low, high)
    assert (words.percent(low) in said) or low <= TOLERANCE
    assert (words.percent(high) in said) or high >= 1 - TOLERANCE


@pytest.mark.parametrize(("number", "said"), [(0, "0 needs"), (1, "1 need"), (2, "2 needs"), (1204, "1,204 needs")])
def test_one_need_is_singular_and_everything_else_plural(number: int, said: str):
    assert words.count(number, "need") == said


def test_an_irregular_plural_is_used_as_given():
    assert words.count(2, "person", "people") == "2 people"
    assert words.count(1, "person", "people") == "1 person"


def test_the_headline_counts_and_leaves_room_for_what_is_not_assessed():
    assert words.headline(2, 1, 5) == "2 of 5 mandatory needs met everywhere"
    assert words.headline_range(2, 1, 5) == "between 2 and 3 of 5 once assessed"
    assert words.headline_range(2, 0, 5) == ""
    assert words.headline(0, 0, 0) == "no mandatory needs in view"


@pytest.mark.parametrize(
    ("state", "assumed", "precision", "confirmed", "verdict"),
    [
        ("met", False, "precise", True, "solid"),
        ("met", False, "precise", False, "could flip"),
        ("met", False, "precise", None, "could flip"),
        ("missed", False, "indicative", True, "too few answers"),
        ("partial", False, None, None, "no interval"),
        ("met", True, "precise", True, "assumed rating"),
        ("not_assessed", True, "precise", True, ""),
        ("no_touchpoint", False, None, None, ""),
    ],
)
def test_a_verdict_names_the_strongest_doubt(state: str, assumed: bool, precision: str | None, confirmed: bool | None, verdict: str):
    assert words.verdict(state, assumed, precision, confirmed) == verdict


@given(
    st.sampled_from(sorted(STATE_MEANING)),
    st.booleans(),
    st.sampled_from([None, "precise", "imprecise", "indicative"]),
    st.sampled_from([None, True, False]),
)
def test_every_verdict_is_explained(state: str, assumed: bool, precision: str | None, confirmed: bool | None):
    assert words.VERDICTS[words.verdict(state, assumed, precision, confirmed)]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcd"), "a, b, c and d"),
        (list("abcdefg"), "a, b, c and 4 more"),
    ],
)
def test_a_list_is_a_phrase_and_a_long_one_ends_in_a_count(items: list[str], said: str):
    assert words.listing(items) == said


@given(st.lists(st.text("abcdefgh", min_size=1), max_size=30), st.integers(1, 5))
def test_no_list_says_and_one_more(items: list[str], limit: int):
    assert not words.listing(items, limit).endswith(" and 1 more")


def test_a_sentence_begins_large_and_ends_in_one_stop():
    assert words.sentence("it rests on 9 answers") == "It rests on 9 answers."
    assert words.sentence(" Why? ") == "Why?"
    assert words.sentence("") == ""


def test_a_name_from_right_to_left_is_set_apart_within_a_sentence() -> None:
    assert words.isolated("קופה") == "\u2068קופה\u2069"
    assert words.isolated("Till 3 → $5") == "Till 3 → $5"


def test_a_quick_look_misses_no_character_that_is_none() -> None:
    never = [chr(code) for code in (*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), *range(0x09), 0x0B, 0x0C, 0x7F, 0x80, 0x9F)]
    never += [chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)]
    assert not [f"U+{ord(one):04X}" for one in never if words.printable(f"ä{one}b") != "äb"]
    kept = "Zürich 東京 😀 \t\r\n\x85\xa0\u2028\ufffd\ufdcf\ufdf0\U0001fffd"
    assert words.printable(kept) == kept
