"""The best set, and all that is said about it, beside trying every set. The whole: `python -m tests.benchmarks.portfolio_and_every_set`."""

from __future__ import annotations

from cx.analysis.portfolio.outcomes import Outcomes, tried_of
from cx.analysis.portfolio.problem import Chosen
from tests.benchmarks.portfolio_and_every_set import answers

SEEDS, MOST = range(100, 112), 10
"""Among them some with pins that cannot be had, with runner-ups, and with improvements that spoil what others reach."""


def test_every_answer_about_a_set_is_what_trying_every_set_says() -> None:
    compared = [(seed, *answer) for seed in SEEDS for answer in answers(seed, MOST)]
    assert {what for _, what, _, _ in compared} >= {"optimum", "conflict", "frontier", "price", "why not", "runners-up", "closing set"}
    assert [one for one in compared if one[2] != one[3]] == []


def outcomes(names: str, judged: dict[str, tuple[bool, float]]) -> Outcomes:
    """What was tried, by the names of the improvements in it; what is not named is as good as nothing."""
    touching = frozenset(names.split())
    return Outcomes(touching, {some: judged.get(" ".join(sorted(some)), (False, 0.0)) for some in tried_of(touching)})


def test_two_improvements_that_do_the_same_count_once_and_two_that_need_each_other_count_together() -> None:
    same = outcomes("a b", {"a": (True, 5.0), "b": (True, 5.0), "a b": (True, 5.0)})
    both = outcomes("a b", {"a": (False, 1.0), "a b": (True, 9.0)})
    at = ("n", "s")
    assert [same.place(at).units(chosen(some)) for some in ("", "a", "b", "a b")] == [0, 500, 500, 500]
    assert [both.place(at).units(chosen(some)) for some in ("", "a", "b", "a b")] == [0, 100, 0, 900]
    assert [both.cell(at).is_met(chosen(some)) for some in ("a", "b", "a b")] == [False, False, True]


def test_what_spoils_a_cell_is_not_overlooked() -> None:
    spoiled = outcomes("a b", {"": (True, 0.0), "a": (True, 0.0), "b": (False, -4.0), "a b": (True, -1.0)})
    cell, place = spoiled.cell(("n", "s")), spoiled.place(("n", "s"))
    assert [cell.is_met(chosen(some)) for some in ("", "a", "b", "a b")] == [True, True, False, True]
    assert [place.units(chosen(some)) for some in ("", "a", "b", "a b")] == [0, 0, -400, -100]


def test_of_more_than_three_improvements_at_one_cell_no_more_is_promised_than_was_tried() -> None:
    four = outcomes("a b c d", {" ".join(sorted(some)): (len(some) > 3, float(len(some))) for some in tried_of(frozenset("abcd"))})
    assert not four.cell(("n", "s")).is_met(chosen("a b c d"))
    assert four.place(("n", "s")).units(chosen("a b c d")) == 300


def chosen(names: str) -> Chosen:
    """A set by its names."""
    return frozenset(names.split())
