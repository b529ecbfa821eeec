"""A real server and a real browser. Every page that a test opens is watched: no console error, no request
that leaves the machine.

Without Chromium these tests are skipped; with CI=true they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from _pytest.runner import runtestprotocol
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from cx.changes.load import load
from cx.store import open_workspace
from cx.ui.shared import addresses
from tests.at_postgres import settings_of
from tests.browser.nursery import Child, Nursery
from tests.conftest import ROOT, SAMPLE

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first of these that is installed is driven; the shell has no window to keep up and takes a fifth less of the processor."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A page lives for seconds: what the optimising compilers spend on it does not come back.
    "--js-flags=--no-opt,--no-maglev",
)
PROBED = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's client asks for these two below the address of a deep link before it asks below the root; the
first answer is 404 by design, and the browser logs it as an error."""
ADDRESSES = tuple("" if address == "overview" else address for _, _, address in addresses.PAGES)
LISTED = tuple(
    "" if address == "overview" else address for _, _, address in addresses.PAGES if address not in (*addresses.UNLISTED, addresses.GALLERY)
)
"""The addresses that stand in the menu."""
LAST_PART = {
    "": "h2:has-text('What we do not know')",
    "coverage": ".st-key-panel :is(h2, h3)",
    "personas": ".rows",
    "touchpoints": "h2:has-text('Worth a question')",
    "method": "h2:has-text('Limits')",
}
"""What each page draws last; an address that is no page shows the first one."""
WIDE, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}

expect.set_options(timeout=20_000)


@dataclass
class Server:
    """A running dashboard."""

    url: str
    process: subprocess.Popen[bytes] | Child

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@dataclass
class Watch:
    """What the pages of a test did behind the scenes. `complaint` is the one thing that the console may say."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    complaint: str | None = None

    def note(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        path = urlsplit(address).path
        probing = "404" in message.text and path.endswith(PROBED) and path not in PROBED
        if message.type == "error" and not probing and not (self.complaint and self.complaint in message.text):
            self.errors.append(f"{message.text} {address}")

    def note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            self.outside.append(request.url)


@dataclass
class People:
    """One browser profile per person, which keeps what it has loaded, as a person's does. A page that a test is done with is
    emptied and given to the next one: in a new page Chromium compiles all of Streamlit anew, for half of what a visit costs."""

    browser: Browser
    watch: Watch = field(default_factory=Watch)
    profiles: dict[str, BrowserContext] = field(default_factory=dict)
    free: dict[str, list[Page]] = field(default_factory=dict)
    taken: list[tuple[str, Page]] = field(default_factory=list)

    def page(self, person: str) -> Page:
        """An empty page of this person's."""
        if person not in self.profiles:
            self.profiles[person] = profile = self.browser.new_context(accept_downloads=True)
            profile.on("console", lambda message: self.watch.note(message))
            profile.on("weberror", lambda error: self.watch.errors.append(str(error.error)))
            profile.on("request", lambda request: self.watch.note_request(request))
        free = self.free.setdefault(person, [])
        page = free.pop() if free else self.profiles[person].new_page()
        self.taken.append((person, page))
        return page

    def done(self) -> None:
        """A test has ended: its pages are emptied, with all that a tab remembers."""
        for person, page in self.taken:
            if page.is_closed():
                continue
            page.evaluate("sessionStorage.clear(), localStorage.clear()")
            page.goto("about:blank")
            self.free[person].append(page)
        self.taken.clear()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@cache
def shared_port() -> int:
    """The port of all servers of a single test, which run one at a time: what comes from another one Chromium fetches and
    compiles anew, all of Streamlit."""
    return free_port()


def start_server(folder: Path, *, sample: bool = True, nursery: Nursery | None = None, port: int | None = None) -> Server:
    """A server of its own, with the workspace in this folder; a new workspace holds the sample, or nothing. Returns when it answers."""
    port, log = port or shared_port(), folder / "server.log"
    environment = {**os.environ, "CX_WORKSPACE": str(folder / "journey.duckdb"), "PYTHONPATH": str(ROOT), **settings_of(folder)}
    environment.pop("CX_SAMPLE", None)
    if not sample:
        environment["CX_SAMPLE"] = "0"
    options = ["--server.port", str(port)]
    process = nursery.start(options, environment, log) if nursery else run_streamlit(options, environment, log)
    url = f"http://127.0.0.1:{port}"
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return Server(url, process)
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
    process.kill()
    raise AssertionError(log.read_text())


def run_streamlit(options: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """The dashboard as people start it."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    with log.open("wb") as written:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium-headless-shell)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as the very first start leaves it."""
    path = tmp_path_factory.mktemp("sample") / "journey.duckdb"
    workspace = open_workspace(path)
    assert not load(workspace, [SAMPLE], who="sample").issues
    workspace.close()
    return path


@pytest.fixture(scope="session")
def server(browser: Browser, sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the whole session; it shows the sample, and tests only look."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(sample_file, folder)
    running = start_server(folder, port=free_port())
    yield running
    running.stop()


@pytest.fixture(scope="session")
def nursery(browser: Browser) -> Iterator[Nursery]:
    """Where servers of a single test come from."""
    forking = Nursery(ROOT)
    yield forking
    forking.stop()


@pytest.fixture
def fresh_server(nursery: Nursery, sample_file: Path, tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has asked for anything yet."""
    shutil.copy(sample_file, tmp_path)
    running = start_server(tmp_path, nursery=nursery)
    yield running
    running.stop()


@pytest.fixture
def first_server(browser: Browser, tmp_path: Path) -> Iterator[Server]:
    """A server that was never started before: it has no workspace yet. Started as people do, with every import still to come."""
    running = start_server(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def empty_server(nursery: Nursery, tmp_path: Path) -> Iterator[Server]:
    """A server whose workspace holds nothing."""
    running = start_server(tmp_path, sample=False, nursery=nursery)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def people(browser: Browser) -> Iterator[People]:
    """Everybody who has a browser."""
    everybody = People(browser)
    yield everybody
    for profile in everybody.profiles.values():
        profile.close()


@pytest.fixture
def visit(people: People, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens an address (size, colour scheme, another person's browser), and watches the page until the test
    ends. `complaint` is the one thing that the console may say."""
    watch = people.watch = Watch()

    def open_address(
        address: str = "",
        *,
        size: dict[str, int] = WIDE,
        scheme: Literal["light", "dark"] = "light",
        person: str = "Ana",
        server: Server | None = None,
        complaint: str | None = None,
    ) -> Page:
        asked = server or request.getfixturevalue("server")
        watch.complaint = complaint
        page = people.page(person)
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{asked.url}/{address}")
        return ready(page)

    yield open_address
    people.done()
    assert watch.errors == [], "the browser's console has errors"
    assert watch.outside == [], "a request left the machine"


def ready(page: Page) -> Page:
    """Wait until the page has been drawn: its last part and its style sheet are there, its maps have
    cells, nothing on it is stale, and nothing is still to be filled in."""
    address = urlsplit(page.url).path.strip("/")
    last = LAST_PART.get(address, "h1" if address in ADDRESSES else LAST_PART[""])
    page.locator(last).first.wait_for(state="attached", timeout=60_000)
    page.wait_for_function(
        """mapped => {
            const app = document.querySelector('[data-testid=stApp]');
            const charts = [...document.querySelectorAll('[data-testid=stVegaLiteChart]')];
            return app.dataset.testScriptState === 'notRunning'
                && !document.querySelector('[data-stale=true], .pending')
                && getComputedStyle(document.documentElement).getPropertyValue('--muted')
                && (!mapped || document.querySelector('.map-cell'))
                && charts.every(chart => !chart.offsetParent || chart.querySelector('svg.marks path[aria-label]'));
        }""",
        arg=last in (LAST_PART[""], LAST_PART["coverage"]),
        timeout=60_000,
    )
    return page


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A browser on a crowded machine can miss a click: a failing browser test gets one second try, and says so."""
    if item.path.parent != Path(__file__).parent:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if failed := [report.longreprtext for report in reports if report.failed]:
        reasons = [line for line in failed[0].splitlines() if line.startswith("E ")]
        print(f"\nsecond try: {item.nodeid}", *reasons[:8], sep="\n", file=sys.stderr)
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
