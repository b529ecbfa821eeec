"""Every page of a workspace full of injections: in Streamlit's own test harness, and in a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, TimeoutError, sync_playwright
from streamlit.testing.v1 import AppTest

from cx.charts.grid import JOURNEY
from cx.exports.export import csv_text
from cx.store import Workspace
from cx.ui.progress.lists import TABS as PROGRESS
from cx.ui.research.asked import TABS as RESEARCH
from cx.ui.scenarios.headings import TABS as SCENARIOS
from cx.ui.shared.selection import place_text
from cx.words import UNPRINTABLE
from tests.attacks.looked import Looked
from tests.browser.conftest import CHROMIUM, QUIET, free_port
from tests.conftest import ROOT
from tests.pages.screens import PAGES, html_of, open_tables
from tests.pages.test_hostile_names import live_in
from tests.workshop.rooms import led

MARK = re.compile(r"ZQ\d+")
READ = (
    "markdown title header subheader caption info warning success error expander metric button checkbox toggle radio selectbox multiselect "
    "text_input text_area number_input slider date_input button_group tab popover"
)
LIVE = re.compile(
    r"!\[|\]\(|\]\[|<[a-zA-Z/!]|`|(?<!\$)\$[^$]+\$|:[a-z_+-]+:|:material/|:[a-z-]+\[|[a-z]+://\S|www\.\w|@\w|^\s*([#>]|[-+*] |\d+[.)] )",
    re.IGNORECASE,
)
"""What Markdown would make something of; signs that are escaped, or parted by a joiner, are taken away before."""
MARKS_HOVERED = 8
"""Cells of a map whose hints are looked at."""
VIEWS = tuple[str, dict[str, str]]


def on_pages(workspace: Workspace, quick: bool) -> Looked:
    """Every view of every page, and every step of a room."""
    looked = Looked()
    for page, asked in views(workspace, quick):
        look_at(looked, page, asked)
    if not quick:
        for name, content in uploads(workspace):
            look_at(looked, "data", {}, upload=(name, content))
        room = led(workspace)
        for step in ("lobby", "score", "reveal", "discuss", "result", "decide"):
            room.go_to("score")
            if step == "score":
                room.all_say({item.item_id: [0, 1, 4] if item.scale == "0-4" else [-1, 0, 0] for item in room.room.items})
            room.go_to(step)
            for page, asked in (("workshop", {"host": room.key}), ("join", {"room": room.room.code, "wall": "1"}), ("join", {"room": room.room.code, "me": room.tokens[0]})):  # fmt: skip
                look_at(looked, page, asked)
    return looked


def views(workspace: Workspace, quick: bool) -> Iterator[VIEWS]:
    """Pages, and the parameters that show something else on them."""
    ((persona, need, stage),) = workspace.rows(
        "SELECT persona_id, need_id, stage_id FROM needs JOIN need_stages USING (need_id) ORDER BY 2, 3 LIMIT 1"
    )
    ((touchpoint,),) = workspace.rows("SELECT min(touchpoint_id) FROM links")
    ((decision,),) = workspace.rows("SELECT min(decision_id) FROM decisions")
    yield "coverage", {"persona": persona, "cell": place_text((need, stage))}
    yield "shortfalls", {"item": place_text((need, stage))}
    if quick:
        return
    yield from ((page, {}) for page in PAGES)
    yield "overview", {"cell": place_text((persona, stage))}
    yield "coverage", {"persona": persona, "cell": place_text((need, JOURNEY))}
    yield "coverage", {"persona": ";all"}
    yield "personas", {"persona": persona}
    yield "touchpoints", {"touchpoint": touchpoint}
    yield "workshop", {"decision": decision}
    yield "workshop", {"table": place_text((need, stage))}
    yield from (("shortfalls", {"part": part}) for part in ("Find out", "What closes most", "Who is affected", "How sure", "Other views"))
    yield from (("research", {"research": part}) for part in RESEARCH)
    yield from (("progress", {"part": part}) for part in PROGRESS)
    yield from (("scenarios", {"scenarios": part}) for part in SCENARIOS)
    yield "rounds", {"part": "History"}
    yield from (("data", {"data_tabs": tab}) for tab in ("Edit", "History and undo", "Templates and export"))
    strange = dict.fromkeys(
        (
            "persona",
            "cell",
            "item",
            "touchpoint",
            "decision",
            "room",
            "me",
            "host",
            "market",
            "round",
            "find",
            "owner",
            "scenario",
            "one",
            "other",
            "against",
            "index",
            "series",
            "history_of",
        ),
        need,
    )
    yield from ((page, strange) for page in PAGES)


def uploads(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Files whose names, headings and cells are the texts of the workspace: a list, a sheet with everything, a survey."""
    texts = [text for row in workspace.rows(
        "SELECT name, channel, owner, description, touchpoint_id FROM touchpoints UNION ALL SELECT name, description, stage_id, name, name FROM stages "
        "UNION ALL SELECT statement, theme, met_when, source, need_id FROM needs UNION ALL SELECT name, tagline, quote, source, persona_id FROM personas"
    ) for text in row if text]  # fmt: skip
    some = [text[:120] for text in dict.fromkeys(texts)][:24]
    rows = [[text, "web", *some] for text in some]
    # No system of files holds a name with a null, and Streamlit refuses one before any page sees it.
    first, second = (text[:40].replace("\0", "") for text in some[:2])
    yield f"{first}.csv", csv_text(["Touchpoint", "Channel", *some], rows).encode()
    sheet = [["p1", text, "mandatory", text, text, "somehow", text] for text in some]
    yield f"{second}.csv", csv_text(["persona", "need", "kind", "stage", "touchpoint", "score", "note"], sheet).encode()
    answers = [[str(number), *[str(number % 5 + 1) for _ in some[1:]], some[number % 5]] for number in range(30)]
    yield "survey.csv", csv_text(["Respondent", *some[1:], "Which of these are you?"], answers).encode()


def look_at(looked: Looked, page: str, asked: dict[str, str], upload: tuple[str, bytes] | None = None) -> None:
    """One view of a page, perhaps with a file that is dropped on it: nothing fails, and nothing that holds an injection is live."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    open_tables(app)
    for name, value in asked.items():
        app.query_params[name] = value
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    app.run()
    place = f"{page} {list(asked)}"
    if upload:
        app.file_uploader(key=f"files_{app.session_state['upload_version']}").set_value((*upload, "text/csv")).run()
        place = f"upload of {upload[0][:12]}"
    looked.at(place, 1, [e.value for e in app.exception])
    looked.at(f"{place} failed", 0, [e.value for e in app.error if "Something went wrong" in e.value])
    shown = html_of(app)
    looked.at(f"{place} html", len(MARK.findall(shown)), live_in(shown) or UNPRINTABLE.findall(shown))
    for text in markdown_of(app):
        if MARK.search(text):
            looked.at(f"{place} markdown", 1, [live[0] for live in LIVE.finditer(re.sub(r"\\.|\u2060", " ", text.replace(":\u2060", "")))])
    for chart in (*app.get("vega_lite_chart"), *app.get("arrow_vega_lite_chart")):
        spec = chart.proto.spec
        looked.at(f"{place} chart", len(MARK.findall(spec)), list(live_in_expressions(json.loads(spec))))


def markdown_of(app: AppTest) -> Iterator[str]:
    """Every text of a page that is read as Markdown: of labels, bodies, hints and options."""
    for kind in READ.split():
        for element in app.get(kind):
            proto: Any = getattr(element, "proto", None)
            for name in ("body", "label", "help"):
                text = getattr(proto, name, "")
                if isinstance(text, str) and text:
                    yield text
            if kind in ("radio", "button_group"):
                yield from (str(getattr(option, "content", option)) for option in proto.options)


def live_in_expressions(part: Any, name: str = "") -> Iterator[str]:
    """Expressions in which some text of people stands outside of quotation marks."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from live_in_expressions(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from live_in_expressions(value, name)
    elif isinstance(part, str) and name in ("labelExpr", "test", "expr", "calculate", "filter", "signal"):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^'\\]|\\.)*'", "", part)
        if MARK.search(bare) or "warn(" in bare:
            yield part


def in_browser(path: Path) -> Looked:
    """The pages in Chromium: nothing is fetched from outside, nothing asks, nothing runs. The workspace must be closed here."""
    looked, port = Looked(), free_port()
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        return looked
    environment = {**os.environ, "CX_WORKSPACE": str(path), "CX_SAMPLE": "0", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as log, sync_playwright() as driver:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            chromium = driver.chromium.launch(executable_path=program, args=list(QUIET))
            page = chromium.new_page()
            heard: list[str] = []
            page.on("request", lambda request: heard.append(request.url) if _is_outside(request.url) else None)
            page.on("dialog", lambda dialog: (heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
            for address in (
                "",
                "coverage",
                "shortfalls",
                "rounds",
                "personas",
                "research",
                "touchpoints",
                "workshop",
                "scenarios",
                "data",
                "method",
                "join",
            ):
                shown, live = _visit(page, f"http://127.0.0.1:{port}/{address}")
                looked.at(f"browser {address}", len(MARK.findall(shown)) or 1, heard + live)
                heard.clear()
            chromium.close()
        finally:
            server.terminate()
            server.wait(30)
    return looked


def _visit(page: Page, address: str) -> tuple[str, list[str]]:
    """What a page shows with the hints of its maps, and what of a hint is no text."""
    page.goto(address)
    page.wait_for_function("() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning' && document.querySelector('h1')", timeout=60_000)  # fmt: skip
    page.wait_for_timeout(500)  # pictures of names would be asked for by now
    shown, live = [page.inner_text("body")], list[str]()
    for mark in page.locator("svg.marks path[aria-label]").all()[:MARKS_HOVERED]:
        with suppress(TimeoutError):
            mark.hover(timeout=2_000, force=True)
        for hint in page.locator("#vg-tooltip-element").all():
            shown.append(hint.inner_text())
            live += hint.evaluate("e => [...e.querySelectorAll('img, script, a, svg, iframe, style')].map(one => one.outerHTML)")
    return "\n".join(shown), live


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1"


def _wait_for(url: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{url} does not answer")
