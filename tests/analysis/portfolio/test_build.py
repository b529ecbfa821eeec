"""What the problem of a workspace says of a set of improvements is what the projection of that set says."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from cx.analysis.coverage import Coverage, Scope, compute
from cx.analysis.portfolio.build import Portfolio, portfolio
from cx.analysis.portfolio.draws import Drawn, drawn_problems
from cx.analysis.portfolio.problem import PRIORITY_UNITS, Chosen
from cx.analysis.scenarios.projection import Variant, project, project_needs
from cx.model import TOLERANCE
from tests.analysis.scenarios.test_projection import with_improvements
from tests.laying import laid
from tests.side_by_side import TODAY, Neighbours, random_neighbours

SETS, AT_ONE_CELL = 12, 3


@pytest.fixture(scope="module")
def built() -> Iterator[tuple[Coverage, Portfolio]]:
    """Two dozen random workspaces with up to four improvements each, in one database; one improvement is done, one dropped."""
    neighbours = max(random_neighbours(range(40), size=24), key=lambda some: len(some.parts))
    parts = {name: with_improvements(part, seed) for seed, (name, part) in enumerate(neighbours.parts.items())}
    whole = Neighbours(parts).whole
    first, second, third = (row["improvement_id"] for row in whole["improvements"][:3])
    whole["improvements"][0] |= {"status": "done"}
    whole["improvements"][1] |= {"status": "dropped"}
    whole["improvements"][2] |= {"requires": f"{first};{second}"}
    workspace = laid(whole)
    answer = compute(workspace, Scope(today=TODAY))
    yield answer, portfolio(answer, 0.5)
    workspace.close()


def random_sets(found: Portfolio) -> list[Chosen]:
    """Sets with at most so many improvements of one workspace as a cell is tried with."""
    rng = random.Random(7)
    by_part: dict[str, list[str]] = {}
    for one in found.problem.improvements:
        by_part.setdefault(one.id.split("-")[0], []).append(one.id)
    return [
        frozenset(one for own in by_part.values() for one in rng.sample(own, min(len(own), rng.randint(0, AT_ONE_CELL))))
        for _ in range(SETS)
    ]


def test_a_need_is_closed_where_the_projection_of_the_set_says_that_it_is_met(built: tuple[Coverage, Portfolio]) -> None:
    answer, found = built
    sets = random_sets(found)
    needs = project_needs(answer, [Variant(some) for some in sets])
    needs = needs[needs["need_id"].isin(found.problem.need.keys())]
    closed = [frozenset(needs.query("variant == @number and state == 'met'")["need_id"]) for number in range(len(sets))]
    assert [found.problem.closed(some) for some in sets] == closed
    assert len(set(closed)) > SETS / 2 and max(map(len, closed)) > len(found.problem.closed_already)


def test_what_is_taken_away_is_the_priority_before_less_the_priority_then(built: tuple[Coverage, Portfolio]) -> None:
    answer, found = built
    sets = random_sets(found)
    cells = project(answer, [Variant(some) for some in sets]).merge(
        answer.frame("""
            SELECT c.need_id, c.stage_id, c.shortfall, 100 * c.importance * c.reach * persona_weight_of(w.size_share, w.value_share, 0.5) AS worth
            FROM cell c JOIN persona_weight w ON w.persona_id = c.persona_id AND w.blocked IS NULL WHERE c.kind <> 'gain'"""),
        on=["need_id", "stage_id"],
    )  # fmt: skip
    then = ((cells["target"] - cells["fulfilment"]) / cells["target"]).where(cells["fulfilment"] < cells["target"] - TOLERANCE, 0.0)
    known = (cells["state"] != "not_assessed") & cells["shortfall"].notna()
    cells["taken"] = (cells["worth"] * (cells["shortfall"] - then)).where(known, 0.0)
    places = {place.id: place for place in found.problem.places}
    seen = 0
    for number, need, stage, taken in cells[["variant", "need_id", "stage_id", "taken"]].itertuples(index=False, name=None):
        place = places.get((need, stage))
        units = place.units(sets[number]) if place else 0
        assert units == pytest.approx(taken * PRIORITY_UNITS, abs=0.51), (need, stage, sorted(sets[number]))
        seen += units != 0
    assert seen > SETS


def test_what_is_done_is_no_choice_and_meets_what_requires_it_and_what_is_dropped_does_not(built: tuple[Coverage, Portfolio]) -> None:
    _, found = built
    (done, dropped), third = found.aside, found.problem.improvements[0]
    assert list(found.aside.values()) == ["done", "dropped"]
    assert third.requires == {dropped} and not {done, dropped} & found.problem.by_id.keys()


def test_a_draw_without_noise_is_the_problem_itself_and_draws_repeat_with_their_seed(built: tuple[Coverage, Portfolio]) -> None:
    answer, found = built
    drawn = Drawn(answer, found)
    present, worlds = drawn.values(None, 1, 0.0)
    weight = drawn.cells["importance"] * (drawn.cells["size_share"] + drawn.cells["value_share"]) / 2
    same = drawn.problem(present[0], worlds[0], weight.to_numpy(dtype=float))
    assert [(need.id, need.units, need.cells) for need in same.needs] == [(n.id, n.units, n.cells) for n in found.problem.needs]
    for some in random_sets(found):
        taken = [{place.id: place.units(some) for place in one.places} for one in (same, found.problem)]
        assert taken[0] == pytest.approx(taken[1], abs=1), "rounded to whole units on either side"
    settings = {"seed": 3, "importance_spread": 0.25, "expert_spread": 0.125}
    first, again = (list(drawn_problems(answer, found, settings, 4)) for _ in range(2))
    assert first == again and len({problem.needs for problem in first}) == 4
    assert {cell for need in first[0].needs for cell in need.cells} != {cell for need in found.problem.needs for cell in need.cells}
