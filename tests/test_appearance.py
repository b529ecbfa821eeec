"""How a value looks: one function decides tone, glyph, number and word for every place."""

from __future__ import annotations

from typing import Any

import pytest

from cx.appearance import is_dashed, look, state_counts


def row(state: str, fulfilment: float | None, **more: Any) -> dict[str, Any]:
    return {
        "state": state,
        "fulfilment": fulfilment,
        "upper": 1.0,
        "target": 0.75,
        "adequate": 0.5,
        "assumed": False,
        "flags": (),
        "kind": "mandatory",
    } | more


@pytest.mark.parametrize(
    ("state", "fulfilment", "assumed", "tone", "text"),
    [
        ("met", 0.9, False, "met", "90%"),
        ("met", 0.9, True, "met_tint", "~90%"),
        ("partial", 0.62, True, "partial_tint", "~62%"),
        ("missed", 0.25, False, "missed", "25%"),
        ("missed", 0.24, False, "missed_deep", "24%"),
        ("missed", 0.1, True, "missed_tint", "~10%"),
        ("not_assessed", None, True, "not_assessed", ""),
        ("no_touchpoint", 0.0, True, "no_touchpoint", ""),
    ],
)
def test_an_assumed_rating_keeps_the_colour_of_its_state_in_a_tint_and_its_number(
    state: str, fulfilment: float | None, assumed: bool, tone: str, text: str
):
    shown = look(row(state, fulfilment, assumed=assumed))
    assert (shown.tone, shown.text) == (tone, text)
    assert shown.dashed == (tone == "not_assessed" or tone.endswith("_tint"))


@pytest.mark.parametrize(("upper", "tone"), [(0.7, "partial_tint"), (0.5, "partial_tint"), (0.49, "missed_tint")])
def test_what_cannot_be_met_any_more_says_so_with_its_limit_in_the_tint_of_that(upper: float, tone: str):
    shown = look(row("not_assessed", 0.3, upper=upper, flags=("cannot_be_met", "partial_rating")))
    assert (shown.state, shown.tone, shown.text) == ("not_assessed", tone, f"≤ {upper:.0%}")
    assert shown.word == shown.words == f"Not met (≤ {upper:.0%})"
    assert shown.dashed


def test_an_unknown_that_can_still_be_met_is_not_called_failed():
    shown = look(row("not_assessed", 0.9, upper=0.8, flags=("partial_rating",)))
    assert (shown.tone, shown.text, shown.word) == ("not_assessed", "≤ 80%", "Not assessed")


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("met", "Relieved"),
        ("partial", "Partly relieved"),
        ("missed", "Unrelieved"),
        ("no_touchpoint", "No touchpoint"),
        ("not_assessed", "Not assessed"),
    ],
)
def test_a_pain_is_relieved_and_not_met(state: str, word: str):
    assert look(row(state, 0.5, kind="pain")).word == word


def test_states_are_counted_in_the_words_of_their_kind():
    pains = [row("missed", 0.1, kind="pain"), row("missed", 0.2, kind="pain"), row("met", 0.9, kind="pain")]
    assert state_counts(pains) == [("relieved", 1), ("unrelieved", 2)]
    needs = [row("not_assessed", None), row("not_assessed", 0.2, upper=0.6, flags=("cannot_be_met",))]
    assert sorted(state_counts(needs)) == [("not assessed", 1), ("not met whatever is found out", 1)]


def test_dashes_mark_the_unknown_and_the_assumed_only():
    assert [t for t in ("met", "met_tint", "missed_deep", "no_touchpoint", "not_assessed") if is_dashed(t)] == ["met_tint", "not_assessed"]
