"""What a page shows, read from Streamlit's own test harness."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.ui.map.change_score import FORM
from cx.ui.map.heatmap import FILES_OF, TABLE_OF
from cx.ui.shared import addresses
from cx.ui.shared.markup import CELLS_SCRIPT, COMB_SCRIPT

ROOT = Path(__file__).parent.parent.parent
PAGES = tuple(address for _, _, address in addresses.PAGES)


def start(page: str = "overview", **parameters: str) -> AppTest:
    """The app on one of its pages, opened by a link with these parameters."""
    return _started(_app(), page, parameters)


def start_with_tables(page: str = "overview", **parameters: str) -> AppTest:
    """The same, with the tables of its maps open."""
    app = _app()
    open_tables(app)
    return _started(app, page, parameters)


def open_tables(app: AppTest) -> None:
    """Before the first run: whatever is made when somebody opens it is open: tables, files and filters of maps, what stands behind a
    line of the panel."""
    for key in ("personas", "coverage", "need"):
        app.session_state[f"{TABLE_OF}{key}"] = app.session_state[f"{FILES_OF}{key}"] = True
    for key in ("filters", "why_this_state", FORM):
        app.session_state[key] = True


def _app() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def _started(app: AppTest, page: str, parameters: Mapping[str, str]) -> AppTest:
    for name, value in parameters.items():
        app.query_params[name] = value
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert_healthy(app)
    return app


def assert_healthy(app: AppTest) -> None:
    """Nothing went wrong: no traceback, and no message of the roof over every page."""
    assert [e.value for e in app.exception] == []
    assert [e.value for e in app.error] == []


def html_of(app: AppTest) -> str:
    """All HTML that the page wrote itself, without the style sheet and the scripts that the policy names by their hash; what a script puts
    in place stands where it does in a browser."""
    written = (e.proto.body for e in app.get("html") if "<style>" not in e.proto.body)
    written = (re.sub(' data-cells="([^"]*)">', lambda found: ">" + unescape(found[1]), body) for body in written)
    return "\n".join(
        re.sub("<script>(.*?)</script>", lambda found: "" if found[1] in (COMB_SCRIPT, CELLS_SCRIPT) else found[0], body, flags=re.DOTALL)
        for body in written
    )


def offered_on(app: AppTest) -> dict[str, str]:
    """The files that the page offers: what the button says, and the address under which it stands."""
    found = re.findall(r'<a class="take" href="([^"]+)" download>(.*?)</a>', html_of(app))
    return {unescape(label): unescape(address) for address, label in found}


def title_of(app: AppTest) -> str:
    """The title as a reader sees it: Markdown escapes taken away."""
    (title,) = app.title
    return "".join(c for i, c in enumerate(title.value) if not (c == "\\" and title.value[i + 1 : i + 2] in "\\`*_[]<>$~&#|:.-+=)"))


def panel_heading(app: AppTest) -> str:
    """The heading of the panel beside the map."""
    (heading,) = re.findall("<h2>(.*?)</h2>", html_of(app))
    return " ".join(unescape(heading).split())


def words_of(app: AppTest) -> str:
    """The text of the page's own HTML, as a reader sees it."""
    reader = _Words()
    reader.feed(html_of(app))
    return " ".join(" ".join(reader.words).split())


def tags_of(app: AppTest) -> set[str]:
    """The names of the elements in the page's own HTML."""
    reader = _Words()
    reader.feed(html_of(app))
    return reader.tags


def go(app: AppTest, page: str) -> AppTest:
    """Follow the navigation to another page."""
    app.switch_page(f"pages/{page}.py").run()
    assert_healthy(app)
    return app


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(unescape(data))
