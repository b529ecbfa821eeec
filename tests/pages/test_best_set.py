"""The best set for a budget on its page: what money buys, the set, why not the others, a pin and its price, and a scenario made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cx.analysis.portfolio import answers, draws
from cx.analysis.portfolio.model import TooLarge
from cx.analysis.scenarios.scenario import scenarios
from cx.store import open_workspace
from tests.oracle import Tables
from tests.pages.screens import assert_healthy, start, words_of
from tests.sketches import Contact, Stage, one_need

PART = "Best set for a budget"


@pytest.fixture(autouse=True)
def fewer_draws() -> Iterator[None]:
    """How sure the draws are is asked elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draws, "DRAWS", 12)
        yield


def test_a_set_is_found_for_a_budget_questioned_and_made_a_scenario(sample: Path) -> None:
    app = start("scenarios", scenarios=PART, budget="300")
    titles = [title.value.replace("\\", "") for title in app.header]
    assert titles == [
        "1,165 closes 6 of 6 open mandatory needs; more money closes no more",
        "3 improvements for 205 of 300 close 2 of 6 open mandatory needs",
    ]
    shown = words_of(app)
    assert "2 needs closed if every effect is whole, 1 if each goes only as far as its confidence" in shown
    assert "takes 580: “Signs that lead to a free parking space (invented)”" in shown, "no set within the budget closes it"
    assert "WiFi twice as fast (invented) It adds nothing to the set: the same for 60 more." in shown
    assert "It costs 900, more than the budget of 300." in shown
    assert "12 draws of the ratings" in shown and "AirTrain to the long-term parking (invented) 0% out" in shown
    app.multiselect(key="pinned").set_value(["lane-for-transfers"])
    next(button for button in app.button if "Accept" in button.label).click().run()
    assert_healthy(app)
    assert "Pinning “A security lane for connecting passengers (invented)” costs" in words_of(app)
    (kept,) = scenarios(open_workspace(sample)).values()
    assert (kept.name, kept.round_id) == ("Best set for 300", "2017") and "lane-for-transfers" in kept.improvements
    assert app.query_params["pinned"] in ("lane-for-transfers", ["lane-for-transfers"]), "a link shows others the same set"
    linked = start("scenarios", scenarios=PART, budget="300", pinned=["lane-for-transfers", "gone"], banned="shuttle-every-five")
    assert (linked.multiselect(key="pinned").value, linked.multiselect(key="banned").value) == (
        ["lane-for-transfers"],
        ["shuttle-every-five"],
    )
    assert "The link names an improvement or a rule that is not here" in [caption.value for caption in linked.caption][-1]
    app.multiselect(key="pinned").set_value(["shuttle-every-five", "train-to-parking"]).run()
    assert "costs 900, more than 300." in app.warning[0].value and not [title for title in app.header if "close" in title.value][1:]

    assert "Nothing that fits a budget of 0" in " ".join(title.value for title in start("scenarios", scenarios=PART, budget="0").header)

    def too_large(*_: object) -> None:
        raise TooLarge

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "best", too_large)
        app.multiselect(key="pinned").set_value([])
        app.number_input(key="budget").set_value(305.0).run()
    assert_healthy(app)
    said = app.warning[0].value
    assert "too large to prove" in said and "no set more than" in said and "Why not the others" not in words_of(app)


def test_without_improvements_or_effects_the_part_says_what_to_do_first(holding: Callable[[Tables], Path]) -> None:
    tables = one_need("mandatory", [Stage("s1", [Contact(0.4)])])
    holding(tables)
    assert "Record what may be done under “Improvements”" in words_of(start("scenarios", scenarios=PART))
    holding(tables | {"improvements": [{"improvement_id": "i1", "name": "<b>Nothing</b>", "cost": "1"}]})
    assert "Say under “Improvements” which touchpoints" in words_of(start("scenarios", scenarios=PART))
