"""The vocabulary: answer scales in general."""

from __future__ import annotations

import pytest

from cx.model import SCALES, scale


def mapped(word: str, value: float) -> float:
    known = scale(word)
    assert known is not None
    return (value - known.zero) / known.span


@pytest.mark.parametrize(
    ("word", "value", "expected"),
    [
        ("1-6", 1, 0.0), ("1-6", 5, 0.8), ("1-3", 2, 0.5), ("1-10", 8, 7 / 9), ("0-100", 25, 0.25), ("-3-7", 2, 0.5),
        ("1-6-reversed", 1, 1.0), ("1-6-reversed", 5, 0.2), ("-5-5", -5, -1.0), ("-5-5", 3, 0.6), ("1-5", 4, 0.75),
    ],
)  # fmt: skip
def test_a_scale_between_any_two_whole_numbers_maps_its_ends_to_0_and_1_or_a_signed_one_to_minus_1_and_1(
    word: str, value: float, expected: float
) -> None:
    assert mapped(word, value) == pytest.approx(expected)


@pytest.mark.parametrize("word", ["5-1", "3-3", "1-500", "-200-5", "01-5", "1–5", "1-5-upside-down", "", "likert", "1-5.5"])
def test_what_has_no_two_ends_in_order_is_no_scale(word: str) -> None:
    assert scale(word) is None


def test_signed_scales_are_for_pains_alone_and_straight_ones_for_the_rest() -> None:
    assert [(scale(w).for_pains, scale(w).for_others) for w in ("-3-3", "1-6", "1-6-reversed")] == [
        (True, False),
        (False, True),
        (True, True),
    ]


def test_the_usual_scales_say_of_themselves_what_the_general_rule_says() -> None:
    general = [s for s in SCALES if s.word not in ("0-1", "-1-1", "percent", "yes-no")]
    for usual in general:
        ends = usual.word.removesuffix("-reversed")
        assert ends in (f"{usual.low:g}-{usual.high:g}",)
        assert {mapped(usual.word, usual.low), mapped(usual.word, usual.high)} in ({0.0, 1.0}, {-1.0, 1.0})
