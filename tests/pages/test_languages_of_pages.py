"""The interface in other languages: a page that speaks them says nothing of ours in English; every other page is English as a whole."""

from __future__ import annotations

import json
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
OURS = {
    *LANGUAGES.values(),
    "Language · Sprache · Langue · Idioma",
    "Journey Gap Analysis",
    "Journey gap analysis",
    "Jira (CSV)",
    "Azure DevOps (CSV)",
    "Excel",
    "CSV",
    "kano_counts",
}
CHOSEN = {
    "overview": [{}, {"evidence": "strict"}],
    "coverage": [{"persona": ";all"}, {"cell": "business-arrive~get-here"}],
    "shortfalls": [{"part": tab} for tab in ("The list", "Find out", "What closes most", "Who is affected", "How sure", "Other views")],
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
        if "spec" in part:
            yield from titles_in(json.loads(part["spec"]))
        for name in SEEN & part.keys():
            yield from texts_of(part[name])


def titles_in(spec: Any) -> Iterator[str]:
    """The titles of axes, legends and hints of a chart."""
    if isinstance(spec, dict):
        yield from (value for key, value in spec.items() if key == "title" and isinstance(value, str))
    for part in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        yield from titles_in(part)


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
        told = {name: invented.messages.get(value, value) if name == "part" else value for name, value in view.items()}
        app = start_with_tables(page, language="de", **told)
        if words := untranslated(shown(app), own):
            found[str(view)] = words
    assert found == {}


def test_the_reader_chooses_once_and_pages_that_do_not_speak_are_english_and_named(sample: Path) -> None:
    app = start("overview", language="fr")
    assert title_of(app).endswith("quoi qu’on découvre") and "Encore en anglais : Personas" in words_of(app)
    app.selectbox(key=CHOICE).set_value("de").run()
    assert "Muss-Anforderungen sind überall erfüllt" in title_of(app) and app.query_params["language"] in ("de", ["de"])
    go(app, "touchpoints")
    assert "Touchpoints" in words_of(app) and "Noch auf Englisch: Personas" in words_of(app)
    go(app, "coverage")
    assert "Muss-Anforderungen" in title_of(app)
    app.selectbox(key=CHOICE).set_value("en").run()
    assert "mandatory needs" in title_of(app) and "language" not in app.query_params
    assert "Still in English" not in words_of(app)


@pytest.mark.parametrize("sent", ["How sure", "Quelle certitude"])
def test_a_link_leads_to_the_same_part_of_the_page_in_whichever_language_it_was_sent(sent: str, sample: Path) -> None:
    assert "Worauf die Reihenfolge beruht" in words_of(start("shortfalls", language="de", part=sent))


@pytest.mark.parametrize("page", ["overview", "personas"])
def test_the_choice_stands_below_an_empty_page_too(page: str, place: Path) -> None:
    app = start(page, language="fr")
    assert app.selectbox(key=CHOICE).value == "fr" and "Encore en anglais" in words_of(app)
