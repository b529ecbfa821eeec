"""Every page and every tab, opened cold and warm: how long does the server take, and how much does it send?

    python -m tests.benchmarks.every_page [--runs 3] [--workspace sample|large|both] [--only TEXT]

Each run opens an empty page on a server of its own, then the page in a new tab after the server has forgotten every
answer (cold), then in another tab (warm). A page stands when it can be read; what it fills in afterwards, in a run of its own, is there in the
end (all s), and the processor time is that of everything. Drawing in the browser is not part of the figures. The machine may be shared: read the medians, the ratios to the empty
page, which was opened just before, and the processor time of the server.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd

from cx.analysis.coverage import coverage
from cx.analysis.scenarios.scenario import scenarios
from cx.analysis.shortfalls import shortfalls
from cx.changes.load import load
from cx.charts.grid import JOURNEY
from cx.store import Workspace, open_workspace
from cx.ui.catalogue.personas import TABS as PERSONAS
from cx.ui.progress.lists import TABS as PROGRESS
from cx.ui.research.asked import TABS as RESEARCH
from cx.ui.rounds.asked import TABS as ROUNDS
from cx.ui.scenarios.headings import TABS as SCENARIOS
from cx.ui.shared.scope_bar import EVERYBODY
from cx.ui.shared.selection import place_text
from cx.ui.shortfalls.headings import TABS
from cx.workshop.table import freeze, table_items
from tests.benchmarks import large
from tests.benchmarks.browser import Tab
from tests.benchmarks.clock import print_table
from tests.benchmarks.servers import ROOT, Server, empty_server, server
from tests.workshop.rooms import led

LIMIT = 2.0
"""Seconds within which every page is to be there, cold."""
STEPS = ("lobby", "score", "reveal", "tally", "decide")
SHOWS = {
    "The list": 'class="small list"', "Find out": "Find out first", "What closes most": "Touchpoints that serve nothing",
    "Who is affected": "Who is affected", "How sure": "What a moved target would change", "Other views": "Kano check",
}  # fmt: skip
"""HTML by which a part of the list can be read, by tab: how sure the order is, is filled in afterwards."""
MAP = 'class="map-corner"'
"""HTML of a map, by which a page that has one can be read."""
ITEMS = 15
PEOPLE = 6


@dataclass(frozen=True)
class Place:
    """A page, or a part of one, and the address that opens it; once it shows this HTML it can be read, though more may be filled in."""

    label: str
    address: str
    shows: str = ""


@dataclass
class Opened:
    """Seconds of each run, and what came down the wire."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    stands: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    def row(self, label: str) -> tuple[str, ...]:
        """The place as a row of the table."""
        cold, warm, empty = (statistics.median(times) for times in (self.cold, self.warm, self.empty))
        late = "over" if cold > LIMIT else ""
        used = statistics.median(self.processor)
        stands, whole = (f"{statistics.median(times):.2f}" if times else "" for times in (self.stands, self.whole))
        return (
            label,
            f"{cold:.2f}",
            stands,
            whole,
            f"{cold / empty:.0f}",
            f"{used:.2f}",
            f"{warm:.2f}",
            f"{warm / empty:.0f}",
            f"{statistics.median(self.bytes) / 1000:.0f}",
            late,
        )


def main() -> None:
    """Measure, and print one table per workspace."""
    options = _options()
    for name in ("sample", "large") if options.workspace == "both" else (options.workspace,):
        with tempfile.TemporaryDirectory() as folder, servers(Path(folder), name) as (empty, app, places):
            chosen = [p for p in places if options.only.lower() in p.label.lower()]
            found = asyncio.run(every(empty, app, chosen, options.runs))
        print_table(
            f"{name.capitalize()} workspace, {options.runs} runs, medians; seconds, and times the empty page",
            ("page", "cold s", "stands s", "all s", "ratio", "processor s", "warm s", "ratio", "kB", ""),
            [opened.row(label) for label, opened in found.items()],
        )


async def every(empty: Server, app: Server, places: list[Place], runs: int) -> dict[str, Opened]:
    """Open every place so many times, cold and warm; the very first run of the server stands alone."""
    first = Opened()
    first.empty.append(await _open(empty.at("/")))
    before, tab = app.processor_time(), Tab(app.at(places[0].address).address)
    first.cold.append(await tab.open())
    first.processor.append(app.processor_time() - before)
    first.bytes.append(tab.received)
    await tab.close()
    first.warm.append(await _open(app.at(places[0].address)))
    found = {"first page after a start": first}
    for place in places:
        opened = found.setdefault(place.label, Opened())
        for _ in range(runs):
            opened.empty.append(await _open(empty.at("/")))
            os.kill(app.process, signal.SIGUSR1)
            await asyncio.sleep(0.1)
            before, tab = app.processor_time(), Tab(app.at(place.address).address, place.shows)
            opened.cold.append(await tab.open())
            opened.stands += [tab.stands] if tab.stands is not None else []
            opened.whole += [took] if (took := await tab.fill_in()) else []
            opened.processor.append(app.processor_time() - before)
            opened.bytes.append(tab.received)
            if tab.failures:
                raise SystemExit(f"{place.label} failed.")
            await tab.close()
            opened.warm.append(await _open(app.at(place.address)))
    return found


async def _open(page: Server) -> float:
    tab = Tab(page.address)
    took = await tab.open()
    await tab.close()
    await asyncio.sleep(0.1)
    return took


@contextmanager
def servers(folder: Path, name: str) -> Iterator[tuple[Server, Server, list[Place]]]:
    """An empty page, and the dashboard over a workspace with rooms at several steps."""
    path = folder / "journey.duckdb"
    workspace = open_workspace(path)
    if name == "large":
        large.fill(workspace, large.tables())
    else:
        load(workspace, [ROOT / "data" / "sample"])
    places = [*pages(workspace), *rooms(workspace)]
    workspace.close()
    with (
        empty_server(folder) as empty,
        server(ROOT / "app.py", ROOT, module=("tests.benchmarks.forgetful",), CX_WORKSPACE=str(path), CX_SAMPLE="0") as app,
    ):
        yield empty, app, places


def pages(workspace: Workspace) -> list[Place]:
    """Every page and every part of it that has an address."""
    answer = coverage(workspace)
    persona = answer.personas.iloc[0]["persona_id"]
    of_persona = answer.cells[answer.cells["persona_id"] == persona]
    cell = of_persona[of_persona["evidence"].notna()].iloc[0]
    item = shortfalls(workspace, answer).items.iloc[0]
    one = {"persona": persona}
    first_stage = answer.persona_stages.iloc[0]
    return [
        Place("Overview", "/overview"),
        Place("Overview, without assumptions", "/overview?evidence=strict", MAP),
        Place("Coverage, all personas", "/coverage?persona=%3Ball"),
        Place("Coverage, all personas, a stage", _at("coverage", persona=";all", cell=place_text((persona, first_stage["stage_id"])))),
        Place("Coverage, one persona", _at("coverage", **one)),
        Place("Coverage, the journey of a need", _at("coverage", **one, cell=place_text((cell["need_id"], JOURNEY)))),
        Place("Coverage, evidence of a cell", _at("coverage", **one, cell=place_text((cell["need_id"], cell["stage_id"])))),
        *(Place(f"Shortfalls, {tab}", _at("shortfalls", part=tab), SHOWS.get(tab, "")) for tab in TABS),
        Place("Shortfalls, one persona", _at("shortfalls", **one), SHOWS[TABS[0]]),
        Place("Shortfalls, an item", _at("shortfalls", item=place_text((item["need_id"], item["stage_id"]))), SHOWS[TABS[0]]),
        *(Place(f"Rounds, {tab}", _at("rounds", part=tab)) for tab in ROUNDS),
        Place("Personas, one", _at("personas", **one)),
        Place("Personas, side by side", "/personas?persona=%3Ball"),
        *(Place(f"Personas, {tab}", _at("personas", persona=EVERYBODY, part=tab)) for tab in PERSONAS[1:]),
        *(Place(f"Research, {tab}", _at("research", research=tab)) for tab in RESEARCH),
        Place("Research, empathy map of one persona", _at("research", research="Empathy maps", **one)),
        *(
            Place(f"Research, themes by {split}", _at("research", research="Themes", by=split))
            for split in ("persona", "market", "language")
        ),
        Place("Touchpoints", "/touchpoints"),
        Place("Touchpoints, searched", "/touchpoints?touchpoint_search=desk"),
        Place("Workshop, start", "/workshop"),
        *(Place(f"Progress, {tab}", _at("progress", part=tab)) for tab in PROGRESS),
        *(Place(f"Scenarios, {tab}", _at("scenarios", scenarios=tab)) for tab in SCENARIOS),
        *(Place("Scenarios, one that is kept", _at("scenarios", scenario=key)) for key in list(scenarios(workspace))[-1:]),
        *(Place(f"Data, {tab}", _at("data", data_tabs=tab)) for tab in ("Upload", "Edit", "History and undo", "Templates and export")),
        Place("Method", "/method"),
        Place("Join, the door", "/join"),
    ]


def rooms(workspace: Workspace) -> list[Place]:
    """A room at each of several steps: the facilitator's page, a participant's, the wall."""
    answer = coverage(workspace)
    found = table_items(workspace, answer)
    rows = pd.concat([found[found["tier"] == tier].head(ITEMS // 2) for tier in (1, 2)])
    places = []
    for step in STEPS:
        at = led(workspace, PEOPLE, freeze(workspace, answer, [[(r.need_id, r.stage_id)] for r in rows.itertuples()]))
        for reached in ("score", step) if step not in ("lobby", "score") else (step,):
            at.go_to(reached)
            if reached == "score":
                at.all_say({i.item_id: [p % 5 if i.kind != "pain" else p % 5 - 2 for p in range(PEOPLE)] for i in at.room.items})
        code = at.room.code
        places += [
            Place(f"Workshop, {step}: facilitator", _at("workshop", host=at.key)),
            Place(f"Workshop, {step}: participant", _at("join", room=code, me=at.tokens[0])),
            Place(f"Workshop, {step}: wall", _at("join", room=code, wall="1")),
        ]
    return places


def _at(page: str, **parameters: str) -> str:
    return f"/{page}?{urlencode(parameters)}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.every_page", description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workspace", choices=("sample", "large", "both"), default="both")
    parser.add_argument("--only", default="", help="Only pages whose name holds this text")
    return parser.parse_args()


if __name__ == "__main__":
    main()
