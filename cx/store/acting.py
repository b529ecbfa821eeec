"""Who acts, and what that lets them do: whatever reads or writes asks here, so that no page has to remember it.

A command on this machine is the operator, who may do everything. The dashboard says with `found_by` how it finds the person
in front of a page; from then on an act without a person is refused, where somebody has to be known at all.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum, IntEnum

from cx.errors import NeedsKey, NeedsRole


class Role(IntEnum):
    """What somebody is in a workspace; each may do what those before it may."""

    NOBODY = 0
    GUEST = 1
    VIEWER = 2
    CONTRIBUTOR = 3
    FACILITATOR = 4
    ADMIN = 5

    @property
    def word(self) -> str:
        """The role as people read it."""
        return self.name.lower()


GIVEN = (Role.VIEWER, Role.CONTRIBUTOR, Role.FACILITATOR, Role.ADMIN)
"""The roles that somebody is given; nobody and guest are what people are without one."""


class Act(Enum):
    """What is done in a workspace: the least role that may do it, and how it is called."""

    TAKE_PART = (Role.GUEST, "taking part in a room by its code")
    LOOK = (Role.VIEWER, "looking at every page, and sending on what stands there")
    TAKE_OUT = (Role.CONTRIBUTOR, "exporting everything, and seeing names and values in the history")
    CHANGE = (Role.CONTRIBUTOR, "bringing files in, changing rows, undoing changes, keeping scenarios")
    LEAD = (Role.FACILITATOR, "preparing and leading rooms, recording decisions")
    END_ROUND = (Role.FACILITATOR, "freezing a round, and opening the next")
    SET = (Role.ADMIN, "changing the parameters of the method")
    ERASE = (Role.ADMIN, "erasing and withdrawing a person")
    MANAGE = (Role.ADMIN, "giving and taking roles")
    KEEP = (Role.ADMIN, "making, naming, copying, archiving and exporting whole workspaces")

    def __init__(self, least: Role, words: str):
        self.least = least
        self.words = words


BY_TABLE: dict[str, Act] = {"decisions": Act.LEAD, "parameters": Act.SET}
"""What writing rows of a table is, however they come; of every other table it is a change."""


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. Without a name the history records the account under which this program runs.

    `is_member` says that the role was given to this very person, and does not come with a key.
    """

    name: str = ""
    role: Role = Role.ADMIN
    is_member: bool = False

    @property
    def may_write(self) -> bool:
        """Whether this one may change rows."""
        return self.may(Act.CHANGE)

    def may(self, act: Act) -> bool:
        """Whether this one may do that."""
        return self.role >= act.least


OPERATOR = Actor()
LOOKING = Actor(role=Role.VIEWER)
NOBODY = Actor(role=Role.NOBODY, is_member=True)
"""Whoever is not known where everybody has to be: sees nothing."""
GUEST = Actor(role=Role.GUEST, is_member=True)
ANYBODY = Actor("a visitor")
"""Whoever acts where everybody may: the account under which the server runs has not done it."""

_acting: ContextVar[Actor | None] = ContextVar("who acts", default=None)


def _operator() -> Actor:
    return OPERATOR


_find: Callable[[], Actor] = _operator


def found_by(find: Callable[[], Actor]) -> None:
    """Ask this from now on, in every thread of this process, who acts where nobody has said it with `acting`."""
    global _find
    _find = find


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """What happens within is this actor's doing."""
    before = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(before)


def actor() -> Actor:
    """Who acts now."""
    return _acting.get() or _find()


def only(act: Act) -> None:
    """Raise NeedsRole, or NeedsKey where a key is what is missing, unless the one who acts now may do that."""
    who = actor()
    if who.may(act):
        return
    if not who.is_member:
        raise NeedsKey("This needs the workspace's key, and nothing was done. Enter it at the top of the page, then try again.")
    if who.role < Role.VIEWER:
        raise NeedsRole("This needs somebody who is signed in and a member of this workspace; nothing was shown or done.")
    raise NeedsRole(
        f"This needs the role “{act.least.word}” ({act.words}), and you are {who.role.word} here; nothing was done. "
        "Whoever runs the dashboard gives roles."
    )


def user() -> str:
    """The name that the history records for what happens now."""
    if name := actor().name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
