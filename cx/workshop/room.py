"""The state of a room: its people, its step, its settings, and what may be seen.

Events of a room are append-only; its state is derived from them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cx.workshop.content import Content, Item, Topic, topics_of
from cx.workshop.steps import POSITION, RESCORE, SCORE, SEEN_FROM, STEP, Step

DISCUSSED, NOTE = "discussed", "note"
"""Settings of an item: added to the discussion by the facilitator, and the note about it."""
SEATS = 60
"""People who can join a room, unless its facilitator says otherwise."""


@dataclass(frozen=True)
class Person:
    """A person in the room, by pseudonym. Results carry the `person_id`."""

    person_id: str
    pseudonym: str
    simulated: bool


@dataclass(frozen=True)
class Room:
    """The state of a room. `version` rises with every step and setting, so that pages know when to update."""

    room_id: str
    code: str
    name: str
    rehearsal: bool
    content: Content
    content_hash: str
    opened_at: datetime
    steps: tuple[tuple[str, datetime, str], ...]
    settings: Mapping[tuple[str, str], str]
    people: tuple[Person, ...]
    in_disagreement: tuple[str, ...]
    version: int
    seal: str | None = None
    """The name of the key with which its marks are sealed; None where an earlier version's key is lost."""

    @property
    def step(self) -> Step:
        """The step at which the room is."""
        return STEP[self.steps[-1][0]]

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything on the table."""
        return self.content.items

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of the vote, as frozen or as set by the facilitator since."""
        changed = self.settings.get(("topics", ""))
        return self.content.topics if changed is None else topics_of(json.loads(changed))

    @property
    def timer_ends(self) -> datetime | None:
        """When the timer of this step ends (UTC), if one runs."""
        text = self.settings.get(("timer", self.step.key))
        return datetime.fromisoformat(text) if text else None

    @property
    def seats(self) -> int:
        """How many people can join."""
        return int(self.settings.get(("seats", ""), SEATS))

    @property
    def focus(self) -> str:
        """The item under discussion, or an empty text."""
        return self.settings.get(("focus", self.step.key), "")

    @property
    def discussed(self) -> tuple[str, ...]:
        """Ids of the items that are discussed and scored again, in the order of the table: those in disagreement, and those
        added by the facilitator."""
        return tuple(i.item_id for i in self.items if i.item_id in self.in_disagreement or self.settings.get((DISCUSSED, i.item_id)))

    @property
    def to_discuss(self) -> bool:
        """Whether there is something to discuss, or the first scores are not revealed yet."""
        return bool(self.discussed) or not self.seen(SCORE)

    @property
    def notes(self) -> dict[str, str]:
        """The facilitator's notes by item, in the order of the table."""
        found = {i.item_id: self.settings.get((NOTE, i.item_id), "") for i in self.items}
        return {item_id: text for item_id, text in found.items() if text}

    @property
    def vote_begun(self) -> bool:
        """Whether the vote has been open at any time; its topics cannot be changed any more."""
        return any(POSITION[step] >= POSITION["dots"] for step, _, _ in self.steps)

    def seen(self, part: str) -> bool:
        """Whether the marks of a part may be seen now."""
        return POSITION[self.step.key] >= SEEN_FROM[part]

    def was_seen(self, part: str) -> bool:
        """Whether the marks of a part have been seen at any time."""
        return any(POSITION[step] >= SEEN_FROM[part] for step, _, _ in self.steps)

    def reveals(self, part: str) -> list[datetime]:
        """When the marks of a part were revealed, each time."""
        at = SEEN_FROM[part]
        return [
            after[1] for before, after in zip(self.steps, self.steps[1:], strict=False) if POSITION[before[0]] < at <= POSITION[after[0]]
        ]

    def asked(self, part: str) -> tuple[str, ...]:
        """Ids of the questions of a part: items, or topics."""
        if part == SCORE:
            return tuple(i.item_id for i in self.items)
        return self.discussed if part == RESCORE else tuple(t.topic_id for t in self.topics)
