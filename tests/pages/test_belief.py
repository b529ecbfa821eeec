"""The Research page on belief and evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cx.ui.research.asked import TABS
from cx.ui.shared.scope_bar import EVERYBODY
from tests.analysis.test_belief import both
from tests.pages.screens import html_of, start, words_of
from tests.sketches import Tables


def test_the_page_shows_the_largest_difference_and_says_when_there_is_none(holding: Callable[[Tables], Path]) -> None:
    holding(both("mandatory", (4, 4, 3), 40, 10))
    app = start("research", persona=EVERYBODY, research=TABS[-1])
    assert "Experts and customers are far apart about 1 of 1 touchpoint of a need" in html_of(app)
    holding({"personas": [{"persona_id": "p", "name": "Ana"}]})
    assert "Nothing is rated both by experts and by customers" in words_of(start("research", persona=EVERYBODY, research=TABS[-1]))
