"""What a page says about a failure: places on the server are named to whoever looks after it, and to nobody else."""

from __future__ import annotations

import re

from cx.errors import JourneyError
from cx.store.acting import ANYBODY, Actor, Role
from cx.store.acting import actor as whoever
from cx.store.faults import report

PLACE = re.compile(r"(?<!\S)[(“\"']?(/|~|\\\\|[A-Za-z]:\\)[^\s/]")
"""Where a path begins."""
WHOM = " Tell whoever runs this dashboard: its log says where, and what to do."


def told(error: JourneyError, actor: Actor | None = None) -> str:
    """The message of a failure for whoever acts here; what is left out for those without the key stands in the log."""
    message, who = str(error), actor or whoever()
    if (who.role is Role.ADMIN and who != ANYBODY) or not PLACE.search(message):
        return message
    report(error)
    return error.for_others + WHOM
