"""A full room: so many phones join, score, score again and vote while the facilitator steps on.

    python -m tests.benchmarks.workshop_room [PHONES] [--kill]

Prints how long an answer takes to be acknowledged and a step to reach the phones, and compares what was sent with what the
database holds. With --kill the server is killed (SIGKILL) in the middle of the vote and started again.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from cx.changes.load import load
from cx.store import Workspace, open_workspace
from cx.workshop.access import new_key
from cx.workshop.board import room_of
from cx.workshop.marks import own_ballots, own_scores
from cx.workshop.opening import open_room
from cx.workshop.results import results
from cx.workshop.settings import MOST_SEATS, set_seats
from tests.benchmarks.phones import Phone, together
from tests.browser.conftest import Server, start_server
from tests.random_workspaces import write_folder
from tests.workshop.rooms import content_of, shortfalls

SEED = 20_261_124


PRESS_AGAIN = 20.0
"""Seconds without any phone moving after which the facilitator presses again."""


@dataclass
class Full:
    """A room on disk and the server that shows it; what was acknowledged, and how long things took."""

    folder: Path
    code: str
    room_id: str
    host: str
    server: Server
    phones: list[Phone] = field(default_factory=list)
    sent: dict[tuple[int, str, str], int] = field(default_factory=dict)
    ballots: dict[tuple[int, str], dict[str, int]] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    steps: list[float] = field(default_factory=list)

    @property
    def waits(self) -> list[float]:
        """Seconds from a tap to the page that acknowledges it."""
        return [w for phone in self.phones for w in phone.waits]

    def address(self, phone: Phone | None = None) -> str:
        return f"{self.server.url}/join?{phone.query if phone else f'room={self.code}'}"


def prepare(folder: Path) -> Full:
    """A workspace with shortfalls and an open room; then the server."""
    write_folder(shortfalls(), folder / "files")
    workspace = open_workspace(folder / "journey.duckdb")
    assert not load(workspace, [folder / "files"]).refused
    host = new_key()
    room = open_room(workspace, "Full room", content_of(workspace), host)
    set_seats(workspace, room.room_id, host, MOST_SEATS)
    workspace.close()
    return Full(folder, room.code, room.room_id, host, start_server(folder))


async def enter(full: Full, number: int) -> Phone:
    """Join with a pseudonym."""
    phone = Phone(full.address())
    await phone.open()
    await phone.type("door_name", f"P{number}")
    await phone.press(next(k for k in phone.widgets if k.startswith("FormSubmitter") or k.endswith("Join")))
    await phone.see("You are in")
    return phone


async def go_on(full: Full, host: Phone, said: str) -> None:
    """The facilitator steps on; notes how long every phone took to show it."""
    started = time.monotonic()
    pressed = asyncio.create_task(host.press("ws_on"))
    seen = [asyncio.create_task(p.see(said)) for p in full.phones]
    await asyncio.wait(seen, timeout=PRESS_AGAIN, return_when=asyncio.FIRST_COMPLETED)
    if not any(task.done() for task in seen):
        # As people do. A second press of the same step does nothing, so it cannot hide a doubled one; it is told.
        print(f"second press before “{said}”", file=sys.stderr)
        await pressed
        pressed = asyncio.create_task(host.press("ws_on"))
    moments = await asyncio.gather(*seen)
    await pressed
    full.steps += [m - started for m in moments]


async def answer(full: Full, number: int, part: str, lots: random.Random, think: float) -> None:
    """Answer every question of a part; some are changed once.

    Every other person keeps to the other end of the scale: whom chance gives which item differs from run to run, and a few people
    without any disagreement would be led past the discussion.
    """
    phone = full.phones[number]
    own = (0, 1, 5) if number % 2 else (3, 4, 5)
    asked = set()
    while "You have finished" not in phone.shown:
        new = [k for k in phone.widgets if k.startswith(f"ws_score_{part}_") and k not in asked]
        if not new:
            await asyncio.sleep(0.02)  # the title has come, its question has not
            continue
        key = new[0]
        for _ in range(2 if lots.random() < 0.2 else 1):
            await asyncio.sleep(lots.random() * think)
            place = lots.choice([p for p in own if full.sent.get((number, part, key)) != p])
            await phone.choose(key, place)
            full.sent[number, part, key] = place
            full.acts[part] = full.acts.get(part, 0) + 1
        asked.add(key)
        await phone.press(f"ws_next_{len(asked) - 1}")


async def vote(full: Full, number: int, lots: random.Random, think: float) -> None:
    """Spend all dots of every topic, one tap at a time."""
    phone = full.phones[number]
    voted = 0
    while "You have voted" not in phone.shown:
        keys = [k for k, w in phone.widgets.items() if k.startswith("ws_dots_") and w.id and k.split("_")[2] == topic_shown(phone)]
        if len(keys) < 3:
            await asyncio.sleep(0.02)
            continue
        topic = keys[0].split("_")[2]
        for key, dots in zip(lots.sample(keys, 2), (2, 1), strict=True):
            await asyncio.sleep(lots.random() * think)
            if full.ballots.get((number, topic), {}).get(key.split("_")[3]) == dots:
                continue
            await phone.choose(key, dots)
            full.ballots.setdefault((number, topic), {})[key.split("_")[3]] = dots
            full.acts["dots"] = full.acts.get("dots", 0) + 1
        await phone.press(f"ws_topic_next_{voted}")
        voted += 1
        full.acts["dots"] += 1


def topic_shown(phone: Phone) -> str:
    return "solutions" if "Which solutions first" in phone.shown else "gaps"


async def whole(full: Full, people: int, *, think: float = 2.0) -> None:
    """From the door to the tally."""
    lots = [random.Random(SEED + n) for n in range(people)]
    host = Phone(f"{full.server.url}/workshop?host={full.host}")
    await host.open()
    full.phones = await together(people, lambda n: enter(full, n))
    await go_on(full, host, "Question 1 of")
    await together(people, lambda n: answer(full, n, "score1", lots[n], think))
    await go_on(full, host, "The room disagrees about")
    await go_on(full, host, "The highest and the lowest")
    await go_on(full, host, "Your first score")
    await together(people, lambda n: answer(full, n, "score2", lots[n], think))
    await go_on(full, host, "Close: at least")
    await go_on(full, host, "left.")
    await together(people, lambda n: vote(full, n, lots[n], think))
    await go_on(full, host, "Within one dot is a tie")
    for phone in (host, *full.phones):
        assert phone.failures == [], phone.failures[:2]
        await phone.close()


def compare(full: Full) -> list[str]:
    """What the database holds beside what was acknowledged; every line is a fault."""
    workspace = open_workspace(full.folder / "journey.duckdb")
    faults = []
    room = room_of(workspace, full.room_id)
    for part, acts in full.acts.items():
        ((stored,),) = workspace.rows("SELECT count(*) FROM workshop_mark WHERE part = ?", [part])
        if stored != acts:
            faults.append(f"{part}: {acts} sent, {stored} stored")
    if len(room.people) != len(full.phones):
        faults.append(f"{len(full.phones)} people, {len(room.people)} stored")
    for number, phone in enumerate(full.phones):
        faults += _own_faults(full, workspace, room, number, phone)
    workspace.close()
    return faults


def _own_faults(full: Full, workspace: Workspace, room, number: int, phone: Phone) -> list[str]:  # noqa: ANN001
    token = phone.query.split("me=")[1].split("&")[0]
    faults = []
    for part in ("score1", "score2"):
        kept = own_scores(workspace, room, token, part)
        for item_id, value in kept.items():
            high = 4 if room.content.item(item_id).scale == "0-4" else 2
            place = full.sent[number, part, f"ws_score_{part}_{item_id}"]
            if value != (None if place == 5 else high - place):
                faults.append(f"person {number}, {part}, {item_id}: {value} stored")
        if {k for n, p, k in full.sent if (n, p) == (number, part)} != {f"ws_score_{part}_{i}" for i in kept}:
            faults.append(f"person {number}, {part}: other questions")
    for topic, dots in own_ballots(workspace, room, token).items():
        if {o: d for o, d in dots.items() if d} != full.ballots[number, topic]:
            faults.append(f"person {number}, {topic}: {dots} stored, {full.ballots[number, topic]} sent")
    if results(workspace, room).tally.empty:
        faults.append("no tally")
    return faults


async def killed(full: Full, people: int) -> dict[str, int]:
    """The vote with a SIGKILL in its middle; afterwards everybody comes back with the address they had."""
    host = Phone(f"{full.server.url}/workshop?host={full.host}")
    await host.open()
    full.phones = await together(people, lambda n: enter(full, n))
    for said in ("Question 1 of", "No item has scores of", "left."):
        await go_on(full, host, said)
    voters = [asyncio.create_task(vote(full, n, random.Random(n), 3.0)) for n in range(people)]
    while full.acts.get("dots", 0) < people:
        await asyncio.sleep(0.01)
    os.kill(full.server.process.pid, signal.SIGKILL)
    full.server.process.wait(20)
    for task in voters:
        task.cancel()
    await asyncio.gather(*voters, return_exceptions=True)
    for phone in (host, *full.phones):
        await phone.close()
    acknowledged = {who: dict(dots) for who, dots in full.ballots.items()}
    workspace = open_workspace(full.folder / "journey.duckdb")
    room = room_of(workspace, full.room_id)
    lost = 0
    for (number, topic), dots in acknowledged.items():
        kept = own_ballots(workspace, room, full.phones[number].query.split("me=")[1].split("&")[0]).get(topic, {})
        lost += sum(kept.get(option) != d for option, d in dots.items())
    at_dots = room.step.key == "dots"
    workspace.close()
    full.server = start_server(full.folder)
    back = await together(people, lambda n: come_back(full, full.phones[n]))
    return {
        "acknowledged taps": sum(map(len, acknowledged.values())),
        "lost": lost,
        "room at the vote": at_dots,
        "people back at their vote": sum(back),
    }


async def come_back(full: Full, before: Phone) -> bool:
    """The same address again: the same person, at the vote."""
    phone = Phone(full.address(before))
    await phone.open()
    back = "left." in phone.shown or "You have voted" in phone.shown
    await phone.close()
    return back


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    people = numbers[0] if numbers else 100
    with tempfile.TemporaryDirectory() as place:
        full = prepare(Path(place))
        try:
            if "--kill" in sys.argv:
                print(asyncio.run(killed(full, people)))
                return
            started = time.monotonic()
            asyncio.run(whole(full, people))
            print(f"{people} phones, {sum(full.acts.values())} answers in {time.monotonic() - started:.0f} s")
        finally:
            full.server.stop()
        for name, values in (("tap to acknowledged", full.waits), ("step to screens", full.steps)):
            ordered = sorted(values)
            print(
                f"{name}: median {statistics.median(ordered):.2f} s, 95 % {ordered[int(0.95 * len(ordered))]:.2f} s, longest {ordered[-1]:.2f} s, n {len(ordered)}"
            )
        print("faults:", compare(full) or "none")


if __name__ == "__main__":
    main()
