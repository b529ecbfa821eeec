"""The members of a workspace and the events of its access. They are no part of the workspace: a copy of that, or another one that
takes its place, brings no rights along.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

from cx.errors import UsageError
from cx.members.kept import Connection, InFile, Kept, in_server
from cx.store.acting import GIVEN, Role
from cx.store.opening import home_of
from cx.words import printable

GROUP = "group:"
"""Before the name of a group: everybody in it has the role."""
LONGEST = 200
KEPT = 10_000
"""Visits that are kept; the oldest go first. Roles given and taken are kept for good: whoever comes again and again drives none out."""
GIVE = "INSERT INTO member (who, role, given_at, given_by) VALUES (?, ?, ?, ?)"
GIVEN_ANEW = "role = excluded.role, given_at = excluded.given_at, given_by = excluded.given_by"
CAME_IN, REFUSED = "came in", "was refused"
SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)


@dataclass(frozen=True)
class Member:
    """Somebody, or a group, with a role that was given to them."""

    who: str
    role: Role
    given_at: datetime
    given_by: str


@dataclass(frozen=True)
class Event:
    """Something that happened to the access: a role given or taken, somebody who came in or was refused."""

    at: datetime
    who: str
    what: str
    about: str


def ledger_of(workspace: Path) -> Path:
    """Where the members of the workspace at a path stand."""
    return workspace.with_name(f"{workspace.name}.members")


class Ledger:
    """The members of one workspace. Every call opens the file anew, so that any process may change it in between.

    Raises WorkspaceError where the file cannot be read; then nobody is a member.
    """

    def __init__(self, workspace: Path):
        self.path = ledger_of(workspace)
        home = home_of(workspace)
        self._kept: Kept = InFile(self.path) if home is None else in_server(home.address, home.schema)

    def members(self) -> list[Member]:
        """Everybody with a role, by name."""
        return [
            Member(who, _role(role), _time(at), by)
            for who, role, at, by in self.rows("SELECT who, role, given_at, given_by FROM member ORDER BY who")
        ]

    def role_of(self, who: str, groups: Collection[str] = ()) -> Role:
        """The highest of the roles of a person and of the person's groups; nobody without one."""
        person = _name(who)
        if person.startswith(GROUP):  # somebody who is called so is no group
            return Role.NOBODY
        names = {person, *(_name(GROUP + group) for group in groups)} - {"", GROUP}
        roles = {who: role for who, role in self.rows("SELECT who, role FROM member")}  # noqa: C416
        return max((_role(roles[name]) for name in names & roles.keys()), default=Role.NOBODY)

    def give(self, who: str, role: Role, by: str) -> None:
        """Give somebody, or a group, a role in place of the one they have. Raises UsageError for no name, or where no admin would be left."""
        name = checked(who)
        if role not in GIVEN:
            raise UsageError(f"“{role.word}” is no role that is given. Choose one of: {', '.join(r.word for r in GIVEN)}.")
        with self.writing() as connection:
            if role < Role.ADMIN:
                _keep_an_admin(connection, name)
            connection.execute(f"{GIVE} ON CONFLICT (who) DO UPDATE SET {GIVEN_ANEW}", (name, role.word, _now(), by))
            note_in(connection, by, "role given", f"{name}: {role.word}")

    def take(self, who: str, by: str) -> None:
        """Take somebody's role away. Raises UsageError where they have none, or where no admin would be left."""
        name = _name(who)
        with self.writing() as connection:
            if not connection.execute("SELECT 1 FROM member WHERE who = ?", (name,)).fetchall():
                raise UsageError(f"“{printable(who)}” is no member of this workspace.")
            _keep_an_admin(connection, name)
            connection.execute("DELETE FROM member WHERE who = ?", (name,))
            note_in(connection, by, "role taken", name)

    def note(self, who: str, what: str, about: str = "") -> None:
        """Keep an event."""
        with self.writing() as connection:
            note_in(connection, who, what, about)

    def events(self, most: int = 500) -> list[Event]:
        """The newest events, the last one first."""
        rows = self.rows("SELECT at, who, what, about FROM event ORDER BY rowid DESC LIMIT ?", (most,))
        return [Event(_time(at), who, what, about) for at, who, what, about in rows]

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        """Rows of a question; none where nobody was a member so far."""
        return self._kept.rows(sql, values)

    def writing(self) -> AbstractContextManager[Connection]:
        """A connection inside a transaction; commits at the end, rolls back on any error."""
        return self._kept.writing()


def checked(who: str) -> str:
    """A name as members are kept: of a person as the sign-in gives it, or `group:NAME`. Raises UsageError for none."""
    name = _name(who)
    if not name or name == GROUP or len(name) > LONGEST or not name.isprintable():
        raise UsageError(
            f"A member is named as the sign-in names people (ana@example.org), or {GROUP}NAME for a group; at most {LONGEST} characters."
        )
    return name


def _name(who: str) -> str:
    """Capitals A to Z make no other person. Letters that only look alike do, however much one form is told to be the other's: whoever
    may call an account so shall not be taken for somebody else."""
    return who.strip().translate(SMALL)


def _role(word: str) -> Role:
    """The role of a word; one that this program does not know gives nothing."""
    return next((role for role in GIVEN if role.word == word), Role.NOBODY)


def _keep_an_admin(connection: Connection, leaving: str) -> None:
    admins = {row[0] for row in connection.execute("SELECT who FROM member WHERE role = ?", (Role.ADMIN.word,)).fetchall()}
    if admins == {leaving}:
        raise UsageError(f"“{leaving}” is the only admin of this workspace. Make somebody else admin first.")


def note_in(connection: Connection, who: str, what: str, about: str) -> None:
    """Keep an event within a transaction."""
    connection.execute("INSERT INTO event (at, who, what, about) VALUES (?, ?, ?, ?)", (_now(), who, what, about))
    if what in (CAME_IN, REFUSED):
        visits = "SELECT rowid FROM event WHERE what IN (?, ?) ORDER BY rowid DESC LIMIT 1000000 OFFSET ?"
        connection.execute(f"DELETE FROM event WHERE rowid IN ({visits})", (CAME_IN, REFUSED, KEPT))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
