"""Processes are killed at random moments while they import, edit, undo, open rooms, mark, reveal, move the log, copy, restore,
bring forward, close rooms, erase and withdraw people. After every kill the workspace must open by itself and be whole, and hold every act that was acknowledged.

    python -m tests.attacks --class kills
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from cx.analysis.coverage import coverage
from cx.analysis.participants import participants
from cx.analysis.research import research
from cx.changes.load import load
from cx.changes.promote import raise_evidence
from cx.changes.undo import undo
from cx.changes.withdraw import withdraw
from cx.changes.write import write_rows
from cx.errors import CannotUndo, InvalidData, OpenedAnew, WorkshopError
from cx.frames import row_dicts
from cx.store import Workspace, checkpoints, memory, open_workspace
from cx.store.backup import back_up, restore
from cx.store.erase import erase
from cx.store.verify import verify
from cx.store.what_goes import Asked
from cx.workshop.content import fingerprint
from cx.workshop.decisions import Decision, decide, undecided
from cx.workshop.marks import score
from cx.workshop.moves import go_back, go_on
from cx.workshop.publish import close_room
from cx.workshop.verify import verify_rooms
from tests.attacks.outcome import Outcome
from tests.oracle import Tables
from tests.random_workspaces import write_folder
from tests.workshop.rooms import Led, led, shortfalls

SEED = 20_261_126
QUICK = ("dashboard", "restorer", "beside")
STARTED = 60.0
"""Seconds within which a process has done something."""
FRESH = 40
"""Kills after which another workspace is begun, so that looking at all of it does not take longer and longer."""
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["tests.attacks.kills"])


@dataclass
class Ground:
    """Where the attack takes place: the workspace, the folders that are imported, copies, and what was acknowledged."""

    place: Path
    rng: random.Random
    acknowledged: set[tuple[str, str]] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The workspace."""
        return self.place / "home" / "w.duckdb"

    @property
    def told_in(self) -> Path:
        """The file in which a process acknowledges, line by line, what it has done."""
        return self.place / "acknowledged"

    def begin(self) -> None:
        """Another workspace, with needs and a first import."""
        shutil.rmtree(self.place, ignore_errors=True)
        (self.place / "copies").mkdir(parents=True)
        for number in (1, 2):
            write_folder(named(number), self.place / f"folder-{number}")
        self.acknowledged.clear()
        with closing(open_workspace(self.path)) as workspace:
            assert load(workspace, [self.place / "folder-1"]).applied

    def kill(self, work: Callable[..., None], most: float, *beside: Callable[..., None], early: bool = False) -> None:
        """Start processes, kill them after a while, the first of them first, and look at what is left. The while begins with the
        first act that is acknowledged, `early` with the start."""
        self.told_in.write_text("")
        arguments = (str(self.place), self.rng.randrange(10**9))
        others = [context.Process(target=other, args=arguments, daemon=True) for other in beside]
        victim = context.Process(target=work, args=arguments, daemon=True)
        for process in (*others, victim):
            process.start()
        ends = time.monotonic() + STARTED
        while not early and not self.told_in.stat().st_size and time.monotonic() < ends and victim.is_alive():
            time.sleep(0.005)
        time.sleep(self.rng.uniform(0, most))
        if not victim.is_alive():
            self.troubles.append(f"{work.__name__} ended by itself")
        for process in (victim, *others):
            process.kill()
            process.join()
        acts: list[tuple[str, str]] = [tuple(json.loads(line)) for line in self.told_in.read_text().split("\n")[:-1]]
        self.told.update(kind for kind, _ in acts)
        self.acknowledged.update(acts)
        self.look({what for kind, what in acts if kind == "joined"})

    def look(self, joined: Collection[str] = ()) -> None:
        """Open it, read everything, and look for every act that was acknowledged; whoever `joined` is there whole, or not at all."""
        try:
            with closing(open_workspace(self.path)) as workspace, workspace.cursor() as cursor:
                faults = [f for check in [*verify(cursor), *verify_rooms(workspace)] for f in check.faults] + half_closed(workspace)
                there = [who for who in sorted(joined) if is_there(workspace, who)]
                lost = {act for act in self.acknowledged if act[0] not in ("named", "joined", "erased")} - held(
                    workspace, self.place / "copies"
                )
            faults += self.not_erased({what for kind, what in self.acknowledged if kind == "erased"} | {*joined} - {*there})
        except Exception as error:  # whatever it is, the next start would meet it
            faults, lost = [f"does not open: {error}"], set()
        self.troubles += faults + [f"lost: {' '.join(act)}" for act in sorted(lost)]
        if faults or lost:
            kept = Path(tempfile.mkdtemp(prefix="kills-"))
            shutil.copytree(self.place, kept, dirs_exist_ok=True)
            self.troubles.append(f"what was left is kept in {kept}")
            self.begin()

    def not_erased(self, names: Collection[str]) -> list[str]:
        """Those of the names, which all are erased, that stand in some byte of the workspace, its log or what was put beside them."""
        files = [file for file in self.path.parent.iterdir() if file.name.startswith((self.path.name, "."))]
        written = b"".join(file.read_bytes() for file in files if file.is_file())
        return [f"not erased: {what}" for what in sorted(names) if what.encode() in written]


def is_there(workspace: Workspace, who: str) -> bool:
    """Whether somebody who was interviewed stands there whole, with all that rests on them; False where nothing of them does. Raises
    ValueError for anything between."""
    found = workspace.rows(
        """SELECT (SELECT count(*) FROM interviews WHERE participant = $who), (SELECT count(*) FROM findings WHERE contains(quote, $who)),
            (SELECT count(*) FROM improvements WHERE contains(name, $who)), (SELECT count(*) FROM audit_rows WHERE contains(after, $who)) > 0,
            (SELECT evidence = 'qualitative' AND (SELECT count(*) FROM interviews WHERE segment_id = 'withdrawing') < 5
             FROM needs WHERE need_id = 'withdrawing')""",
        {"who": who},
    )[0]
    if found not in ((1, 2, 1, True, False), (0, 0, 0, False, False)):
        raise ValueError(f"half withdrawn: {found}")
    return bool(found[0])


def half_closed(workspace: Workspace) -> list[str]:
    """Rooms of which a part is closed: its marks and keys are gone, or its results are there, and the other is not."""
    rows = workspace.rows(
        """SELECT room_id, room_id IN (SELECT room_id FROM workshop_step WHERE step = 'closed') AS closed,
            room_id IN (SELECT room_id FROM workshop_mark) AS marks,
            (SELECT count(*) FROM workshop_person p WHERE p.room_id = r.room_id AND starts_with(token_hash, 'left ')) AS left_,
            (SELECT count(*) FROM workshop_person p WHERE p.room_id = r.room_id) AS people
        FROM workshop_room r"""
    )
    wrong = [room for room, closed, marks, left, people in rows if (closed and marks) or left != (people if closed else 0)]
    published = {room for (room,) in workspace.rows("SELECT DISTINCT from_json(after, '{\"workshop_id\": \"VARCHAR\"}').workshop_id FROM audit_rows WHERE table_name = 'scores' AND before IS NULL")}  # fmt: skip
    wrong += [room for room, closed, *_ in rows if room in published and not closed]
    return [f"half closed: {room}" for room in wrong]


def held(workspace: Workspace, copies: Path) -> set[tuple[str, str]]:
    """Every act that can be found in a workspace and its copies."""
    found = {("change", str(n)) for (n,) in workspace.rows("SELECT audit_id FROM audit_log")}
    found |= {("room", room) for (room,) in workspace.rows("SELECT room_id FROM workshop_room")}
    found |= {("person", person) for (person,) in workspace.rows("SELECT person_id FROM workshop_person")}
    found |= {("mark", mark) for (mark,) in workspace.rows("SELECT mark_id FROM workshop_mark")}
    found |= {("step", f"{room} {number}") for room, number in workspace.rows("SELECT room_id, number FROM workshop_step")}
    found |= {("closed", room) for (room,) in workspace.rows("SELECT room_id FROM workshop_step WHERE step = 'closed'")}
    found |= {("reading", name) for (name,) in workspace.rows("SELECT fingerprint FROM reading_memory")}
    found |= {("copy", path.name) for path in copies.iterdir() if not path.name.startswith(".")}
    return found | {("restored", ""), ("upgraded", ""), ("moved", "")}


def named(number: int) -> Tables:
    """The needs of a workshop; the personas say which import they came with."""
    tables = shortfalls()
    for row in tables["personas"]:
        row["name"] = f"Import {number}"
    return tables


# --- what the processes do; each acknowledges after the act -------------------------------------------------


class Acts:
    """What people do in a dashboard."""

    def __init__(self, workspace: Workspace, place: Path, rng: random.Random):
        self.workspace, self.place, self.rng = workspace, place, rng
        self.tell = teller(place)
        self.rooms: list[Led] = []

    def newest(self) -> int:
        """The number of the newest change."""
        return int(self.workspace.rows("SELECT coalesce(max(audit_id), 0) FROM audit_log")[0][0])

    def change(self) -> None:
        """Acknowledge the newest change, if there is one."""
        if number := self.newest():
            self.tell("change", str(number))

    def imports(self) -> None:
        """A folder takes the place of everything."""
        load(self.workspace, [self.place / f"folder-{self.rng.randint(1, 2)}"], replace=True)
        self.change()

    def edits(self) -> None:
        """A few stages at once."""
        rows = [{"stage_id": f"x{self.rng.randrange(50)}", "position": str(50 + n), "name": uuid.uuid4().hex} for n in range(3)]
        with suppress(InvalidData):
            write_rows(self.workspace, "stages", rows, action="edit")
            self.tell("named", rows[0]["name"])
        self.change()

    def undoes(self) -> None:
        """The newest change is undone, where that may be."""
        with suppress(CannotUndo):
            undo(self.workspace, self.newest())
        self.change()

    def opens(self) -> None:
        """A room with three people, at blind scoring; where everything was undone there is nothing to score."""
        try:
            room = led(self.workspace)
        except WorkshopError:
            return self.imports()
        self.tell("room", room.room_id)
        for person in room.room.people:
            self.tell("person", person.person_id)
        room.go_to("score")
        self.steps(room)
        self.rooms.append(room)
        return None

    def steps(self, room: Led) -> None:
        """Acknowledge how far the room has come."""
        for (number,) in self.workspace.rows("SELECT number FROM workshop_step WHERE room_id = ?", [room.room_id]):
            self.tell("step", f"{room.room_id} {number}")

    def marks(self) -> None:
        """Somebody scores a few questions."""
        if not self.rooms:
            return self.opens()
        room = self.rng.choice(self.rooms)
        for item in room.room.items[:4]:
            number = uuid.uuid4().hex
            with suppress(WorkshopError):
                score(self.workspace, room.room_id, self.rng.choice(room.tokens), room.room.step.part, item.item_id, 0, number)
                self.tell("mark", number)
        return None

    def reveals(self) -> None:
        """The marks are revealed, and the room goes back to scoring."""
        if not self.rooms:
            return
        room = self.rng.choice(self.rooms)
        with suppress(WorkshopError):
            here = room.room.step.key
            (go_on if here == "score" else go_back)(self.workspace, room.room_id, room.key, here)
            self.steps(room)

    def remembers(self) -> None:
        """A mapping of an upload is kept."""
        name = uuid.uuid4().hex
        memory.remember(self.workspace, "upload", name, "file.csv", ["a"], {}, "somebody")
        self.tell("reading", name)

    def moves(self) -> None:
        """The log moves into the database."""
        self.workspace.checkpoint()
        self.tell("moved", "")


def teller(place: Path) -> Callable[[str, str], None]:
    """Writes acknowledged acts where a killed process leaves them."""
    told = os.open(place / "acknowledged", os.O_WRONLY | os.O_APPEND)

    def tell(kind: str, what: str) -> None:
        os.write(told, json.dumps([kind, what]).encode() + b"\n")

    return tell


def dashboard(place: str, seed: int) -> None:
    """People at work, until the process is killed."""
    rng = random.Random(seed)
    os.environ["CX_SEAL_KEY_DIR"] = str(Path(place).parent / "keys")
    checkpoints.QUIET, checkpoints.LATEST = 0.02, 0.1
    acts = Acts(open_workspace(Path(place, "home", "w.duckdb")), Path(place), rng)
    often: list[tuple[Callable[[], Any], int]] = [
        (acts.imports, 3), (acts.edits, 4), (acts.undoes, 2), (acts.opens, 1), (acts.marks, 6), (acts.reveals, 2), (acts.remembers, 1), (acts.moves, 1),
    ]  # fmt: skip
    while True:
        with suppress(OpenedAnew):  # an erasing beside it wrote the file anew: a person loads the page again
            rng.choices([act for act, _ in often], [weight for _, weight in often])[0]()


def copier(place: str, seed: int) -> None:
    """Copies, one after another."""
    tell, number = teller(Path(place)), 0
    while True:
        number += 1
        copied = back_up(Path(place, "home", "w.duckdb"), Path(place, "copies", f"{seed}-{number}.duckdb"))
        tell("copy", copied.path.name)


def restorer(place: str, seed: int) -> None:
    """The workspace is copied once, and restored again and again."""
    home, copy = Path(place, "home", "w.duckdb"), Path(place, "copies", f"{seed}.duckdb")
    tell = teller(Path(place))
    back_up(home, copy)
    while True:
        restore(copy, home)
        tell("restored", "")


def upgrader(place: str, seed: int) -> None:
    """A workspace of an older version is brought forward again and again."""
    path, tell = Path(place, "home", "w.duckdb"), teller(Path(place))
    while True:
        workspace = open_workspace(path)
        tell("upgraded", "")
        with workspace.transaction() as cursor:
            cursor.execute("UPDATE workspace_meta SET value = '4' WHERE name = 'schema_version'")
        workspace.close()


def eraser(place: str, seed: int) -> None:
    """What somebody is called is erased, from the rows and from the history, again and again."""
    path, tell = Path(place, "home", "w.duckdb"), teller(Path(place))
    while True:
        with closing(open_workspace(path)) as workspace:
            name = uuid.uuid4().hex
            write_rows(workspace, "stages", [{"stage_id": "erased", "position": "40", "name": name}], action="edit")
            tell("change", str(workspace.rows("SELECT max(audit_id) FROM audit_log")[0][0]))
        erase(path, Asked([name]), fingerprint, write=True)
        tell("erased", name)


def withdrawer(place: str, seed: int) -> None:
    """Somebody is interviewed as the fifth, a need rests on that, others quote it; then this person withdraws, again and again."""
    path, tell = Path(place, "home", "w.duckdb"), teller(Path(place))
    while True:
        name = uuid.uuid4().hex
        with closing(open_workspace(path)) as workspace:
            interviewed(workspace, name)
            tell("joined", name)
            (key,) = [one.key for one in participants(workspace) if one.name == name]
        withdraw(path, key, fingerprint)
        tell("erased", name)


def interviewed(workspace: Workspace, name: str) -> None:
    """Five people support a need, the last of them under this name, and it rests on them."""
    people = [*(f"steady {n}" for n in range(4)), name]
    write_rows(workspace, "segments", [{"segment_id": "withdrawing", "name": "W", "size": "1"}], action="edit")
    write_rows(workspace, "personas", [{"persona_id": "withdrawing", "name": "W"}], action="edit")
    need = {"need_id": "withdrawing", "persona_id": "withdrawing", "kind": "gain", "statement": "To leave", "evidence": "assumption"}
    write_rows(workspace, "needs", [need], action="edit")
    rows = [{"interview_id": f"w-{who}", "segment_id": "withdrawing", "participant": who} for who in people]
    write_rows(workspace, "interviews", rows, action="edit")
    said = {"need_id": "withdrawing", "theme": "leaving", "stance": "supports"}
    quoted = [
        said | {"finding_id": f"w-{who}-{n}", "interview_id": f"w-{who}", "quote": f"Said {n} by {who}"} for who in people for n in (1, 2)
    ]
    write_rows(workspace, "findings", quoted, action="edit")
    write_rows(workspace, "improvements", [{"improvement_id": "withdrawing", "name": f"As {name} asked", "cost": "1"}], action="edit")
    (row,) = [r for r in row_dicts(research(workspace, coverage(workspace)).needs) if r["need_id"] == "withdrawing"]
    with workspace.transaction() as cursor:
        raise_evidence(cursor, row, "somebody")


def eraser_within(place: str, seed: int) -> None:
    """The same in the program that has the workspace open, while others read."""
    path, tell = Path(place, "home", "w.duckdb"), teller(Path(place))
    workspace = open_workspace(path)
    threading.Thread(target=lambda: [workspace.rows("SELECT count(*) FROM audit_rows") for _ in itertools.count()], daemon=True).start()
    while True:
        name = uuid.uuid4().hex
        write_rows(workspace, "stages", [{"stage_id": "erased", "position": "40", "name": name}], action="edit")
        tell("change", str(workspace.rows("SELECT max(audit_id) FROM audit_log")[0][0]))
        erase(path, Asked([name]), fingerprint, write=True)
        tell("erased", name)


def eraser_beside(place: str, seed: int) -> None:
    """What people write in a running dashboard is erased by another program, as soon as it is told."""
    path, told, tell = Path(place, "home", "w.duckdb"), Path(place, "acknowledged"), teller(Path(place))
    while True:
        names = [what for kind, what in map(json.loads, told.read_text().split("\n")[:-1]) if kind == "named"]
        if names:
            erase(path, Asked(names[-1:]), fingerprint, write=True)
            tell("erased", names[-1])
        time.sleep(0.01)


def closer(place: str, seed: int) -> None:
    """Rooms are closed, one after another: results written, marks and keys gone."""
    acts = Acts(open_workspace(Path(place, "home", "w.duckdb")), Path(place), random.Random(seed))
    while True:
        try:
            room = led(acts.workspace)
        except WorkshopError:  # people had undone everything: nothing is to score
            acts.imports()
            continue
        room.go_to("score")
        room.all_say({item.item_id: [0, 0, 0] for item in room.room.items[:3]})
        room.go_to("decide")
        for item in undecided(acts.workspace, room.room):
            decide(acts.workspace, room.room_id, room.key, Decision(item.item_id, "fix", owner="Ana", rationale="So"), uuid.uuid4().hex)
        acts.tell("room", room.room_id)
        close_room(acts.workspace, room.room_id, room.key, None)
        acts.tell("closed", room.room_id)
        acts.change()


def attack(quick: bool) -> Outcome:
    """Kill, look, count."""
    # Whoever started us, a harness of pages for one, may have left a main module that processes cannot begin with.
    plain = patch.dict(sys.modules, {"__main__": ModuleType("__main__")})
    with tempfile.TemporaryDirectory() as folder, plain, patch.dict(os.environ, {"CX_SEAL_KEY_DIR": str(Path(folder, "keys"))}):
        ground = Ground(Path(folder, "ground"), random.Random(SEED))
        kinds = list(QUICK) if quick else [kind for kind, times in TIMES.items() for _ in range(times)]
        if not quick:
            ground.rng.shuffle(kinds)
        for number, kind in enumerate(kinds):
            if number % FRESH == 0:
                ground.begin()
            ONE[kind](ground)
    told = ", ".join(f"{times:,} × {kind}" for kind, times in sorted(ground.told.items()))
    return Outcome(
        "kills", len(kinds), len(ground.troubles), [*ground.troubles, f"acknowledged acts: {sum(ground.told.values()):,} ({told})"]
    )


TIMES = {
    "dashboard": 100, "opening": 10, "copier": 20, "both": 20, "restorer": 20, "upgrader": 20,
    "closer": 42, "eraser": 42, "within": 42, "beside": 42, "survivor": 42,
    "withdrawer": 42,
}  # fmt: skip
"""How often each is killed: closing a room, each way of erasing and withdrawing as often as what is done all day."""
ONE: dict[str, Callable[[Ground], None]] = {
    "dashboard": lambda ground: ground.kill(dashboard, 0.8),
    "opening": lambda ground: ground.kill(dashboard, 0.3, early=True),
    "copier": lambda ground: ground.kill(copier, 0.5),
    "both": lambda ground: ground.kill(copier, 0.8, dashboard),
    "restorer": lambda ground: ground.kill(restorer, 0.6),
    "upgrader": lambda ground: ground.kill(upgrader, 0.5),
    "closer": lambda ground: ground.kill(closer, 2.0),
    "eraser": lambda ground: ground.kill(eraser, 3.0),
    "withdrawer": lambda ground: ground.kill(withdrawer, 3.0),
    "within": lambda ground: ground.kill(eraser_within, 3.0),
    "beside": lambda ground: ground.kill(eraser_beside, 5.0, dashboard),
    "survivor": lambda ground: ground.kill(dashboard, 5.0, eraser_beside),
}
