"""A real server, asked by somebody hostile: by the bytes of a request, and by what stands in a link to each page."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cx.ui.shared.edit_key import cookie_name, pass_of
from tests.attacks.hostile_links import all_links, got_through
from tests.attacks.hostile_requests import Hostile, all_requests
from tests.attacks.outcome import Outcome
from tests.benchmarks.phones import Phone
from tests.conftest import ROOT

KEY = "the key of this attack"
FOREIGN = re.compile(rb"Traceback|site-packages|File \"/|root:x:0:|\[server\]\s|import streamlit|" + KEY.encode())
"""What no answer holds: the inside of the server, a file of its machine, its key."""
PATIENCE = 5.0
AT_ONCE = 8
"""Requests that are under way together; pages half as many."""


@dataclass(frozen=True)
class Attacked:
    """A server that is attacked, with what it has given to somebody who may."""

    port: int
    log: Path
    xsrf: str
    pass_: str


def attack(quick: bool) -> Outcome:
    """Send every request and open every link (a few of each with `quick`); the server answers all and is well afterwards."""
    with _server() as server:
        requests = list(all_requests(server.port, server.xsrf, server.pass_))[:: 61 if quick else 1]
        links = list(all_links())[:: 293 if quick else 1]
        with ThreadPoolExecutor(AT_ONCE) as people:
            through = [said for said in people.map(lambda one: _judged(one, server.port), requests) if said]
        through += asyncio.run(_opened(links, server.port))
        if urllib.request.urlopen(f"http://127.0.0.1:{server.port}/_stcore/health", timeout=PATIENCE).read() != b"ok":
            through.append("the server is not well afterwards")
        if re.search(rb"The page .* failed|A request for .* failed", server.log.read_bytes()):
            through.append("the server's log tells of a failure")
    kinds = Counter(one.kind for one in requests)
    return Outcome(
        "front door",
        len(requests) + len(links),
        len(through),
        [*through, ", ".join(f"{k} {n}" for k, n in kinds.items()) + f", links {len(links)}"],
    )


def _judged(hostile: Hostile, port: int) -> str:
    """What is wrong with the answer to a request; nothing where it is as it should be."""
    answer = _answer(hostile.sent, port)
    status = answer[9:12].decode("latin-1") if answer.startswith(b"HTTP/1.") else ""
    head, _, body = answer.partition(b"\r\n\r\n")
    if status.startswith("5"):
        wrong = f"answers {status}"
    elif found := FOREIGN.search(answer):
        wrong = f"holds {found[0]!r}"
    elif status and hostile.refused and status not in hostile.refused:
        wrong = f"answers {status}, though it is to be refused"
    elif b"rebound.example" in head or (hostile.kind in ("hosts", "origins") and b"rebound.example" in body):
        wrong = "gives back what a stranger sent"
    elif status in ("200", "404", "403", "405") and b"content-security-policy: default-src 'none'" not in head.lower():
        wrong = f"answers {status} without a policy"
    else:
        return ""
    return f"{hostile.kind}: {wrong}: {hostile.sent[:150]!r} -> {answer[:120]!r}"


def _answer(sent: bytes, port: int) -> bytes:
    """What the server sends until it closes, or falls silent."""
    received = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as wire:
            wire.sendall(sent)
            wire.shutdown(socket.SHUT_WR)
            while part := wire.recv(65_536):
                received += part
                if len(received) > 2_000_000:
                    break
    except OSError:
        pass  # it has broken the connection off, or holds a web socket open
    return received


async def _opened(links: list[str], port: int) -> list[str]:
    """What is wrong with the pages that the links open."""
    turns = asyncio.Semaphore(AT_ONCE // 2)

    async def open_(link: str) -> str:
        async with turns:
            phone = Phone(f"http://127.0.0.1:{port}/{link}")
            try:
                await phone.open()
                found = next(filter(None, map(got_through, phone.texts.values())), "")
                failed = phone.failures or (["the roof caught a failure"] if "Something went wrong" in phone.shown else [])
            except Exception as error:
                found, failed = "", [repr(error)]
            finally:
                await phone.close()
            return f"link {link[:120]}: {failed or found}" if failed or found else ""

    return [said for said in await asyncio.gather(*map(open_, links)) if said]


@contextmanager
def _server() -> Iterator[Attacked]:
    """The dashboard with its sample, as people start it, and a key."""
    with tempfile.TemporaryDirectory() as place, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        log = Path(place, "server.log")
        environment = {**os.environ, "CX_WORKSPACE": str(Path(place, "journey.duckdb")), "CX_EDIT_KEY": KEY, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        with log.open("wb") as written:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=subprocess.STDOUT)
        try:
            xsrf = _token(port, process)
            asyncio.run(_first(port))
            yield Attacked(port, log, xsrf, f"{cookie_name(KEY)}={pass_of('Ana', KEY)}")
        finally:
            process.terminate()
            process.wait(20)


def _token(port: int, process: subprocess.Popen[bytes]) -> str:
    """Wait until the server answers; the token that it gives to a browser."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=PATIENCE) as answer:
                found = re.search(r"_streamlit_xsrf=([^;]+)", answer.headers.get("Set-Cookie", ""))
                return found[1] if found else ""
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not start")


async def _first(port: int) -> None:
    """The first visitor, who loads the sample."""
    phone = Phone(f"http://127.0.0.1:{port}/")
    await phone.open()
    await phone.close()
