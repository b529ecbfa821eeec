"""What a person waits for, as times of the floor: the same on an empty Streamlit page of this machine, in the same run.

    python -m tests.benchmarks.waits [--repeat 7] [--starts 3] [--seconds 20] [--json FILE] [--without-every-page]

Prints one table: floor, page, their ratio, the goal, and whether it is met. Floor and page alternate, so that both wander together on a
machine that others use; times are medians, but for thirty tabs, where the 95th percentile counts. In the browser a visitor comes for
the first time, with nothing kept; on the server a small client speaks the protocol that browsers speak. Every answer that thirty tabs
get is compared with what others got for the same choices. The last line opens every page and tab of the large workspace, cold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser

from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.store import open_workspace
from cx.ui.shared.selection import place_text
from tests.benchmarks import every_page, large
from tests.benchmarks.browser import Tab
from tests.benchmarks.clock import p95, print_table
from tests.benchmarks.crowd import FILTERS, PAUSE, crowd
from tests.benchmarks.servers import ROOT, Server, dashboard, empty_server
from tests.benchmarks.visits import browser, choose, visit

SAID, MAP = "[data-testid=stHtml] p", ".map-cell"
"""What shows that the empty page stands, and that a map does."""
MET = {True: "yes", False: "NO", None: ""}
TABS = 30
THINK = 1.0
SETTLED = 0.3
"""Seconds that a page in the browser gets to come to rest before the next choice."""
CELLS = 12
"""Cells that are clicked on."""


@dataclass
class Wait:
    """Seconds that somebody waited, on the floor and on the page, and how many times the floor it may be."""

    label: str
    goal: float | None
    floor: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    wrong: int = 0
    of: str = "median"

    def add(self, floor: float, page: float) -> None:
        """One time of each, taken one after the other."""
        self.floor.append(floor)
        self.page.append(page)

    def result(self) -> dict[str, object]:
        """The wait as a record."""
        of = statistics.median if self.of == "median" else p95
        floor, page = of(self.floor), of(self.page)
        return {
            "wait": self.label, "floor_s": round(floor, 4), "page_s": round(page, 4), "ratio": round(page / floor, 2), "goal": self.goal,
            "met": None if self.goal is None else page <= self.goal * floor and not self.wrong, "wrong": self.wrong, "runs": len(self.page),
        }  # fmt: skip


async def starts(found: dict[str, Wait], web: Browser, folder: Path, times: int) -> None:
    """Start both servers anew: to the first map in a browser, and the first run of the script as soon as the server answers."""
    to_map = Wait("start of the server → first map, sample", 1.5)
    first = Wait("first run of the page after a start, when a browser asks for it, on the server", 6.0)
    at_once = Wait("the same, asked for by a program the moment the server answers", None)
    for _ in range(times):
        began = time.perf_counter()
        with empty_server(folder) as empty:
            loading, page = await visit(web, empty.address, SAID)
            floor = time.perf_counter() - began
            await page.context.close()
        began = time.perf_counter()
        with dashboard(folder / "sample.duckdb") as app:
            _, page = await visit(web, app.address, MAP)
            to_map.add(floor, time.perf_counter() - began)
            await page.context.close()
        with empty_server(folder) as empty, dashboard(folder / "sample.duckdb") as app:
            await asyncio.sleep(loading)  # a browser asks when it has loaded Streamlit's program
            first.add(await _opened(empty.address), await _opened(app.at("/coverage").address))
        with empty_server(folder) as empty:
            floor = await _opened(empty.address)
        with dashboard(folder / "sample.duckdb") as app:
            at_once.add(floor, await _opened(app.at("/coverage").address))
    found |= {"start": to_map, "first": first, "at once": at_once}


async def visits(
    found: dict[str, Wait], web: Browser, empty: Server, app: Server, times: int, name: str, goals: tuple[float, float]
) -> None:
    """Come to Coverage, where the answer is known, and choose other personas."""
    come, persona = Wait(f"visit to Coverage, warm → map, {name}", goals[0]), Wait(f"another persona → headline, {name}", goals[1])
    await _opened(app.at("/coverage").address)
    for _ in range(times):
        floor, empty_page = await visit(web, empty.address, SAID)
        took, page = await visit(web, app.at("/coverage").address, MAP)
        come.add(floor, took)
        for place in (2, 3, 4):
            await asyncio.sleep(SETTLED)
            floor = await choose(empty_page, ".st-key-choice", place, SAID)
            await asyncio.sleep(SETTLED)
            persona.add(floor, await choose(page, ".st-key-persona", place, "h1"))
        await empty_page.context.close()
        await page.context.close()
    found |= {come.label: come, persona.label: persona}


async def clicks(found: dict[str, Wait], empty: Server, app: Server, cells: Sequence[tuple[str, str]]) -> None:
    """Click on one cell after another; nobody has asked for the evidence of any."""
    wait = Wait("click on a cell → evidence, cold, on the server", 10.0)
    floor, page = Tab(empty.address), Tab(app.at("/coverage").address)
    await floor.open()
    await page.open()
    for place, (need_id, stage_id) in enumerate(cells):
        await asyncio.sleep(PAUSE)
        rerun = await floor.choose("choice", place)
        await asyncio.sleep(PAUSE)
        wait.add(rerun, await page.follow(cell=place_text((need_id, stage_id))))
    wait.wrong = page.failures + page.alarms
    await floor.close()
    await page.close()
    found["click"] = wait


async def tabs(found: dict[str, Wait], empty: Server, app: Server, seconds: float) -> None:
    """Thirty tabs, each of which chooses something once a second: both pages in turn, twice."""
    wait = Wait(f"{TABS} tabs, one choice a second each, 95th percentile", 20.0, of="p95")
    for _ in range(2):
        times, _ = await crowd(empty.address, ("choice",), TABS, seconds / 2, THINK)
        wait.floor += times
        times, wrong = await crowd(app.at("/coverage").address, FILTERS, TABS, seconds / 2, THINK)
        wait.page += times
        wait.wrong += wrong
    found["tabs"] = wait


async def _opened(address: str) -> float:
    tab = Tab(address)
    took = await tab.open()
    await tab.close()
    if tab.failures:
        raise SystemExit(f"{address} failed.")
    return took


async def measured(folder: Path, options: argparse.Namespace) -> list[dict[str, object]]:
    """Every wait, in the order of the table."""
    found: dict[str, Wait] = {}
    sample = open_workspace(folder / "sample.duckdb")
    load(sample, [ROOT / "data" / "sample"])
    answer = coverage(sample)
    shown = answer.cells[answer.cells["persona_id"] == answer.personas.iloc[0]["persona_id"]].head(CELLS)
    cells = [(str(c.need_id), str(c.stage_id)) for c in shown.itertuples()]
    sample.close()
    wide = open_workspace(folder / "large.duckdb")
    large.fill(wide, large.tables())
    wide.close()
    async with browser() as web:
        await starts(found, web, folder, options.starts)
        with empty_server(folder) as empty:
            with dashboard(folder / "sample.duckdb") as app:
                await visits(found, web, empty, app, options.repeat, "sample", (1.4, 1.4))
                await clicks(found, empty, app, cells)
                await tabs(found, empty, app, options.seconds)
            with dashboard(folder / "large.duckdb", CX_SAMPLE="0") as app:
                await visits(found, web, empty, app, options.repeat, "large", (1.5, 2.0))
    return [wait.result() for wait in found.values()]


def slowest_page() -> dict[str, object]:
    """The slowest page or tab of the large workspace, cold, beside what every one of them may take."""
    with tempfile.TemporaryDirectory() as name, every_page.servers(Path(name), "large") as (empty, app, places):
        opened = asyncio.run(every_page.every(empty, app, places, 1))
    cold = {label: statistics.median(times.cold) for label, times in opened.items() if label in {p.label for p in places}}
    label = max(cold, key=lambda page: cold[page])
    floor = statistics.median(t for times in opened.values() for t in times.empty)
    return {
        "wait": f"slowest of {len(cold)} pages and tabs, cold, large: {label}", "floor_s": round(floor, 4), "page_s": round(cold[label], 2),
        "ratio": round(cold[label] / floor, 1), "goal": f"{every_page.LIMIT:g} s", "met": cold[label] <= every_page.LIMIT, "wrong": 0,
        "runs": 1, "over": {page: round(took, 2) for page, took in cold.items() if took > every_page.LIMIT},
    }  # fmt: skip


def main() -> None:
    """Measure, print the table, and write it for programs where that is asked for."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        rows = asyncio.run(measured(Path(name), options))
    if not options.without_every_page:
        rows.append(slowest_page())
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    print_table(
        f"What a person waits for, as times of an empty page ({machine})",
        ("wait", "floor", "page", "× floor", "goal", "met"),
        [(r["wait"], f"{r['floor_s']:.3f} s", f"{r['page_s']:.3f} s", r["ratio"], r["goal"] or "", MET[r["met"]]) for r in rows],
    )
    if options.json:
        options.json.write_text(json.dumps({"machine": machine, "waits": rows}, indent=1, ensure_ascii=False), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.waits", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=7, help="Visits in the browser")
    parser.add_argument("--starts", type=int, default=3, help="Starts of both servers")
    parser.add_argument("--seconds", type=float, default=20.0, help="For which thirty tabs choose")
    parser.add_argument("--json", type=Path, help="Where the table is written for programs")
    parser.add_argument("--without-every-page", action="store_true", help="Leave the large workspace's pages out, which take minutes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
