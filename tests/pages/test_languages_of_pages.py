"""The interface in other languages: a page that speaks them says nothing of ours in English; every other page is English as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from cx.languages import messages
from cx.languages.messages import LANGUAGES
from cx.store import open_workspace
from cx.ui.shared.reader import CHOICE, SPEAKING
from tests.languages.marked import marked, texts_of, texts_of_people, untranslated
from tests.pages import screens
from tests.pages.screens import go, html_of, start, start_with_tables, title_of, words_of

SEEN = {"label", "help", "placeholder", "options", "alt"}
"""Fields of elements that a reader reads, beside the page's own HTML and what stands as Markdown."""
OURS = {*LANGUAGES.values(), "Language · Sprache · Langue · Idioma", "Journey Gap Analysis", "Journey gap analysis"}
CHOSEN = {
    "overview": [{}, {"evidence": "strict"}],
    "coverage": [{"persona": ";all"}, {"cell": "business-arrive~get-here"}],
}
"""Views of each page."""


def said(node: Any) -> Iterator[str]:
    """Every text that a page shows, gives as a hint, or reads out."""
    if isinstance(node, Block):
        for child in node.children.values():
            yield from said(child)
    if node.proto is None:
        return
    told = MessageToDict(node.proto)
    if isinstance(node, Element) and node.type in ("markdown", "title", "header", "subheader", "caption"):
        yield str(node.value)
    for part in (told, *(value for value in told.values() if isinstance(value, dict))):
        for name in SEEN & part.keys():
            yield from texts_of(part[name])


def shown(app: AppTest) -> str:
    """All that a page says, without what the harness escapes for Markdown."""
    hints = re.findall(r"""(?:title|aria-label|alt|data-label)=(?:"([^"]*)"|'([^']*)')""", html_of(app))
    texts = [*said(app.main), words_of(app), *(unescape(a or b) for a, b in hints)]
    return re.sub(r"\\(?=\W)", "", "\n".join(texts)).replace("\u2060", "")


@pytest.mark.parametrize("page", SPEAKING)
def test_a_page_that_speaks_says_nothing_in_english(page: str, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invented = marked()
    monkeypatch.setattr(messages, "catalogue", lambda language: invented)
    monkeypatch.setattr(screens, "FORM", "closed")  # the form that changes a score speaks English, as the foot of the page says
    workspace = open_workspace(sample)
    own = texts_of_people(workspace) | OURS | {channel for (channel,) in workspace.rows("SELECT DISTINCT channel FROM touchpoints")}
    found = {}
    for view in CHOSEN[page]:
        app = start_with_tables(page, language="de", **view)
        if words := untranslated(shown(app), own):
            found[str(view)] = words
    assert found == {}


def test_the_reader_chooses_once_and_pages_that_do_not_speak_are_english_and_named(sample: Path) -> None:
    app = start("overview", language="fr")
    assert title_of(app).endswith("quoi qu’on découvre") and "Encore en anglais : Déficits, Personas" in words_of(app)
    app.selectbox(key=CHOICE).set_value("de").run()
    assert "Muss-Anforderungen sind überall erfüllt" in title_of(app) and app.query_params["language"] in ("de", ["de"])
    go(app, "shortfalls")
    assert title_of(app).startswith("No mandatory need fails") and "Noch auf Englisch: Defizite, Personas" in words_of(app)
    go(app, "coverage")
    assert "Muss-Anforderungen" in title_of(app)
    app.selectbox(key=CHOICE).set_value("en").run()
    assert "mandatory needs" in title_of(app) and "language" not in app.query_params
    assert "Still in English" not in words_of(app)
