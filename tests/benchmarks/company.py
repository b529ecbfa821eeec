"""A whole company at once: fifty people look around while thirty score and vote in a workshop's room.

    python -m tests.benchmarks.company [--seconds 300] [--postgresql] [--browsing 50] [--marking 30]

Sessions speak Streamlit's own protocol. Printed are the errors (a page that failed, a message of an error or a warning, one address that
shows two texts), how many marks were acknowledged and how many are stored, how long a choice and a mark take beside as many sessions with
the same pace on an empty page, and what the server's process holds, minute by minute. With --postgresql the workspace lives in a throw-away
server; without it in its file.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cx.analysis.coverage import coverage
from cx.changes.load import load
from cx.store import open_workspace
from cx.ui.shared.selection import place_text
from cx.workshop.access import new_key
from cx.workshop.opening import open_room
from cx.workshop.settings import set_seats
from tests.benchmarks.browser import Tab
from tests.benchmarks.clock import p95, print_table
from tests.benchmarks.crowd import FLAT, crowd, memory
from tests.benchmarks.phones import Phone, together
from tests.benchmarks.servers import ROOT, Server, dashboard, empty_server
from tests.postgres import running
from tests.workshop.rooms import content_of

SEED = 7
PAGES = ("", "coverage", "personas", "touchpoints", "shortfalls", "rounds", "scenarios", "progress", "method")
BROWSES, MARKS = 4.0, 3.0
"""Seconds between two acts of one person, on average."""
APART = 0.3
"""Seconds between two people who come."""
VOTING = 0.6
"""The share of the time after which the room goes on to the vote."""
PRESSES = 8
"""So often the facilitator steps on, at most, from the scores to the vote."""


@dataclass
class Company:
    """What was seen: seconds by act, errors, marks that were acknowledged (or under way as the room went on), and megabytes of the server by second."""

    room: str
    host: str
    cells: list[str]
    personas: list[str]
    took: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    unclear: dict[str, int] = field(default_factory=dict)
    held: list[tuple[int, float]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, act: str, seconds: float) -> None:
        """An act took so long."""
        self.took.setdefault(act, []).append(seconds)


def prepare(path: Path, seats: int) -> Company:
    """The sample, and a room about all that is not met in it."""
    host = new_key()
    with closing(open_workspace(path)) as workspace:
        assert not load(workspace, [ROOT / "data" / "sample"]).refused
        room = open_room(workspace, "Everybody", content_of(workspace), host)
        set_seats(workspace, room.room_id, host, seats)
        cells = coverage(workspace).cells
        places = [place_text((str(c.need_id), str(c.stage_id))) for c in cells.itertuples()]
        return Company(room.code, host, places, [str(p) for p in cells["persona_id"].unique()])


async def looks(company: Company, server: Server, number: int, ends: float) -> None:
    """One person who chooses personas, clicks cells and goes to other pages."""
    lots = random.Random(SEED + number)
    await asyncio.sleep(number * APART)
    tab = Tab(server.at("/coverage").address)
    try:
        company.add("open a page anew", await tab.open())
        while time.monotonic() < ends:
            await asyncio.sleep(lots.expovariate(1 / BROWSES))
            act = lots.choices(("persona", "cell", "page"), (4, 4, 2))[0]
            if act == "page":
                company.add("go to another page", await tab.go(lots.choice(PAGES)))
                await tab.fill_in()
                continue
            if not tab.address.startswith("coverage?"):
                company.add("go to another page", await tab.go("coverage"))
            elif act == "persona":
                company.add("choose a persona", await tab.choose("persona", lots.randrange(len(tab.options("persona")))))
            else:
                company.add("click a cell", await tab.follow(cell=lots.choice(company.cells)))
            if company.texts.setdefault(tab.address, tab.text) != tab.text:
                company.errors.append(f"{tab.address} shows two texts")
        await tab.close()
    except Exception as error:
        company.errors.append(f"person {number}: {error!r}")
    company.errors += ["a page failed"] * tab.failures + ["a message of an error"] * tab.alarms


async def enter(company: Company, server: Server, number: int) -> Phone:
    """Join the room with a pseudonym."""
    phone = Phone(server.at(f"/join?room={company.room}").address)
    await phone.open()
    await phone.type("door_name", f"P{number}")
    await phone.press(next(k for k in phone.widgets if k.startswith("FormSubmitter") or k.endswith("Join")))
    await phone.see("You are in")
    return phone


async def marks(company: Company, phone: Phone, number: int, ends: float) -> None:
    """One person in the room: scores, changes scores, votes and moves dots, at the step at which the room is."""
    lots, said = random.Random(SEED - number), dict[str, int]()
    while time.monotonic() < ends:
        await asyncio.sleep(lots.expovariate(1 / MARKS))
        try:
            await _marks_once(company, phone, lots, said)
        except KeyError:
            pass  # the room has gone on, and the question is no longer there
        except Exception as error:
            company.errors.append(f"phone {number}: {error!r}")
            return


async def _marks_once(company: Company, phone: Phone, lots: random.Random, said: dict[str, int]) -> None:
    scores, dots, again = (phone.fields(one) for one in ("ws_score_", "ws_dots_", "ws_change_"))
    if scores:
        key = scores[0]
        value = lots.choice([n for n in range(len(phone.widgets[key].options)) if said.get(key) != n])
    elif dots:
        key = lots.choice(dots)
        value = 1 - said.get(key, 0)
        if value and sum(said.get(one, 0) for one in dots) >= 2:  # as many as every topic has, and more
            key = next(one for one in dots if said.get(one))
            value = 0
    elif again:
        await phone.press(lots.choice(again))
        return
    else:
        return
    began, alarms = time.monotonic(), len(phone.alarms)
    await phone.choose(key, value)
    if len(phone.alarms) > alarms or phone.failures:
        return
    said[key] = value
    part = key.split("_")[2] if scores else "dots"
    if key not in phone.fields(key):  # the room went on meanwhile, and nobody was told
        company.unclear[part] = company.unclear.get(part, 0) + 1
        return
    company.acknowledged[part] = company.acknowledged.get(part, 0) + 1
    company.add("score" if scores else "move a dot", time.monotonic() - began)
    further = phone.fields("ws_next_")
    if scores and further and lots.random() < 0.5:
        await phone.press(further[0])


async def leads(company: Company, host: Phone, phones: list[Phone], begins: float, ends: float) -> None:
    """The facilitator lets people score, and then goes on to the vote."""
    await asyncio.sleep(begins + (ends - begins) * VOTING - time.monotonic())
    for _ in range(PRESSES):
        await host.press("ws_on")
        with suppress(AssertionError):
            await phones[0].see("left.", 5.0)
            return
    company.errors.append("the room never came to the vote")


async def watches(company: Company, server: Server, begins: float, ends: float) -> None:
    """Note what the server holds, every minute, or ten times where it is shorter."""
    every = min(60.0, (ends - begins) / 10)
    while True:
        company.held.append((round(time.monotonic() - begins), memory(server)))
        if time.monotonic() > ends - every / 2:
            return
        await asyncio.sleep(every)


async def at_work(company: Company, server: Server, options: argparse.Namespace) -> None:
    """Everybody comes, and then works for so long."""
    host = Phone(server.at(f"/workshop?host={company.host}").address)
    await host.open()
    phones = await together(options.marking, lambda n: enter(company, server, n))
    await host.press("ws_on")
    await together(options.marking, lambda n: phones[n].see("Question 1 of"))
    begins = time.monotonic()
    ends = begins + options.seconds
    await asyncio.gather(
        *(looks(company, server, n, ends) for n in range(options.browsing)),
        *(marks(company, phone, n, ends) for n, phone in enumerate(phones)),
        leads(company, host, phones, begins, ends),
        watches(company, server, begins, ends),
    )
    for phone in (host, *phones):
        company.errors += phone.failures + phone.alarms
        await phone.close()


async def on_an_empty_page(server: Server, options: argparse.Namespace) -> tuple[list[float], int]:
    """The same number of people with the same pace where there is nothing but a select box."""
    seconds = min(60.0, options.seconds)
    looked, marked = await asyncio.gather(
        crowd(server.address, ("choice",), options.browsing, seconds, BROWSES, APART),
        crowd(server.address, ("choice",), options.marking, seconds, MARKS, APART),
    )
    return looked[0] + marked[0], looked[1] + marked[1]


def told(company: Company, floor: list[float], stored: dict[str, int]) -> bool:
    """Print what was found; whether all is well."""
    sides = {"a choice on an empty page": floor, **company.took}
    rows = [
        (act, len(t), f"{statistics.median(t) * 1000:.0f}", f"{p95(t) * 1000:.0f}", f"{max(t) * 1000:.0f}",
         f"{statistics.median(t) / statistics.median(floor):.1f}", f"{p95(t) / p95(floor):.1f}")
        for act, t in sides.items()
    ]  # fmt: skip
    print_table("How long it takes", ("act", "times", "median ms", "p95 ms", "longest ms", "× empty, median", "p95"), rows)
    print_table(
        "Marks",
        ("part", "acknowledged", "under way as the room went on", "stored"),
        [(part, n, company.unclear.get(part, 0), stored.get(part, 0)) for part, n in sorted(company.acknowledged.items())],
    )
    print_table("Memory of the server", ("second", "MB"), [(second, f"{held:.0f}") for second, held in company.held])
    settled = company.held[len(company.held) // 5 :][0][1]
    is_flat, is_whole = (
        company.held[-1][1] <= settled * FLAT,
        all(n <= stored.get(part, 0) <= n + company.unclear.get(part, 0) for part, n in company.acknowledged.items()),
    )
    print(f"\n{len(company.errors)} errors; marks {'all there' if is_whole else 'DIFFER'}; memory {'stays' if is_flat else 'GROWS'}.")
    for error in sorted(set(company.errors))[:20]:
        print(f"  {company.errors.count(error)} × {error}")
    return not company.errors and is_whole and is_flat


@contextmanager
def home(on_postgresql: bool) -> Iterator[None]:
    """Where the workspace lives: for the time of the context the setting names a server, or nothing."""
    with running() if on_postgresql else nullcontext() as postgres:
        os.environ.pop("CX_DATABASE", None)
        if postgres is not None:
            os.environ["CX_DATABASE"] = postgres.database("journeys")
        yield


def main() -> None:
    """Measure, print; ends with status 1 where something is wrong."""
    options = _options()
    print(f"Load of the machine before: {', '.join(f'{load:.1f}' for load in os.getloadavg())}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name, home(options.postgresql):
        path = Path(name) / "journey.duckdb"
        os.environ["CX_WORKSPACE"] = str(path)
        company = prepare(path, max(options.marking, 2))
        with empty_server(Path(name)) as empty:
            floor, wrong = asyncio.run(on_an_empty_page(empty.at("/"), options))
        company.errors += ["the empty page was wrong"] * wrong
        with dashboard(path) as server:
            asyncio.run(at_work(company, server, options))
            used = server.processor_time()
        with closing(open_workspace(path)) as workspace:
            stored = {part: int(n) for part, n in workspace.rows("SELECT part, count(*) FROM workshop_mark GROUP BY part")}
        print(f"{options.browsing} look, {options.marking} mark, {options.seconds:g} s, "
              f"{'PostgreSQL' if options.postgresql else 'file'}; the server used {used:.0f} s of processor.")  # fmt: skip
        if not told(company, floor, stored):
            raise SystemExit(1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.company", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--browsing", type=int, default=50)
    parser.add_argument("--marking", type=int, default=30)
    parser.add_argument("--postgresql", action="store_true", help="The workspace lives in a PostgreSQL server of its own")
    return parser.parse_args()


if __name__ == "__main__":
    main()
