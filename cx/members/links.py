"""Links that let whoever has one look at a workspace, and do nothing else, until a day: for a board, a client, a partner without an account.

Of a link's secret only its hash is kept, so that nobody finds a working link in the file of members or in a copy of it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

from cx.errors import UsageError
from cx.members.ledger import Ledger, note_in
from cx.words import printable

LONGEST_NAME, LONGEST_ADDRESS = 80, 2_000
MOST_DAYS = 366
USUAL_DAYS = 14
MADE, TAKEN = "link made", "link taken back"
PAGE = re.compile(r"[a-z-]{0,40}(\?[^\s#\\]*)?")
"""Where a link may lead: a page of the workspace, with what stands behind its question mark."""


@dataclass(frozen=True)
class Link:
    """A link as it is listed: its secret is not known any more. `until` is UTC."""

    name: str
    leads_to: str
    made_at: datetime
    made_by: str
    until: datetime

    @property
    def is_over(self) -> bool:
        """Whether it opens nothing any more."""
        return self.until <= datetime.now(UTC)


class Links:
    """The links of one workspace."""

    def __init__(self, ledger: Ledger):
        self._ledger = ledger

    def make(self, name: str, leads_to: str, days: int, by: str) -> str:
        """A new link; returns its secret, which nothing shows again. Raises UsageError."""
        name = " ".join(printable(name).split())
        if not name or len(name) > LONGEST_NAME:
            raise UsageError(f"A link is for somebody: say whom, in at most {LONGEST_NAME} characters.")
        if not 1 <= days <= MOST_DAYS:
            raise UsageError(f"A link lasts from 1 to {MOST_DAYS} days.")
        if not PAGE.fullmatch(leads_to) or len(leads_to) > LONGEST_ADDRESS:
            raise UsageError("A link leads to a page of this workspace, such as coverage or coverage?persona=business.")
        secret, now = token_urlsafe(32), datetime.now(UTC)
        until = now + timedelta(days=days)
        with self._ledger.writing() as connection:
            if connection.execute("SELECT 1 FROM link WHERE name = ?", (name,)).fetchall():
                raise UsageError(f"There is a link “{name}” already. Take it back first, or name this one otherwise.")
            row = (_hash(secret), name, leads_to, _text(now), by, _text(until))
            connection.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", row)
            note_in(connection, by, MADE, f"{name}: until {until:%Y-%m-%d}")
        return secret

    def take_back(self, name: str, by: str) -> None:
        """Let a link open nothing any more. Raises UsageError where there is none of that name."""
        with self._ledger.writing() as connection:
            if not connection.execute("DELETE FROM link WHERE name = ? RETURNING 1", (name,)).fetchall():
                raise UsageError(f"There is no link “{printable(name)}”.")
            note_in(connection, by, TAKEN, name)

    def listed(self) -> list[Link]:
        """Every link that was not taken back, the newest first."""
        rows = self._ledger.rows("SELECT name, leads_to, made_at, made_by, until FROM link ORDER BY made_at DESC, name")
        return [Link(name, to, _time(made), by, _time(until)) for name, to, made, by, until in rows]

    def of_secret(self, secret: str) -> Link | None:
        """The link with this secret, while it lasts."""
        if not secret or len(secret) > LONGEST_NAME:
            return None
        rows = self._ledger.rows("SELECT name, leads_to, made_at, made_by, until FROM link WHERE hash = ?", (_hash(secret),))
        found = [Link(name, to, _time(made), by, _time(until)) for name, to, made, by, until in rows]
        return next((link for link in found if not link.is_over), None)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
