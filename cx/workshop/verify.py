"""Are the rooms whole? The frozen table of each is the one that was frozen, and what a closed room published is what it decided."""

from __future__ import annotations

from cx.store import Workspace
from cx.store.verify import SHOWN, Check
from cx.words import count
from cx.workshop.content import fingerprint, from_json

REMEDY = (
    "Do not go on with these rooms: export what they hold, restore the newest copy that is whole, and compare "
    "(python -m cx restore COPY --database DB)."
)


def verify_rooms(workspace: Workspace) -> Check:
    """The frozen content of every room, and the decisions that refer to it."""
    rooms = workspace.rows("SELECT name, content, content_hash FROM workshop_room ORDER BY opened_at, room_id")
    faults = []
    for name, content, content_hash in rooms:
        if fingerprint(content) != content_hash:
            faults.append(f"The table of the room “{name}” is not the one that was frozen.")
        elif not _readable(content):
            faults.append(f"The table of the room “{name}” cannot be read.")
    astray = workspace.rows(
        """SELECT d.decision_id FROM decisions d JOIN workshop_room r ON r.room_id = d.workshop_id
        WHERE d.content_hash IS DISTINCT FROM r.content_hash ORDER BY 1"""
    )
    faults += [f"The decision {decision_id} belongs to another table than its room froze." for (decision_id,) in astray[:SHOWN]]
    return Check("rooms", count(len(rooms), "room"), tuple(faults), REMEDY)


def _readable(content: str) -> bool:
    try:
        from_json(content)
    except (ValueError, KeyError, TypeError):
        return False
    return True
