"""How long is a rerun of the Coverage page after a change of a filter, measured against an empty page?

    python -m tests.benchmarks.page_rerun [--starts 3] [--seconds 12] [--think 1.0] [--sessions 1,10,30]

Starts two servers on this machine with the settings of the product: a page with one select box, and the dashboard
over the sample in a workspace of its own. A small client drives both in turn over the protocol that browsers speak;
drawing in the browser is not part of the figures. Every answer is compared with what other sessions got for the same
choices. Cold means that nobody has asked for this round and evidence since the server started. Processor time is the
server's, per run of the script.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.browser import Tab
from tests.benchmarks.clock import median_ratio, p95, print_table

ROOT = Path(__file__).resolve().parent.parent.parent
EMPTY = """import streamlit as st
st.html(f"<p>You chose {st.selectbox('Choice', [f'option {i}' for i in range(10)], key='choice')}.</p>")
"""
PAUSE = 0.06
"""Seconds between two reruns of one tab; back to back, the network stack would add a wait of its own."""
FILTERS = ("round", "evidence", "persona")
SEED = 5


def main() -> None:
    """Measure one tab, cold and warm, then several tabs at once."""
    options = _options()
    single = Single()
    for number in range(options.starts):
        with two_servers() as (empty, page):
            asyncio.run(one_tab(empty, page, single))
            if number == options.starts - 1:
                crowds = [asyncio.run(both_crowds(empty, page, int(n), options)) for n in options.sessions.split(",")]
    print_table(
        f"One tab, {options.starts} starts of both servers",
        ("step", "runs", "median ms", "p95 ms", "empty page ms", "ratio", "kB"),
        [step.row(name) for name, step in single.steps.items()],
    )
    print_table(
        f"Several tabs, {options.think:g} s between two choices of each, {options.seconds:g} s",
        ("page", "tabs", "reruns", "median ms", "p95 ms", "ratio of medians", "of p95", "processor ms", "wrong"),
        [row for crowd in crowds for row in crowd],
    )


@dataclass
class Step:
    """Times of one kind of step, with those of the empty page taken just before each."""

    page: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)

    def row(self, name: str) -> tuple[str, ...]:
        """The step as a row of the table."""
        return (
            name, str(len(self.page)), _ms(statistics.median(self.page)), _ms(p95(self.page)), _ms(statistics.median(self.empty)),
            f"{median_ratio(self.page, self.empty):.1f}", f"{statistics.median(self.bytes) / 1000:.0f}",
        )  # fmt: skip


@dataclass
class Single:
    """Steps of one tab, by name."""

    steps: dict[str, Step] = field(default_factory=dict)

    async def add(self, name: str, empty: Tab, page: Tab, key: str, place: int) -> None:
        """One rerun of the empty page, then one of the dashboard."""
        step = self.steps.setdefault(name, Step())
        await asyncio.sleep(PAUSE)
        step.empty.append(await empty.choose("choice", len(step.empty)))
        await asyncio.sleep(PAUSE)
        before = page.received
        step.page.append(await page.choose(key, place))
        step.bytes.append(page.received - before)


async def one_tab(empty_server: Server, page_server: Server, single: Single) -> None:
    """Go through every round and evidence twice, then through the personas."""
    empty, page = Tab(empty_server.address), Tab(page_server.address)
    opening = single.steps.setdefault("first run of the page after a start", Step())
    opening.empty.append(await empty.open())
    opening.page.append(await page.open())
    opening.bytes.append(page.received)
    for place in range(10):  # both servers warm
        await asyncio.sleep(PAUSE)
        await empty.choose("choice", place)
    rounds = len(page.options("round"))
    # Each round with evidence 1 and 2, then 0: the first round with 0 is what the page opened with.
    seen: set[tuple[int, int]] = {(0, 0)}
    for _ in range(4):
        for round_ in range(rounds):
            await single.add("round, cold" if (round_, 0) not in seen else "round, warm", empty, page, "round", round_)
            seen.add((round_, 0))
            for evidence in (1, 2, 0):
                known = (round_, evidence) in seen
                await single.add("evidence, warm" if known else "evidence, cold", empty, page, "evidence", evidence)
                seen.add((round_, evidence))
    for name in ("persona, cold", "persona, warm", "persona, warm", "persona, warm"):
        for place in (2, 3, 4, 0, 1):
            await single.add(name, empty, page, "persona", place)
    if empty.failures or page.failures:
        raise SystemExit("A page failed.")
    await empty.close()
    await page.close()


async def both_crowds(empty: Server, page: Server, tabs: int, options: argparse.Namespace) -> list[tuple[str, ...]]:
    """The same crowd on the empty page and on the dashboard, in turn, twice."""
    found: dict[str, list[float]] = {"empty": [], "Coverage": []}
    wrong, used, runs = dict.fromkeys(found, 0), dict.fromkeys(found, 0.0), dict.fromkeys(found, 0)
    for _ in range(2):
        for name, one, keys in (("empty", empty, ("choice",)), ("Coverage", page, FILTERS)):
            before = one.processor_time()
            times, strange = await crowd(one.address, keys, tabs, options.seconds / 2, options.think)
            used[name] += one.processor_time() - before
            found[name] += times
            wrong[name] += strange
            runs[name] += len(times) + tabs * (1 + len(keys))  # each tab also opened the page and set every choice
    rows = []
    for name, times in found.items():
        of_median = statistics.median(times) / statistics.median(found["empty"])
        of_p95 = p95(times) / p95(found["empty"])
        rows.append(
            (
                name,
                str(tabs),
                str(len(times)),
                _ms(statistics.median(times)),
                _ms(p95(times)),
                f"{of_median:.1f}",
                f"{of_p95:.1f}",
                _ms(used[name] / runs[name]),
                str(wrong[name]),
            )  # fmt: skip
        )
    return rows


async def crowd(address: str, keys: tuple[str, ...], tabs: int, duration: float, think: float) -> tuple[list[float], int]:
    """Several people who choose something now and then; returns the times, and how many answers were wrong."""
    times: list[float] = []
    answers: dict[tuple[int, ...], str] = {}
    wrong = 0

    async def person(number: int) -> None:
        nonlocal wrong
        rng = random.Random(SEED + number)
        tab = Tab(address)
        await asyncio.sleep(number * 0.1)  # not all at the door at once
        await tab.open()
        chosen = dict.fromkeys(keys, 0)
        for key in keys:  # known choices to start from
            await tab.choose(key, 0)
        ends = time.perf_counter() + duration
        while time.perf_counter() < ends:
            await asyncio.sleep(PAUSE + rng.expovariate(1 / think))
            key = rng.choice(keys)
            chosen[key] = (chosen[key] + rng.randint(1, len(tab.options(key)) - 1)) % len(tab.options(key))
            times.append(await tab.choose(key, chosen[key]))
            expected = answers.setdefault(tuple(chosen.values()), tab.text)
            wrong += tab.text != expected
        wrong += tab.failures + tab.alarms
        await tab.close()

    await asyncio.gather(*(person(number) for number in range(tabs)))
    return times, wrong


@dataclass(frozen=True)
class Server:
    """A running server: the address of a page on it, and its process."""

    address: str
    process: int

    def at(self, path: str) -> Server:
        """The same server, another page."""
        return Server(self.address + path, self.process)

    def processor_time(self) -> float:
        """Seconds of processor time since it started; 0 where the system does not tell."""
        try:
            parts = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def two_servers() -> Iterator[tuple[Server, Server]]:
    """An empty page and the Coverage page, each on a server of its own."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "empty.py").write_text(EMPTY, encoding="utf-8")
        shutil.copytree(ROOT / ".streamlit", place / ".streamlit")
        with server(place / "empty.py", place) as empty, server(ROOT / "app.py", ROOT, CX_WORKSPACE=str(place / "sample.duckdb")) as app:
            yield empty.at("/"), app.at("/coverage")


@contextmanager
def server(script: Path, folder: Path, module: tuple[str, ...] = ("streamlit", "run"), **environment: str) -> Iterator[Server]:
    """A server for a script, with the settings in `.streamlit` of the folder; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = subprocess.Popen(
        [sys.executable, "-m", *module, str(script), "--server.port", str(port)],
        cwd=folder, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(child, f"{address}/_stcore/health")
        yield Server(address, child.pid)
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for(child: subprocess.Popen[bytes], address: str) -> None:
    for _ in itertools.repeat(None, 300):
        if child.poll() is not None:
            raise SystemExit(f"A server ended with status {child.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("A server did not start.")


def _ms(took: float) -> str:
    return f"{took * 1000:.1f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.page_rerun", description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=12.0)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--sessions", default="1,10,30")
    return parser.parse_args()


if __name__ == "__main__":
    main()
