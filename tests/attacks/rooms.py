"""Rooms: foreign keys, exchanged seals, guessed codes, late writes, copied addresses, and a page that wants to lead."""

from __future__ import annotations

import logging
import random
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.testing.v1 import AppTest

from cx.changes.load import load
from cx.errors import NotNow, SealBroken, UnknownRoom, WorkshopError
from cx.store import Workspace, open_workspace
from cx.workshop.attendance import join
from cx.workshop.guessing import OF_AN_ADDRESS, Guest, room_behind
from cx.workshop.marks import ballot, own_ballots, own_scores, score
from cx.workshop.publish import close_room
from cx.workshop.steps import DOTS, RESCORE, SCORE, STEPS
from tests.attacks.outcome import Outcome
from tests.laying import laid
from tests.oracle import Tables
from tests.pages.conftest import looked_for_at
from tests.pages.screens import ROOT
from tests.random_workspaces import write_folder
from tests.workshop.rooms import Led, led, shortfalls
from tests.workshop.test_access import BY_HOST, by_host, hostile_keys
from tests.workshop.test_results import settle, through
from tests.workshop.test_seals import COLUMNS, exchange

SEED = 20_261_126
Try = tuple[str, Callable[[], object]]


def counted(kind: str, tries: list[Try], refusal: type[Exception] = WorkshopError) -> Outcome:
    """Make every try; what is not refused in words got through."""
    got = []
    for what, act in tries:
        try:
            act()
        except refusal:
            continue
        except Exception as error:
            got.append(f"{what}: {error!r}")
            continue
        got.append(what)
    return Outcome(kind, len(tries), len(got), got)


def marking(at: Led, token: str, part: str) -> Callable[[], object]:
    """A mark in a part by whoever has this key."""
    topic = at.room.topics[0]
    if part == DOTS:
        return lambda: ballot(at.workspace, at.room_id, token, topic.topic_id, {topic.options[0].option_id: 1}, uuid.uuid4().hex)
    return lambda: score(at.workspace, at.room_id, token, part, at.room.items[0].item_id, 1, uuid.uuid4().hex)


def reading(at: Led, token: str) -> list[Try]:
    """What whoever has this key could read of their own."""
    return [
        ("own scores", lambda: own_scores(at.workspace, at.room, token, SCORE)),
        ("own ballots", lambda: own_ballots(at.workspace, at.room, token)),
    ]


def keys(quick: bool) -> Outcome:
    """Keys of other people, of other rooms and of nobody, in every call that takes one."""
    at = led(laid(shortfalls()))
    other = led(at.workspace)
    hostile = [*hostile_keys(at, other), *at.tokens][:: 6 if quick else 1]
    tries: list[Try] = []
    for key in hostile:
        for name, values in BY_HOST.items():
            room = at.room if name == "strictness" else at.room_id
            tries.append((f"{name} by {key!r}", lambda n=name, k=key, v=values, r=room: by_host(n)(at.workspace, r, k, *v)))
    for key in [k for k in hostile if k not in at.tokens] + [at.key]:
        tries += [(f"{what} by {key!r}", act) for what, act in (*reading(at, key), ("a score", marking(at, key, SCORE)))]
    return counted("rooms: foreign keys", tries, UnknownRoom)


def late(quick: bool) -> Outcome:
    """Marks for a part at every step that does not ask for it."""
    at = led(laid(shortfalls()))
    at.go_to("score")
    at.all_say({i.item_id: [0, 2, 4] if i.scale == "0-4" else [-2, 0, 2] for i in at.room.items})
    outcomes = []
    for step in STEPS[: -1 : 3 if quick else 1]:
        at.go_to(step.key)
        tries = [
            (f"{part} at {step.key}", marking(at, token, part))
            for part in (SCORE, RESCORE, DOTS)
            if part != step.part
            for token in at.tokens
        ]
        outcomes.append(counted("", tries, NotNow))
    return Outcome(
        "rooms: late marks", sum(o.tried for o in outcomes), sum(o.through for o in outcomes), [note for o in outcomes for note in o.notes]
    )


def copied(quick: bool) -> Outcome:
    """Addresses of people, copied and used once the room is closed."""
    at = closed_room(laid(shortfalls()))
    tries: list[Try] = []
    for token in (*at.tokens, at.key)[:: 2 if quick else 1]:
        tries += [(f"{what} after closing", act) for what, act in reading(at, token)]
        tries += [(f"{part} after closing", marking(at, token, part)) for part in (SCORE, RESCORE, DOTS)]
        tries.append(("joining after closing", lambda t=token: join(at.workspace, at.room_id, "Kim", t)))
    return counted("rooms: copied addresses", tries)


def closed_room(workspace: Workspace) -> Led:
    """A room of three that has decided and closed."""
    at = led(workspace)
    through(at)
    settle(at)
    close_room(at.workspace, at.room_id, at.key, "r1")
    return at


def seals(quick: bool) -> Outcome:
    """Two marks exchanged in the database: any two of a room and of another one, any of their columns."""
    lots = random.Random(SEED)
    rooms = [led(laid(shortfalls()))]
    rooms.append(led(rooms[0].workspace))
    for at in rooms:
        at.go_to("score")
        at.all_say({i.item_id: [0, 2, 4] for i in at.room.items if i.scale == "0-4"})
    at = rooms[0]
    marks = at.workspace.rows("SELECT mark_id, sealed, room_id FROM workshop_mark ORDER BY number")
    mine = [m for m in marks if m[2] == at.room_id]
    tries = []
    for _ in range(8 if quick else 90):
        one = lots.choice(mine)
        other = lots.choice([m for m in marks if m != one])
        columns = lots.choice(COLUMNS)
        tries.append((f"{columns} of two marks", lambda m=(one[:2], other[:2]), c=columns: revealed(at, list(m), c)))
    return counted("rooms: exchanged seals", tries, SealBroken)


def revealed(at: Led, marks: list[tuple[str, str]], columns: str) -> None:
    """Exchange two marks, try the reveal, and put them back."""
    exchange(at, marks, columns)
    try:
        at.go_to("reveal")
    finally:
        exchange(at, marks, columns)
        at.go_to("score")


def codes(quick: bool) -> Outcome:
    """Codes guessed as fast as they are taken, each from a new page of one computer: few of them are looked at, none is right."""
    at, lots = led(laid(shortfalls())), random.Random(SEED)
    letters, code = sorted(set("ABCDEFGHJKMNPQRTUVWXYZ346789")), at.room.code
    near = [code[:n] + letter + code[n + 1 :] for n in range(len(code)) for letter in letters if letter != code[n]]
    guesses = ["".join(lots.choices(letters, k=len(code))) for _ in range(60 if quick else 400)] + near[:: 8 if quick else 1]
    seen, through_ = 0, []
    for n, guess in enumerate(guesses):
        try:
            room_behind(at.workspace, guess, Guest("10.1.2.3", f"page {n}"))
            through_.append(f"{guess} opened a room")
        except UnknownRoom:
            seen += 1
        except NotNow:
            pass
    if seen > OF_AN_ADDRESS + 5:  # a slow machine lets some seconds pass
        through_.append(f"{seen} guesses were looked at, of {OF_AN_ADDRESS} that an address has")
    return Outcome("rooms: guessed codes", len(guesses), len(through_), through_)


def pages(quick: bool) -> Outcome:
    """Pages of people, of the wall and of strangers that want to lead, or to be somebody else, by their address or by what they hold."""
    with quiet(), room_of_the_app(shortfalls()) as at:
        at.go_to("score")
        room, mine, hers = at.room, at.tokens[0], at.tokens[1]
        at.says(1, {i.item_id: 3 if i.scale == "0-4" else 1 for i in room.items})
        stored = [r[0] for r in at.workspace.rows("SELECT token_hash FROM workshop_person UNION ALL SELECT host_hash FROM workshop_room")]
        wanted = [mine, room.room_id, room.code, *stored, *(p.person_id for p in room.people), "1", "' OR '1'='1"]
        visits: list[tuple[str, dict[str, str], dict[str, object]]] = []
        for key in wanted:
            visits += [
                ("workshop", {"host": key}, {}),
                ("workshop", {"room": room.code, "me": mine}, {"ws_host": key, "ws_led": {room.room_id: key}}),
                ("join", {"room": room.code, "me": mine, "host": key}, {"ws_host": key}),
                ("join", {"room": room.code, "me": key if key != mine else "x"}, {"my_token": key}),
            ]
        visits.append(("join", {"room": room.code, "wall": "1", "me": hers}, {"ws_host": room.room_id}))
        forged = {
            "ws_on": True,
            f"ws_seats_{room.version}": 200,
            f"ws_focus_{room.version}": "i01",
            "ws_score_score1_i01": "3",
            "ws_at_score1": 99,
        }
        visits += [("join", {"room": room.code, "me": mine}, {name: value}) for name, value in forged.items()]
        visits = visits[:: 19 if quick else 1]
        assert leads(at, "workshop", {"host": at.key}, {}), "what leads a room is seen where it stands"
        got = [f"{page} {parameters} {held}" for page, parameters, held in visits if leads(at, page, parameters, held)]
        return Outcome("rooms: pages that want to lead", len(visits), len(got), got)


def leads(at: Led, page: str, parameters: dict[str, str], held: dict[str, object]) -> bool:
    """Whether a visit shows what leads a room, what another person marked, or changes the room."""
    before = (at.room.step.key, at.room.version, at.marks(SCORE))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    for name, value in held.items():
        app.session_state[name] = value
    app.switch_page(f"pages/{page}.py")
    app.run()
    for button in [b for b in app.button if str(b.key).startswith("ws_again_")]:
        button.click().run()
    controls = [str(w.key) for w in (*app.button, *app.selectbox, *app.number_input, *app.multiselect)]
    shown = [str(r.value) for r in app.radio if str(r.key).startswith("ws_score_") and r.value and r.key not in held]
    return bool(
        app.exception
        or [
            c
            for c in controls
            if c in ("ws_on", "ws_back", "ws_close") or c.startswith(("ws_timer_", "ws_minutes_", "ws_seats_", "ws_focus_"))
        ]
        or shown
        or app.code
        or before != (at.room.step.key, at.room.version, at.marks(SCORE))
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Without what Streamlit says of pages that have no browser."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def room_of_the_app(tables: Tables) -> Iterator[Led]:
    """A room with three people in the workspace that the app opens."""
    with tempfile.TemporaryDirectory() as place, looked_for_at(Path(place, "journey.duckdb")):
        write_folder(tables, Path(place, "files"))
        workspace = open_workspace(Path(place, "journey.duckdb"))
        assert not load(workspace, [Path(place, "files")]).refused
        try:
            yield led(workspace)
        finally:
            workspace.close()
