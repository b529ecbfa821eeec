"""The list stands before the draws that say how sure its order is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from cx.analysis import stability
from cx.ui.shortfalls import how_sure, item_panel, list_tab, list_table
from tests.gaps import many_gaps
from tests.oracle import Tables
from tests.pages.screens import html_of, start, words_of


@pytest.fixture
def path(holding: Callable[[Tables], Path]) -> Path:
    return holding(many_gaps())


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server did, in its order: the draws, the parts of the page that say how sure it is, and those beside them."""
    done: list[str] = []

    def noting(module: Any, name: str, note: Callable[..., str]) -> None:
        real = getattr(module, name)

        @wraps(real)
        def noted(*given: Any, **named: Any) -> Any:
            done.append(note(*given))
            return real(*given, **named)

        monkeypatch.setattr(module, name, noted)

    noting(stability, "simulate", lambda *_: "draws")
    noting(list_tab, "list_html", lambda *_: "list")
    noting(list_table, "sure_tag", lambda known: "row, sure" if known else "row")
    noting(item_panel, "_sure_html", lambda *given: "panel, sure" if given[3] else "panel")
    noting(how_sure, "_threshold_row", lambda *_: "moved targets")
    noting(how_sure, "_moved_by_html", lambda *_: "what the order rests on")
    return done


def test_the_list_and_its_panel_stand_before_the_draws_and_are_filled_in_after_them(path: Path, steps: list[str]) -> None:
    app = start("shortfalls")
    before, after = steps[: steps.index("draws")], steps[steps.index("draws") + 1 :]
    assert set(before) == {"list", "row", "panel"} and set(after) == {"row, sure", "panel, sure"}
    assert len(before) == len(after) + before.count("list")
    assert "being drawn" not in html_of(app)
    assert html_of(app).count("in 90% of the draws") == html_of(app).count('<td class="rank">') > 0


def test_once_the_draws_are_there_nothing_is_written_twice(path: Path, steps: list[str]) -> None:
    app = start("shortfalls")
    once = [step for step in steps if step == "list" or step.endswith(", sure")]
    steps.clear()
    app.run()
    assert sorted(steps) == sorted(once)


def test_until_the_draws_are_there_each_place_says_what_it_waits_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx.ui.shortfalls.sure.Sure._fill_in", lambda self: None)
    app = start("shortfalls")
    waited_for = html_of(app).count("how sure: being drawn …")
    assert waited_for == html_of(app).count('class="card first"') + html_of(app).count('<td class="rank">') + 1


def test_how_sure_says_first_what_needs_no_draws(path: Path, steps: list[str]) -> None:
    app = start("shortfalls", part="How sure")
    assert steps.index("moved targets") < steps.index("draws") < steps.index("what the order rests on")
    assert "being drawn anew" not in words_of(app)
