"""How close a room is, item by item and in words, and when an overall coefficient speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from cx.changes.write import write_rows
from cx.report.forms import as_markdown
from cx.report.minutes import minutes
from cx.store import Workspace
from cx.ui.workshop.components import spread
from cx.ui.workshop.wall_item import focus
from cx.workshop import closeness
from cx.workshop.decisions import Decision, decide, recorded
from cx.workshop.panel_statistics import says
from cx.workshop.results import results
from tests.oracle import Tables
from tests.sketches import add_need, stages_rated
from tests.workshop.rooms import Led, led, shortfalls
from tests.workshop.test_agreement import panel


@pytest.mark.parametrize(
    ("scores", "near", "close", "split"),
    [
        ((3, 3, 3, 2, 0), 4, True, False),
        ((4, 4, 4, 4, 0), 4, True, True),
        ((3, 3, 2, 1, 0), 4, True, True),
        ((4, 3, 2, 1, 0), 3, False, True),
        ((0, 1, 2, 2, 3), 4, True, False),
        ((2, 2, 4), 2, False, False),
        ((0, 4), 0, False, True),
        ((2,), 1, False, False),
    ],
)
def test_four_in_five_within_a_step_of_the_median_are_close_and_either_end_is_disagreement(
    empty_workspace: Workspace, scores: Sequence[int], near: int, close: bool, split: bool
):
    for low, scale in ((0, "0-4"), (-2, "-2-2")):
        spread, *_ = panel(empty_workspace, [[s + low] for s in scores], scale)
        assert (int(spread["near"][0]), bool(spread["close"][0]), bool(spread["disagreement"][0])) == (near, close, split), scale


@pytest.mark.parametrize(
    ("scores", "word", "said"),
    [
        ([3, 3, 2], "close", "Close: 3 of 3 within one step of the median"),
        ([2, 2, 4], "spread out", "Spread out: 2 of 3 within one step of the median"),
        ([0, 0, 4], "disagreement", "Disagreement: 2 of 3 within one step of the median"),
        ([3, None, None], "too few scores", "Fewer than 3 people scored it, too few to show"),
        ([3, 1, None], "too few scores", "Fewer than 3 people scored it, too few to show"),
        ([None, None, None], "no score", "Nobody could judge it"),
    ],
)
def test_closeness_is_said_in_words(tuesday: Led, scores: list[int | None], word: str, said: str):
    first = tuesday.go_to("score").items[0].item_id
    tuesday.all_say({first: scores})
    tuesday.go_to("reveal")
    row = results(tuesday.workspace, tuesday.room).of("score1").get(first)
    assert (closeness.verdict(row), closeness.near(row)) == (word, said)


@pytest.mark.parametrize(
    ("scores", "word"),
    [
        ([3, 3, 3, 2, 1], "close"),
        ([4, 4, 4, 4, 1], "close"),
        ([4, 4, 4, 4, 0], "disagreement"),
        ([4, 4, 4, 3, 0], "disagreement"),
        ([3, 3, 2, 1, 0], "disagreement"),
        ([3, 2, 2, 1, 0], "close"),
        ([3, 3, 3, 1], "spread out"),
        ([3, 3, 3, 3, 1, 1], "disagreement"),
        ([3, 3, 3, 3, 3, 1, 1], "spread out"),
    ],
    ids=[
        "four in five are near, all within three steps", "four in five are near, the fifth three steps away", "four in five are near, the fifth four steps away",
        "the same with one score in between", "two in five at either end", "one in five at the upper end", "three in four are near", "a third at the lower end",
        "less than a third at the lower end",
    ],
)  # fmt: skip
def test_an_item_has_one_word_and_what_is_in_disagreement_is_never_called_close(workspace: Workspace, scores: list[int], word: str):
    at = led(workspace, people=len(scores))
    item = at.go_to("score").items[0]
    at.all_say({item.item_id: scores})
    at.go_to("reveal")
    row = results(workspace, at.room).of("score1")[item.item_id]
    assert closeness.verdict(row) == word
    shown = spread(item, row) + focus(item, row) + as_markdown(minutes(workspace, at.room_id))
    for other, title in (("close", "Close"), ("disagreement", "Disagreement"), ("spread out", "Spread out")):
        assert (f"{title}:" in shown or f">{title}</" in shown) == (other == word), other


def test_nobody_in_the_room_and_nothing_scored_are_said_and_are_no_agreement(workspace: Workspace):
    empty = led(workspace, people=0)
    empty.go_to("reveal")
    assert closeness.summary(empty.room, {}) == "Nobody has joined, so nothing was scored."
    silent = led(workspace, people=3)
    silent.go_to("reveal")
    said = closeness.summary(silent.room, results(workspace, silent.room).of("score1"))
    assert said == "No item has scores of 3 people, so nothing can be shown without giving them away."
    assert said in as_markdown(minutes(workspace, silent.room_id))
    few = led(workspace, people=3)
    room = few.go_to("score")
    few.all_say({room.items[0].item_id: [3, 3, 3], room.items[1].item_id: [1, 2], room.items[2].item_id: [None, None, None]})
    few.go_to("reveal")
    said = closeness.summary(few.room, results(workspace, few.room).of("score1"))
    assert said == (
        "The room disagrees about nothing of 6 items; 1 close; 4 scored by fewer than 3 people, too few to show; 1 that nobody could judge."
    )


def test_alpha_speaks_from_eight_items_and_below_them_nothing_is_computed(empty_workspace: Workspace, tuesday: Led):
    assert says(0.9, units=7) == "not computed on fewer than 8" and says(0.9, units=8) == "the panel can be relied on"
    room = tuesday.go_to("score")
    tuesday.all_say({i.item_id: [3, 3, 2] if i.scale == "0-4" else [0, 0, 1] for i in room.items})
    tuesday.go_to("reveal")
    found = results(tuesday.workspace, tuesday.room)
    assert found.alpha_of("0-4") == (None, 5) and found.says("0-4") == "not computed on fewer than 8"
    assert "0.9" not in as_markdown(minutes(tuesday.workspace, tuesday.room_id)).split("How far the room agrees")[1].split("Scores")[0]


def test_on_few_items_four_raters_who_are_close_are_indirect_evidence_item_by_item(workspace: Workspace):
    for people, scores, rung in ((4, [3, 3, 3, 2], "indirect"), (3, [3, 3, 3], "assumption"), (4, [3, 3, 0, 1], "assumption")):
        at = led(workspace, people)
        unknown = next(i for i in at.go_to("score").items if i.cells[0][0] == "n6")
        at.all_say({unknown.item_id: scores})
        at.go_to("decide")
        decide(workspace, at.room_id, at.key, Decision(unknown.item_id, "fix"), "a")
        assert recorded(workspace, at.room)[0].evidence == rung, scores


def test_the_words_of_agreement_follow_the_thresholds_of_the_workspace(workspace_of: Callable[[Tables], Workspace]):
    tables = shortfalls()
    for number in range(4):
        add_need(tables, f"u{number}", "mandatory", stages_rated("?"))
    workspace = workspace_of(tables)

    def said() -> tuple[str, str]:
        at = led(workspace)
        room = at.go_to("score")
        at.all_say(
            {i.item_id: [n % 5, n % 5, min(4, n % 5 + (n < 4))] if i.scale == "0-4" else [0, 0, 0] for n, i in enumerate(room.items)}
        )
        at.go_to("reveal")
        found = results(workspace, at.room)
        alpha, units = found.alpha_of("0-4")
        assert units == 9 and alpha is not None and 0.8 < alpha < 0.99
        return found.says("0-4"), found.evidence_of(room.items[0])

    assert said() == ("the panel can be relied on", "indirect")
    write_rows(workspace, "parameters", [{"name": "alpha_rely", "value": "0.995"}], action="parameters")
    assert said() == ("tentative agreement", "indirect")
    write_rows(workspace, "parameters", [{"name": "alpha_tentative", "value": "0.99"}], action="parameters")
    assert said() == ("do not treat the panel as one voice", "assumption")
