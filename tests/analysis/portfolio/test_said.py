"""What is said of a set, of what is left out of it, of wishes and what they cost: on the golden example."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cx.analysis.portfolio.alternatives import left_out, prices, runners_up
from cx.analysis.portfolio.core import core_index
from cx.analysis.portfolio.optimum import Best, best
from cx.analysis.portfolio.problem import Improvement, Need, Problem, Wishes
from cx.analysis.portfolio.rules import Rules
from cx.analysis.portfolio.said import conflict_of, differs, price_of, set_title, why_not
from cx.store.answers import Answers
from cx.store.patience import GivenUp, waiting
from tests.analysis.portfolio.test_golden_portfolio import PROBLEM, cell, places


def found(problem: Problem, wishes: Wishes) -> Best:
    """The best set, which there is."""
    answer = best(problem, wishes)
    assert answer is not None
    return answer


def with_rules(**rules: dict[str, str]) -> Problem:
    """The golden example, in which some improvements require or exclude others."""
    improvements = (
        Improvement(
            one.id, one.name, one.cost, *(frozenset(rules.get(one.id, {}).get(word, "").split()) for word in ("requires", "excludes"))
        )
        for one in PROBLEM.improvements
    )
    return Problem(tuple(improvements), PROBLEM.needs)


def reasons(problem: Problem, wishes: Wishes) -> dict[str, str]:
    """Why each improvement is left out."""
    answer = found(problem, wishes)
    return {one.improvement: why_not(problem, wishes, answer, one) for one in left_out(problem, wishes, answer)}


def test_the_title_says_what_the_set_costs_and_closes() -> None:
    assert set_title(PROBLEM, Wishes(12), found(PROBLEM, Wishes(12))) == "4 improvements for 9 of 12 close 3 of 4 open mandatory needs"
    assert set_title(PROBLEM, Wishes(1), found(PROBLEM, Wishes(1))) == "1 improvement for 1 of 1 closes 1 of 4 open mandatory needs"
    partly = Problem(PROBLEM.improvements, PROBLEM.needs, places(I1=2.5))
    assert set_title(partly, Wishes(3), found(partly, Wishes(3, banned=frozenset(["I4", "I6"])))) == (
        "1 improvement for 3 of 3 takes 2.5 of priority away and closes none of 4 open mandatory needs"
    )
    assert set_title(PROBLEM, Wishes(0), found(PROBLEM, Wishes(0))).startswith("Nothing that fits a budget of 0")


def test_one_sentence_says_why_an_improvement_is_left_out_and_which_need_would_be_given_up_for_it() -> None:
    assert reasons(PROBLEM, Wishes(8)) == {
        "I3": "The best set with it closes “N4” and gives up “N1”: 0.90 instead of 1.60 of weight.",
        "I5": "The best set with it gives up “N3”: 1.00 instead of 1.60 of weight.",
        "I6": "The best set with it closes “N4” and gives up “N3”: 1.30 instead of 1.60 of weight.",
    }
    assert reasons(PROBLEM, Wishes(12))["I3"].startswith("The best set with it")
    assert reasons(PROBLEM, Wishes(30))["I2"] == "It adds nothing to the set: the same for 3 more."
    ruled = with_rules(I3={"requires": "I5"}, I4={"excludes": "I6"})
    why = reasons(ruled, Wishes(8, pinned=frozenset(["I4"]), banned=frozenset(["I2"])))
    assert why["I2"] == "You left it out."
    assert why["I3"] == "With what it requires it costs 9, more than the budget of 8."
    assert why["I6"] == "“I4” and “I6” rule each other out, and one of them is pinned or required."
    assert reasons(ruled, Wishes(8, banned=frozenset(["I5"])))["I3"] == "It requires “I5”, which is left out."
    assert reasons(PROBLEM, Wishes(6, pinned=frozenset(["I4"])))["I5"] == "With what is pinned it costs 7, more than the budget of 6."


def test_a_pin_has_its_price_and_one_that_is_chosen_anyhow_has_none() -> None:
    wishes = Wishes(8, pinned=frozenset(["I5", "I4"]))
    answer = found(PROBLEM, wishes)
    said = [price_of(PROBLEM, answer, price) for price in prices(PROBLEM, wishes, answer)]
    assert said == [
        "Pinning “I4” costs “N1”: 0.90 instead of 1.00 of weight.",
        "Pinning “I5” costs “N1”: 0.90 instead of 1.60 of weight.",
    ]
    free = Wishes(8, pinned=frozenset(["I1"]), banned=frozenset(["I6"]))
    answer = found(PROBLEM, free)
    assert [price_of(PROBLEM, answer, price)[:20] for price in prices(PROBLEM, free, answer)] == [
        "Pinning “I1” costs n",
        "Leaving out “I6” cos",
    ]
    assert all(price_of(PROBLEM, answer, price).endswith("is as good without the wish.") for price in prices(PROBLEM, free, answer))


def test_pins_that_cannot_be_had_are_named_with_the_smallest_budget_and_a_rule_may_be_ignored() -> None:
    def said(problem: Problem, wishes: Wishes) -> str:
        conflict = Rules(problem, wishes).conflict()
        return conflict_of(problem, wishes, conflict) if conflict else ""

    assert said(PROBLEM, Wishes(6, pinned=frozenset(["I1", "I3", "I6"]))) == (
        "“I1” and “I3” cost together 7, more than 6. The smallest budget for all pins is 8."
    )
    ruled = with_rules(I4={"excludes": "I6"}, I3={"requires": "I5"})
    assert (
        said(ruled, Wishes(8, frozenset(["I3"])))
        == "“I3” with what is required costs 9, more than 8. The smallest budget for all pins is 9."
    )
    pair = frozenset(["I4", "I6"])
    assert said(ruled, Wishes(6, pinned=pair)) == "“I4” and “I6” cannot be pinned together: “I4” and “I6” rule each other out."
    assert said(ruled, Wishes(6, pinned=pair, ignored=frozenset([("I4", "I6")]))) == ""
    assert said(ruled, Wishes(9, frozenset(["I3"]), frozenset(["I5"]))) == "“I3” cannot be pinned: “I5” is left out."
    gone = replace(with_rules(I3={"requires": "I9"}), aside={"I9": "New till"})
    assert said(gone, Wishes(9, frozenset(["I3"]))) == "“I3” cannot be pinned: “New till” cannot be chosen."


def test_what_nobody_waits_for_any_more_is_not_solved_to_the_end() -> None:
    answers = Answers()
    solved: list[str] = []

    def find() -> None:
        answer = found(PROBLEM, Wishes(8))
        for one in left_out(PROBLEM, Wishes(8), answer):
            solved.append(one.improvement)
            next(iter(works)).give_up()

    works = answers._kept.values()
    with waiting(lambda question, seconds: None), pytest.raises(GivenUp):
        answers.give(1, "why not", find, beside=True)
    assert solved == ["I3"]


def test_a_runner_up_does_without_something_and_an_improvement_is_core_where_every_draw_has_it() -> None:
    twin = Problem(
        (*PROBLEM.improvements, Improvement("I7", "I7", 3)), (Need("N1", "N1", 1.0, (cell("N1", "s1", "I1 I7"),)), *PROBLEM.needs[1:])
    )
    wishes = Wishes(3)
    answer = found(twin, wishes)
    others = runners_up(twin, wishes, answer)
    assert answer.value.weight == 10_000 and len(others) == 1
    assert re.fullmatch(r"“I[17]” instead of “I[17]”", differs(twin, answer, others[0]))
    drawn = [Problem(PROBLEM.improvements, tuple(Need(n.id, n.name, n.weight * by, n.cells) for n in PROBLEM.needs)) for by in (1.0, 0.7)]
    index = core_index([*drawn, Problem(PROBLEM.improvements, PROBLEM.needs[1:])], Wishes(8))
    assert index.number == 3
    assert [index.word(one) for one in ("I4", "I1", "I3")] == ["core", "borderline", "out"]
