"""A name is a text, whoever typed it: nothing in it is live on any page, in any step of a workshop, or in a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cx.analysis.coverage import coverage
from cx.charts.grid import JOURNEY
from cx.report.content import Report
from cx.report.forms import as_html
from cx.report.html import html
from cx.report.minutes import minutes
from cx.store import open_workspace
from cx.ui.shared.selection import place_text
from cx.workshop.decisions import Decision, decide, undecided
from tests.oracle import Tables
from tests.pages.awkward import HOSTILE, awkward_tables
from tests.pages.screens import PAGES, html_of, start, start_with_tables
from tests.workshop.rooms import led

LINK = '"><a href="javascript:alert(1)" onclick="alert(1)">me</a> :smile: &lt;b&gt; \u202eright'
"""Closes an attribute and a tag, runs when it is pressed, draws a picture, and turns the sentence round it."""
NAME = HOSTILE + LINK
LIVE = {"script", "img", "iframe", "object", "embed", "form", "link", "meta", "base", "svg"}
OURS_AS_TEXT = re.compile(r"&lt;/?(h\d|p|span|div|ul|li|table|small)\b")
READS_MARKDOWN = ("markdown", "title", "header", "subheader", "caption", "info", "warning", "success", "error", "expander", "metric")


def is_portrait(attributes: dict[str, str | None]) -> bool:
    """Whether these are those of the picture of a persona: the picture itself, and nothing that is fetched or done."""
    whole = re.fullmatch(r"data:image/jpeg;base64,[A-Za-z0-9+/=]+", attributes.get("src") or "")
    return attributes.keys() == {"class", "src", "alt"} and (attributes["class"] or "").startswith("portrait") and whole is not None


class Elements(HTMLParser):
    """What of a text would do something."""

    def __init__(self) -> None:
        super().__init__()
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and is_portrait(dict(attrs)):
            return
        if tag in LIVE:
            self.live.append(tag)
        for name, value in attrs:
            outside = name in ("href", "src") and re.match(r"\s*(javascript|https?|data):", value or "", re.I)
            if name.startswith("on") or outside:
                self.live.append(f"{tag} {name}={value}")


def live_in(page: str) -> list[str]:
    elements = Elements()
    elements.feed(page)
    return elements.live


def markdown_of(app: AppTest) -> Iterator[str]:
    """Every text of a page that is read as Markdown, without what stands as a sign for itself."""
    for kind in READS_MARKDOWN:
        for element in app.get(kind):
            yield re.sub(r"\\.", "", getattr(element.proto, "body", "") or getattr(element.proto, "label", ""))


def assert_nothing_is_live(app: AppTest) -> None:
    assert live_in(html_of(app)) == []
    assert not OURS_AS_TEXT.search(html_of(app)), "a piece of the page's own HTML is shown as text"
    for text in markdown_of(app):
        assert "![" not in text and "](" not in text and ":smile:" not in text and "<script" not in text, text


@pytest.fixture
def hostile(holding: Callable[[Tables], Path]) -> Path:
    """A workspace in which every text is hostile: personas, needs, stages, touchpoints, channels, owners, notes, sources."""
    tables = awkward_tables()
    for rows in tables.values():
        for row in rows:
            for name in ("name", "statement", "owner", "description", "source", "note", "quote", "tagline", "rater", "met_when"):
                if row.get(name) and HOSTILE in str(row[name]):
                    row[name] = NAME
    for row in tables["touchpoints"]:
        row["channel"] = NAME
    tables["causes"] = [{"need_id": "a~b", "stage_id": "journey", "cause": "means", "owner": NAME, "note": NAME}]
    return holding(tables)


VIEWS: list[tuple[str, dict[str, str]]] = [
    *((page, {}) for page in PAGES),
    *(("overview", {"cell": place_text(("<p>", stage))}) for stage in ("journey", JOURNEY)),
    *(("coverage", {"persona": "<p>", "cell": place_text(cell)}) for cell in (("a~b", "journey"), ("n", "b~c"), ("a~b", JOURNEY))),
    ("coverage", {"persona": ";all", "evidence": "strict"}),
    ("personas", {"persona": "no mandatory"}),
    ("touchpoints", {"touchpoint": "*"}),
    ("shortfalls", {"item": place_text(("a~b", "journey"))}),
    *(("shortfalls", {"part": part}) for part in ("Find out", "What closes most", "Who is affected", "How sure", "Other views")),
]


@pytest.mark.parametrize(("page", "asked"), VIEWS, ids=lambda part: part if isinstance(part, str) else " ".join(part.values()) or "-")
def test_no_name_is_live_on_a_page(hostile: Path, page: str, asked: dict[str, str]) -> None:
    assert_nothing_is_live(start_with_tables(page, **asked))


@pytest.mark.parametrize("step", ["lobby", "score", "reveal", "discuss", "result", "decide"])
def test_no_name_is_live_in_a_workshop(hostile: Path, step: str) -> None:
    room = led(open_workspace(hostile))
    room.go_to("score")
    room.all_say({item.item_id: [0, 1, 4] if item.scale == "0-4" else [-1, 0, 0] for item in room.room.items})
    room.go_to(step)
    if step == "decide":
        (first, *_) = undecided(room.workspace, room.room)
        decide(room.workspace, room.room_id, room.key, Decision(first.item_id, "fix", owner=NAME[:60], rationale=NAME), "one")
    assert_nothing_is_live(start("workshop", host=room.key))
    code = room.room.code
    for seat in ({"wall": "1"}, {"me": room.tokens[0]}):
        assert_nothing_is_live(start("join", room=code, **seat))
    assert live_in(str(as_html(minutes(room.workspace, room.room_id))).split("<body>")[1]) == []


def test_no_name_is_live_in_the_report(hostile: Path) -> None:
    workspace = open_workspace(hostile)
    page = html(Report(workspace, coverage(workspace)))
    maps = re.compile(r'<img src="data:image/svg\+xml;base64,[A-Za-z0-9+/=]+"')
    assert [live for live in live_in(maps.sub("<i", page)) if live != "meta"] == []
    assert "&lt;script&gt;" in page


def test_what_a_name_could_do_would_be_seen() -> None:
    assert live_in(f"<p>{NAME}</p>") and live_in('<p onclick="x">') and live_in('<a href="javascript:x">')
