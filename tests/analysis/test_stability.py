"""How far the ranking can be relied on: seeded draws, rank ranges, captions, and what moves them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau, spearmanr

from cx.analysis.coverage import Scope, compute
from cx.analysis.monte_carlo.model import LINKS
from cx.analysis.monte_carlo.simulation import KEPT_ANSWERS, SOURCES, simulate
from cx.analysis.parameters import parameters
from cx.analysis.shortfalls import compute as list_of
from cx.analysis.shortfalls import shortfalls
from cx.analysis.stability import caption, compare_ranks, rests_on, stability, summarise
from cx.store import Workspace
from tests.gaps import GX_10, add, people, survey_of
from tests.oracle import Tables
from tests.side_by_side import TODAY, Neighbours

Make = Callable[[Tables], Workspace]


def drawn(
    workspace: Workspace, sources: tuple[str, ...] = tuple(SOURCES), size_weight: float = 0.5, by_priority: bool = False, **settings: float
) -> pd.DataFrame:
    """What the draws say about each item, with the need and stage of its row."""
    answer = compute(workspace, Scope(today=TODAY))
    found = list_of(answer, size_weight, by_priority=by_priority)
    said = summarise(found, simulate(answer, {**parameters(workspace), **settings}, sources, by_priority))
    return said.items.merge(found.items[["item", "need_id", "stage_id"]], on="item").set_index("need_id")


def test_the_share_of_draws_in_which_an_item_is_first_is_where_the_lines_cross_gx_14(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "X", "P1", "gain", 0.30, [(0.0, 1)])
    add(tables, "Y", "P2", "gain", 0.36, [(0.0, 1)])
    found = drawn(workspace_of(tables), ("size_weight",), draws=20_000)
    assert found["first"]["X"] == pytest.approx(0.5152, abs=0.01)


def test_shift_and_kendall_of_two_orders_gx_14() -> None:
    reference, other = np.arange(1.0, 6), np.array([[2.0, 1, 3, 5, 4]])
    shift, tau = compare_ranks(reference, other)
    assert (shift[0], tau[0]) == pytest.approx((0.8, 0.6))
    assert spearmanr(reference, other[0])[0] == pytest.approx(0.8)


def test_kendall_with_ties_is_that_of_the_library() -> None:
    random = np.random.default_rng(7)
    others = random.integers(1, 8, size=(40, 12)).astype(float)
    reference = np.arange(1.0, 13)
    assert compare_ranks(reference, others)[1].tolist() == pytest.approx([kendalltau(reference, o)[0] for o in others])


def test_where_nothing_varies_every_draw_is_the_list_itself(random_workspaces: list[tuple[Neighbours, Workspace]]) -> None:
    """The draws run the rules on their own; without noise they must end where the relations end, on any workspace."""
    compared = 0
    for _, workspace in random_workspaces[::2]:
        answer = compute(workspace, Scope(today=TODAY))
        settings = {**parameters(workspace), "draws": 1}
        for by_priority in (False, True):
            found = list_of(answer, settings["lambda"], by_priority=by_priority)
            said = summarise(found, simulate(answer, settings, (), by_priority))
            # Equal priorities stand in the list by rules of courtesy that the draws do not repeat.
            tied = found.items["priority"].round(9).duplicated(keep=False).to_numpy()
            assert said.items["middle"].to_numpy()[~tied].tolist() == found.items["item"].to_numpy()[~tied].tolist()
            compared += (~tied).sum()
        answer.close()
    assert compared > 200


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(sample_workspace: Workspace) -> None:
    answer = compute(sample_workspace, Scope(today=TODAY))
    settings = {**parameters(sample_workspace), "draws": 300}
    first, again = simulate(answer, settings), simulate(answer, settings)
    other = simulate(answer, {**settings, "seed": 1})
    assert (first.ranks == again.ranks).all()
    assert (first.ranks != other.ranks).any()


def test_the_draws_do_not_hang_on_the_order_in_which_the_engine_finds_the_ratings(
    sample_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = compute(sample_workspace, Scope(today=TODAY))
    settings, found = {**parameters(sample_workspace), "draws": 125}, answer.frame
    first = simulate(answer, settings)
    answer.kept.clear()
    monkeypatch.setattr(answer, "frame", lambda sql: found(sql)[:: -1 if sql == LINKS else 1].reset_index(drop=True))
    assert (first.ranks == simulate(answer, settings).ranks).all()


def test_a_clear_leader_is_surely_among_the_first_five_and_near_equals_are_not(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "lead", "P1", "mandatory", 1, [(0.1, 1)])
    for number in range(12):
        add(tables, f"n{number:02}", "P1", "gain", 0.5, [(0.4 - number / 1000, 1)])
    found = drawn(workspace_of(tables), size_weight=0.5)
    assert found.loc["lead", ["first", "top", "caption"]].tolist() == [1.0, 1.0, "surely"]
    assert set(found.drop("lead")["caption"]) <= {"perhaps", "hardly"}
    assert (found["low"] <= found["middle"]).all() and (found["middle"] <= found["high"]).all()


def test_a_small_sample_moves_more_than_a_large_one(workspace_of: Make) -> None:
    def width(n: int) -> int:
        tables = people(GX_10)
        for number in range(9):
            add(tables, f"n{number}", "P1", "mandatory", 1, [(0.6, 1)])
            survey_of(tables, f"n{number}", round((0.30 + number / 20) * n), n)
        found = drawn(workspace_of(tables), ("ratings",))
        return int((found["high"] - found["low"]).sum())

    assert width(20) > 2 * width(2000)


def test_a_mandatory_need_that_often_fails_is_often_listed_among_those_that_fail(workspace_of: Make) -> None:
    """49 of 100 is missed and 51 of 100 partly met: in about half of the draws each is on the other side of the cut."""
    tables = people(GX_10)
    for need_id, met_n in (("a", 49), ("b", 51)):
        add(tables, need_id, "P1", "mandatory", 1, [(met_n / 100, 1)])
        survey_of(tables, need_id, met_n, 100)
    found = drawn(workspace_of(tables), ("ratings",), draws=4000)
    assert found["first"]["a"] == pytest.approx(0.61, abs=0.04)  # P(X < Y) for Beta(50, 52) and Beta(52, 50)


def test_what_the_ranking_rests_on_is_the_shift_when_one_source_varies_alone(sample_workspace: Workspace) -> None:
    answer = compute(sample_workspace, Scope())
    found = shortfalls(sample_workspace, answer)
    said, moved_by = stability(sample_workspace, found), rests_on(sample_workspace, found)
    assert set(moved_by) == set(SOURCES)
    assert moved_by["size_weight"] == 0  # the sample knows no value, so nothing is weighed against it
    assert 0 < moved_by["importance"] < said.shift + 0.2
    assert said.number == 2000 and said.seed == 20_240_501


def test_acceptability_rises_with_the_rank_that_is_accepted(sample_workspace: Workspace) -> None:
    said = stability(sample_workspace, shortfalls(sample_workspace, compute(sample_workspace, Scope())))
    wide = said.acceptability.pivot(index="item", columns="rank", values="share")
    assert (wide.diff(axis=1).iloc[:, 1:] >= 0).all().all()
    assert wide[5].tolist() == said.items["top"].tolist()


@pytest.mark.parametrize(
    ("top", "word"), [(1.0, "surely"), (0.8, "surely"), (0.79, "perhaps"), (0.2, "perhaps"), (0.19, "hardly"), (0.0, "hardly")]
)
def test_the_caption_follows_the_share_among_the_first_five(top: float, word: str) -> None:
    assert caption(top) == word


def test_an_item_that_surely_stands_far_down_is_hardly_among_the_first_and_its_range_says_how_sure_that_is(workspace_of: Make) -> None:
    tables = people(GX_10)
    for number in range(17):
        add(tables, f"n{number:02}", "P1", "mandatory", 0.9, [(0.05 + 0.02 * number, 1)])
    workspace = workspace_of(tables)
    answer = compute(workspace, Scope(today=TODAY))
    said = summarise(list_of(answer, 0.5), simulate(answer, {**parameters(workspace), "draws": 500}, ("size_weight",)))
    assert (said.places[17].caption, said.places[17].ranks, said.places[17].said) == ("hardly", "17", "rank 17")
    assert (said.places[1].caption, said.places[1].ranks) == ("surely", "1")


def test_a_must_have_that_may_well_fail_stands_before_a_gain_that_weighs_more_in_every_draw(workspace_of: Make) -> None:
    tables = people(GX_10)
    add(tables, "small", "P2", "mandatory", 0.3, [(0.7, 0.2)])
    add(tables, "large", "P1", "gain", 1, [(0.0, 1)])
    workspace = workspace_of(tables)
    assert drawn(workspace)["first"].to_dict() == {"small": 1.0, "large": 0.0}
    assert drawn(workspace, by_priority=True)["first"].to_dict() == {"small": 0.0, "large": 1.0}


def test_an_empty_workspace_draws_nothing(empty_workspace: Workspace) -> None:
    found = shortfalls(empty_workspace, compute(empty_workspace, Scope()))
    assert stability(empty_workspace, found).items.empty


def test_only_the_answers_drawn_last_keep_their_drawn_values(sample_workspace: Workspace) -> None:
    settings = parameters(sample_workspace) | {"draws": 125}
    answers = [compute(sample_workspace, Scope(today=TODAY)) for _ in range(KEPT_ANSWERS + 1)]
    ranks = [simulate(answer, settings).ranks.tolist() for answer in answers]
    assert [bool(answer.kept) for answer in answers] == [False] + [True] * KEPT_ANSWERS
    assert ranks[0] == simulate(answers[0], settings).ranks.tolist()
