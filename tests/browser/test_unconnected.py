"""A page whose web socket nobody passes on says so, and goes on by itself once somebody does."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server


class Proxy:
    """Passes requests on, one a connection; web sockets only once it is told to."""

    def __init__(self, url: str):
        self._server = (urlsplit(url).hostname or "", urlsplit(url).port or 0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.passes_sockets = False
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=self._pass_on, args=(self._listening.accept()[0],), daemon=True).start()

    def _pass_on(self, browser: socket.socket) -> None:
        with suppress(OSError), browser, socket.create_connection(self._server) as server:
            head = b""
            while b"\r\n\r\n" not in head and (more := browser.recv(65_536)):
                head += more
            if not (self.passes_sockets and b"upgrade: websocket" in head.lower()):
                # As a proxy does that was not told: both are headers of one connection, and go with it.
                head = re.sub(rb"(?im)^(upgrade|connection):.*\r\n", b"", head).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            server.sendall(head)
            threading.Thread(target=_pour, args=(browser, server), daemon=True).start()
            _pour(server, browser)

    def stop(self) -> None:
        self._listening.close()


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65_536):
            sink.sendall(content)


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    between = Proxy(server.url)
    yield between
    between.stop()


def test_a_page_without_its_web_socket_says_what_is_missing_and_goes_on_once_it_is_there(browser: Browser, proxy: Proxy):
    context = browser.new_context()
    page = context.new_page()
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security Policy" in said.text else None)
    page.clock.install()
    page.goto(f"{proxy.url}/coverage")
    page.locator("[data-test-connection-state]").wait_for(timeout=30_000)
    note = page.get_by_role("alert").filter(has_text="The connection of this page could not be opened")
    page.clock.run_for(3_000)
    expect(note).to_have_count(0)
    page.clock.run_for(8_000)
    expect(note).to_be_visible()
    expect(note).to_contain_text("a proxy has to pass web sockets on (the headers Upgrade and Connection)")
    proxy.passes_sockets = True
    page.clock.run_for(60_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("mandatory needs met everywhere", timeout=30_000)
    page.clock.run_for(2_000)
    expect(note).to_have_count(0)
    assert blocked == []
    context.close()
