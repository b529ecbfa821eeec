"""Eighty people for five minutes on the Coverage page, beside the same on an empty page; and what reruns and connections leave in memory.

    python -m tests.benchmarks.crowd [--sessions 80] [--minutes 5] [--think 4] [--reruns 500] [--connections 200]

Both pages get half of the time, in turn, twice. A page that failed, a message of an error, and a text that differs from what others
saw for the same choices count as errors. Memory is what the server's process holds (RSS), after each hundred.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import time
from pathlib import Path

from tests.benchmarks.browser import Tab
from tests.benchmarks.clock import p95, print_table
from tests.benchmarks.servers import Server, two_servers

FILTERS = ("round", "evidence", "persona")
PAUSE = 0.06
"""Seconds between two reruns of one tab; back to back, the network stack would add a wait of its own."""
SEED = 5
EVERY = 100
"""Reruns, or connections, between two looks at the memory."""
FLAT = 1.10
"""By so much of itself the memory may grow after the first hundred."""


async def crowd(
    address: str, keys: tuple[str, ...], tabs: int, duration: float, think: float, apart: float = 0.1
) -> tuple[list[float], int]:
    """Several people who come one after the other, so many seconds apart, and choose something now and then once all are there: to open
    a page and choose where to start is four runs of each, and is not what is measured. Returns the times, and how many answers were wrong."""
    times: list[float] = []
    answers: dict[tuple[int, ...], str] = {}
    wrong = coming = 0
    all_there = asyncio.Event()

    async def person(number: int) -> None:
        nonlocal wrong, coming
        rng = random.Random(SEED + number)
        tab = Tab(address)
        await asyncio.sleep(number * apart)  # not all at the door at once
        await tab.open()
        chosen = dict.fromkeys(keys, 0)
        for key in keys:  # known choices to start from
            await tab.choose(key, 0)
        coming += 1
        if coming == tabs:
            all_there.set()
        await all_there.wait()
        ends = time.perf_counter() + duration
        while time.perf_counter() < ends:
            await asyncio.sleep(PAUSE + rng.expovariate(1 / think))
            key = rng.choice(keys)
            chosen[key] = (chosen[key] + rng.randint(1, len(tab.options(key)) - 1)) % len(tab.options(key))
            times.append(await tab.choose(key, chosen[key]))
            await tab.fill_in()  # as a browser does
            expected = answers.setdefault(tuple(chosen.values()), tab.text)
            wrong += tab.text != expected
        wrong += tab.failures + tab.alarms
        await tab.close()

    await asyncio.gather(*(person(number) for number in range(tabs)))
    return times, wrong


def memory(server: Server) -> float:
    """Megabytes that a server's process holds; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{server.process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


async def crowds(empty: Server, page: Server, options: argparse.Namespace) -> int:
    """The same crowd on both pages; prints, and returns the errors."""
    found: dict[str, list[float]] = {"empty page": [], "Coverage": []}
    errors, peak = dict.fromkeys(found, 0), dict.fromkeys(found, 0.0)
    for _ in range(2):
        for name, one, keys in (("empty page", empty, ("choice",)), ("Coverage", page, FILTERS)):
            times, wrong = await crowd(one.address, keys, options.sessions, options.minutes * 30, options.think)
            found[name] += times
            errors[name] += wrong
            peak[name] = max(peak[name], memory(one))
    rows = [
        (name, options.sessions, len(times), f"{statistics.median(times) * 1000:.0f}", f"{p95(times) * 1000:.0f}", f"{max(times) * 1000:.0f}",
         f"{peak[name]:.0f}", errors[name])
        for name, times in found.items()
    ]  # fmt: skip
    title = f"{options.sessions} sessions, {options.minutes:g} minutes on each page, {options.think:g} s between two choices of each"
    print_table(title, ("page", "sessions", "reruns", "median ms", "p95 ms", "longest ms", "memory MB", "errors"), rows)
    return sum(errors.values())


async def reruns(server: Server, number: int) -> list[float]:
    """The memory before, and after each hundred reruns of one tab."""
    tab = Tab(server.address)
    await tab.open()
    seen = [memory(server)]
    for place in range(1, number + 1):
        await tab.choose(FILTERS[place % len(FILTERS)], place)
        if place % EVERY == 0:
            seen.append(memory(server))
    await tab.close()
    return seen


async def connections(server: Server, number: int) -> list[float]:
    """The memory before, and after each hundred tabs that were opened and left."""
    seen = [memory(server)]
    for place in range(1, number + 1):
        tab = Tab(server.address)
        await tab.open()
        await tab.close()
        if place % EVERY == 0:
            seen.append(memory(server))
    return seen


async def left_in_memory(page: Server, options: argparse.Namespace) -> bool:
    """Reruns, then connections, each twice: what comes once is warming up. Prints, and returns whether the memory stays."""
    found = {
        f"{number} {name}": await act(page, number)
        for name, act, number in (
            ("reruns", reruns, options.reruns), ("connections", connections, options.connections), ("connections again", connections, options.connections),
        )
    }  # fmt: skip
    rows = [(name, f"{seen[0]:.0f}", f"{seen[1]:.0f}", f"{seen[-1]:.0f}", f"{seen[-1] / seen[1]:.2f}") for name, seen in found.items()]
    print_table("Memory of the server, MB", ("after", "at first", "after 100", "in the end", "end / after 100"), rows)
    *_, last = found.values()
    return all(seen[-1] <= seen[1] * FLAT for name, seen in found.items() if "connections" not in name) and last[-1] <= last[0] * FLAT


def main() -> None:
    """Measure, print; ends with status 1 where an error was met or the memory grew."""
    options = _options()
    print(f"Load of the machine before: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    with two_servers() as (_, page):
        is_flat = asyncio.run(left_in_memory(page, options))
    with two_servers() as (empty, page):
        errors = asyncio.run(crowds(empty, page, options))
    print(
        f"\n{errors} errors; the memory {'stays' if is_flat else 'GROWS'}. Load after: {', '.join(f'{load:.1f}' for load in os.getloadavg())}"
    )
    if errors or not is_flat:
        raise SystemExit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.crowd", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sessions", type=int, default=80)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--think", type=float, default=4.0)
    parser.add_argument("--reruns", type=int, default=500)
    parser.add_argument("--connections", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    main()
