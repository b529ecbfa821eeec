"""What people send on, in other languages: no message of ours stays in English, what people wrote stays as they wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from cx.analysis.coverage import Coverage, Scope, coverage
from cx.analysis.research import research
from cx.changes.load import load
from cx.languages.messages import speaking
from cx.languages.templates import said_in
from cx.report import cards
from cx.store import Workspace, open_workspace
from tests.conftest import SAMPLE
from tests.languages.marked import marked, texts_of, texts_of_people, untranslated

TODAY = date(2018, 3, 1)


@pytest.fixture(scope="module")
def sample() -> Iterator[tuple[Workspace, Coverage]]:
    with closing(open_workspace()) as workspace:
        assert load(workspace, [SAMPLE], who="Ana").applied
        yield workspace, coverage(workspace, Scope(today=TODAY))


def words_of_a_template(text: str) -> list[str]:
    """Words that a template of Typst puts on the page by itself: its headings, and its texts in quotes that are no names."""
    text = re.sub(r"//.*", "", text)
    quoted = [t for t in re.findall(r'"([^"\n]*)"', text) if re.search(r"[A-Z ]", t) and t not in ("Journey Gap Analysis", "1 / 1")]
    return untranslated("\n".join([*quoted, *re.findall(r"^ *=+ +([^#\n].*)", text, re.MULTILINE)]), ())


def test_a_card_says_nothing_in_english_and_leaves_what_people_wrote(sample: tuple[Workspace, Coverage]) -> None:
    workspace, answer = sample
    interviews = research(workspace, answer)
    with speaking(marked()):
        made = [cards.card(workspace, answer, interviews, p) for p in answer.personas["persona_id"]]
        template = said_in(cards.TEMPLATE.read_text(encoding="utf-8"))
        pages = cards.cards(workspace, answer, answer.personas["persona_id"].tolist())
    shown = [t for t in texts_of(made) if not t.startswith("#")]
    assert untranslated("\n".join(shown), texts_of_people(workspace)) == []
    assert words_of_a_template(template) == []
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == len(made)
    assert made[0]["name"] == answer.personas["name"].iloc[0]
