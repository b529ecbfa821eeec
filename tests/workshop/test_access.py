"""What a link of a room allows is written down once, and the calls refuse everything else."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable
from datetime import date

import pytest

from cx.errors import NotAllowed, NotNow, UnknownRoom, WorkshopError
from cx.store import Workspace
from cx.workshop import attendance, decisions, guessing, marks, moves, publish, rehearse, results, settings
from cx.workshop.access import HOST, PERSON, RIGHTS, new_key
from cx.workshop.attendance import join, person_with
from cx.workshop.decisions import Decision
from cx.workshop.guessing import Guest, room_behind
from cx.workshop.publish import close_room
from cx.workshop.settings import set_seats
from tests.workshop.rooms import Led, led
from tests.workshop.test_results import settle, through

MODULES = (attendance, decisions, marks, moves, publish, rehearse, results, settings)
DECISION = Decision("i01", "fix", "It loses people", "Ann", date(2026, 3, 1))
BY_HOST: dict[str, tuple] = {
    "go_on": ("lobby",), "go_back": ("score",), "set_timer": (5,), "set_seats": (5,), "set_focus": ("i01",), "set_discussed": ("i01", True),
    "set_note": ("i01", "x"), "set_effort": ("i01", "S"), "set_topics": ((),), "decide": (DECISION, "a"), "close_room": (None,), "strictness": (),
    "add_people": (3,), "let_them_answer": (),
}  # fmt: skip
"""Every call that only the facilitator may make: what follows the key."""


def calls_with(parameter: str) -> set[str]:
    """Public functions of the workshop that take a key of this kind."""
    return {
        name
        for module in MODULES
        for name, found in inspect.getmembers(module, inspect.isfunction)
        if found.__module__ == module.__name__ and not name.startswith("_") and parameter in inspect.signature(found).parameters
    }


def by_host(name: str) -> Callable:
    return next(
        getattr(module, name) for module in MODULES if hasattr(module, name) and getattr(module, name).__module__ == module.__name__
    )


def test_the_table_names_every_call_that_takes_a_key():
    named = {link: {call for right in RIGHTS if right.link == link for call in right.calls} for link in (HOST, PERSON)}
    assert named[HOST] == calls_with("host_key") == set(BY_HOST)
    assert named[PERSON] == calls_with("token") - {"join", "person_with"}


def hostile_keys(at: Led, other: Led) -> list[str]:
    """Whatever somebody could try in place of a key: nothing, ids, codes, hashes, keys of other people and rooms."""
    stored = at.workspace.rows("SELECT host_hash FROM workshop_room UNION ALL SELECT token_hash FROM workshop_person")
    room = at.room
    return [
        "",
        " ",
        "%",
        "' OR 1=1 --",
        at.room_id,
        room.code,
        room.name,
        other.key,
        *other.tokens,
        *(s[0] for s in stored),
        *(p.person_id for p in room.people),
    ]


def test_nobody_but_the_facilitator_leads(tuesday: Led):
    other = led(tuesday.workspace)
    for key in (*hostile_keys(tuesday, other), *tuesday.tokens):
        for name, values in BY_HOST.items():
            room = (tuesday.room,) if name == "strictness" else (tuesday.room_id,)
            with pytest.raises(UnknownRoom):
                by_host(name)(tuesday.workspace, *room, key, *values)
    assert (tuesday.room.step.key, tuesday.room.version, tuesday.room.settings) == ("lobby", tuesday.room.version, {})


def test_nobody_marks_for_somebody_else_or_with_the_key_of_the_facilitator(tuesday: Led):
    other = led(tuesday.workspace)
    tuesday.go_to("score")
    for key in (*hostile_keys(tuesday, other), tuesday.key):
        for act in (
            lambda key=key: marks.score(tuesday.workspace, tuesday.room_id, key, "score1", "i01", 1, uuid.uuid4().hex),
            lambda key=key: marks.own_scores(tuesday.workspace, tuesday.room, key, "score1"),
            lambda key=key: marks.own_ballots(tuesday.workspace, tuesday.room, key),
        ):
            with pytest.raises(UnknownRoom):
                act()
    assert tuesday.marks("score1") == 0


def test_a_closed_room_knows_nobody_any_more(tuesday: Led):
    through(tuesday)
    settle(tuesday)
    assert person_with(tuesday.workspace, tuesday.room_id, tuesday.tokens[0]) is not None
    close_room(tuesday.workspace, tuesday.room_id, tuesday.key, "r1")
    workspace, room = tuesday.workspace, tuesday.room
    for token in tuesday.tokens:
        assert person_with(workspace, room.room_id, token) is None
        for act in (
            lambda token=token: marks.own_scores(workspace, room, token, "score1"),
            lambda token=token: marks.score(workspace, room.room_id, token, "score1", "i01", 1, "late"),
            lambda token=token: join(workspace, room.room_id, "Kim", token),
        ):
            with pytest.raises(WorkshopError):
                act()
    assert workspace.rows("SELECT count(*) FROM workshop_mark") == [(0,)]
    assert workspace.rows("SELECT count(DISTINCT joined_at), bool_and(starts_with(token_hash, 'left ')) FROM workshop_person") == [
        (1, True)
    ]


def test_a_room_has_as_many_seats_as_its_facilitator_says(tuesday: Led):
    set_seats(tuesday.workspace, tuesday.room_id, tuesday.key, 4)
    join(tuesday.workspace, tuesday.room_id, "Kim", new_key())
    with pytest.raises(NotNow, match="All 4 seats of this room are taken"):
        join(tuesday.workspace, tuesday.room_id, "Lee", new_key())
    assert join(tuesday.workspace, tuesday.room_id, "anything", tuesday.tokens[0]) == tuesday.room.people[0], "who is in stays in"
    set_seats(tuesday.workspace, tuesday.room_id, tuesday.key, 5)
    join(tuesday.workspace, tuesday.room_id, "Lee", new_key())
    with pytest.raises(NotAllowed, match="1 to 200 seats"):
        set_seats(tuesday.workspace, tuesday.room_id, tuesday.key, 0)


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.at = 1000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the guessing."""
    made = Clock()
    monkeypatch.setattr(guessing, "time", made)
    return made


def looked_at(workspace: Workspace, code: str, guest: Guest) -> str:
    """What comes of a code: found, wrong, or told to wait."""
    try:
        room_behind(workspace, code, guest)
    except UnknownRoom:
        return "wrong"
    except NotNow:
        return "wait"
    return "found"


def test_after_wrong_codes_a_page_waits_longer_each_time_and_even_the_right_code_is_not_looked_at(tuesday: Led, clock: Clock):
    page, code = Guest("10.0.0.1", "a"), tuesday.room.code
    assert [looked_at(tuesday.workspace, "?", page) for _ in range(8)] == ["wrong"] * 5 + ["wait"] * 3
    assert looked_at(tuesday.workspace, code, page) == "wait"
    assert looked_at(tuesday.workspace, code, Guest("10.0.0.1", "b")) == "found", "others at the same address come in"
    waits = []
    for _ in range(12):
        started = clock.at
        while looked_at(tuesday.workspace, "?", page) == "wait":
            clock.at += 1
        waits.append(clock.at - started)
    assert waits[:5] == [1, 2, 4, 8, 16] and waits[-1] == guessing.LONGEST
    clock.at += guessing.LONGEST
    assert looked_at(tuesday.workspace, code, page) == "found"


def test_a_new_page_for_every_code_does_not_help_and_neither_do_addresses_of_one_network(tuesday: Led, clock: Clock):
    for addresses in (["10.0.0.9"] * 200, [f"2001:db8:1:2:{n:x}::1" for n in range(200)]):
        found = [looked_at(tuesday.workspace, "?", Guest(address, f"{address} {n}")) for n, address in enumerate(addresses)]
        assert found.count("wrong") == guessing.OF_AN_ADDRESS
    clock.at += guessing.FORGOTTEN + guessing.LONGEST
    assert looked_at(tuesday.workspace, tuesday.room.code, Guest("10.0.0.9", "x")) == "found"
