"""From one session to eighty on the Coverage page, beside the same on an empty page: how long a choice takes, and what a session holds.

    python -m tests.benchmarks.sessions [--sessions 1 10 30 50 80] [--seconds 12] [--reruns 500] [--json FILE]

Everybody chooses something once a second and, where there are more than thirty, every three seconds. Each answer is compared with what
others got for the same choices. A session's memory is what the server's process (RSS) has more when so many are open than when one
was, divided by their number; and a session that chooses on and on must not hold more for it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
from pathlib import Path
from typing import Any

from tests.benchmarks.browser import Tab
from tests.benchmarks.clock import p95, print_table
from tests.benchmarks.crowd import FILTERS, crowd, memory, reruns
from tests.benchmarks.servers import Server, two_servers

PAGES = (("empty page", ("choice",)), ("Coverage", FILTERS))
MANY, THINK, THINK_LONGER = 30, 1.0, 3.0
"""Up to so many sessions everybody chooses once a second, beyond it every three."""
HELD = 50
"""Sessions that are open when what one of them holds is worked out."""


async def at_once(server: Server, keys: tuple[str, ...], sessions: int, seconds: float) -> dict[str, Any]:
    """So many sessions that choose: times in milliseconds, and answers that were wrong."""
    think = THINK if sessions <= MANY else THINK_LONGER
    times, wrong = await crowd(server.address, keys, sessions, seconds, think)
    return {
        "sessions": sessions, "reruns": len(times), "median_ms": round(statistics.median(times) * 1000),
        "p95_ms": round(p95(times) * 1000), "wrong": wrong,
    }  # fmt: skip


async def held_by_one(server: Server) -> float:
    """Megabytes that a session holds which has opened the page."""
    tabs = [Tab(server.address) for _ in range(HELD)]
    await tabs[0].open()
    before = memory(server)
    for tab in tabs[1:]:
        await tab.open()
    held = (memory(server) - before) / (HELD - 1)
    for tab in tabs:
        await tab.close()
    return held


async def measured(options: argparse.Namespace) -> dict[str, Any]:
    """What one session holds, every size on both pages in turn, then one session that goes on and on."""
    found: dict[str, Any] = {name: {"at once": []} for name, _ in PAGES}
    with two_servers() as servers:
        for (_, keys), server in zip(PAGES, servers, strict=True):
            await crowd(server.address, keys, 2, 5.0, 0.1)  # what comes once is not part of it
        for (name, _), server in zip(PAGES, servers, strict=True):
            found[name]["MB of a session"] = round(await held_by_one(server), 2)
        for sessions in options.sessions:
            for (name, keys), server in zip(PAGES, servers, strict=True):
                found[name]["at once"].append(await at_once(server, keys, sessions, options.seconds))
        found["Coverage"]["MB after reruns"] = [round(held) for held in await reruns(servers[1], options.reruns)]
    return found


def main() -> None:
    """Measure, print, and write it for programs where that is asked for; ends with status 1 where an answer was wrong."""
    options = _options()
    found = asyncio.run(measured(options))
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    rows = [
        (page["sessions"], f"{THINK if page['sessions'] <= MANY else THINK_LONGER:g} s", empty["median_ms"], empty["p95_ms"],
         page["median_ms"], page["p95_ms"], page["wrong"])
        for empty, page in zip(*(found[name]["at once"] for name, _ in PAGES), strict=True)
    ]  # fmt: skip
    header = ("sessions", "a choice every", "empty page: median ms", "p95 ms", "Coverage: median ms", "p95 ms", "wrong")
    print_table(f"Sessions at once ({machine})", header, rows)
    print_table(
        "Memory of the server, MB", ("page", "of a session"), [(name, f"{found[name]['MB of a session']:.2f}") for name, _ in PAGES]
    )
    print(f"\nOne session, before and after each hundred of {options.reruns} reruns: {found['Coverage']['MB after reruns']}")
    if options.json:
        options.json.write_text(json.dumps({"machine": machine, **found}, indent=1), encoding="utf-8")
    if any(page["wrong"] for name, _ in PAGES for page in found[name]["at once"]):
        raise SystemExit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.sessions", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 10, 30, 50, 80])
    parser.add_argument("--seconds", type=float, default=12.0, help="For which each number of sessions chooses")
    parser.add_argument("--reruns", type=int, default=500)
    parser.add_argument("--json", type=Path, help="Where the result is written for programs")
    return parser.parse_args()


if __name__ == "__main__":
    main()
