"""What waits longer than the rest of a page is filled in when the rest stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner import StopException

from cx.ui.map import heatmap
from cx.ui.shared import afterwards as in_turn
from cx.ui.shared import scope_bar as bar
from cx.ui.shared.afterwards import afterwards, filled_in_at_the_end
from tests.pages.screens import html_of, start, words_of

COMPARED = "being compared with all ratings"


def test_what_is_put_off_is_done_in_turn_once_the_page_has_come_to_its_end() -> None:
    done: list[str] = []
    with filled_in_at_the_end():
        afterwards(lambda: done.append("second"))
        afterwards(lambda: done.append("third"))
        done.append("first")
    assert done == ["first", "second", "third"]


def test_a_page_that_stops_by_itself_has_come_to_its_end() -> None:
    done: list[str] = []
    with pytest.raises(StopException), filled_in_at_the_end():
        afterwards(lambda: done.append("filled in"))
        raise StopException
    assert done == ["filled in"]


def test_what_a_page_that_fails_has_put_off_is_left() -> None:
    done: list[str] = []
    with pytest.raises(ValueError, match="fails"), filled_in_at_the_end():
        afterwards(lambda: done.append("late"))
        raise ValueError("fails")
    assert done == []


@pytest.mark.parametrize("evidence", ["without", "strict"])
def test_the_map_stands_before_it_is_compared_with_all_ratings_and_that_is_done_once(
    sample: Path, monkeypatch: pytest.MonkeyPatch, evidence: str
) -> None:
    steps: list[str] = []
    vanished, map_frame = bar.vanished, heatmap.map_frame
    monkeypatch.setattr(bar, "vanished", lambda *given: steps.append("compared") or vanished(*given))
    monkeypatch.setattr(heatmap, "map_frame", lambda *given: steps.append("map") or map_frame(*given))
    app = start("coverage", evidence=evidence)
    assert steps == ["map", "compared", "compared"]
    assert COMPARED not in words_of(app) and "on an assumed rating" in words_of(app)
    app.run()
    assert steps[3:] == ["map"]
    assert "on an assumed rating" in words_of(app)
    steps.clear()
    start("coverage", evidence="strict" if evidence == "without" else "without")
    assert steps == ["compared", "compared", "map"], "all that it is compared with is known by now: nobody is asked to come again"


def test_a_page_that_ends_with_one_persona_is_compared_too(sample: Path) -> None:
    assert COMPARED not in words_of(start("personas", evidence="strict"))


def test_a_browser_has_the_page_until_it_asks_for_the_rest(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_turn, "_by_browsers", True)
    app = start("overview", evidence="without")
    assert COMPARED in words_of(app) and html_of(app).endswith(in_turn.PENDING)
