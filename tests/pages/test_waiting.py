"""A page that waits says for what."""

from __future__ import annotations

import time
from collections.abc import Hashable
from pathlib import Path

import pytest

from cx.analysis import coverage
from cx.ui.shared import waiting
from tests.pages.screens import html_of, start, title_of


def test_a_page_says_what_it_waits_for_until_it_is_there(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compute, said = coverage.compute, []

    def slowly(*asked):
        time.sleep(1.0)
        return compute(*asked)

    def words_for(question: Hashable) -> str:
        said.append(waiting_words(question))
        return said[-1]

    waiting_words = waiting.words_for
    monkeypatch.setattr(coverage, "compute", slowly)
    monkeypatch.setattr(waiting, "words_for", words_for)
    app = start("overview")
    assert set(said) == {"Working out where each need is met or missed", "Comparing this round with another"}
    assert "mandatory needs" in title_of(app)
    assert 'class="waiting"' not in html_of(app)


def test_every_question_that_a_page_may_wait_for_has_words() -> None:
    for question in (("coverage", 1), ("shortfalls", 1), ("draws", 1), ("stability", 1), ("rests on", 1)):
        assert waiting.words_for(question) != waiting.words_for("anything else")
