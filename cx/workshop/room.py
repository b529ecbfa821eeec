"""A room as it stands: who is in it, at which step, and what everybody in it may know.

What has happened is only ever added to; where a room stands is read from that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cx.workshop.content import Content, Item, Topic, topics_of
from cx.workshop.steps import POSITION, RESCORE, SCORE, SEEN_FROM, STEP, Step

DISCUSSED, NOTE = "discussed", "note"
"""Settings of an item: that the facilitator added it to the discussion, and what was written down about it."""


@dataclass(frozen=True)
class Person:
    """Somebody in the room, by pseudonym. `person_id` stands in the results."""

    person_id: str
    pseudonym: str
    simulated: bool


@dataclass(frozen=True)
class Room:
    """A room as it stands. `version` rises with every step and setting, for everybody who follows the room."""

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
        """What is voted on: as frozen, or as the facilitator set it since."""
        changed = self.settings.get(("topics", ""))
        return self.content.topics if changed is None else topics_of(json.loads(changed))

    @property
    def timer_ends(self) -> datetime | None:
        """When the timer of this step ends (UTC), if one runs."""
        text = self.settings.get(("timer", self.step.key))
        return datetime.fromisoformat(text) if text else None

    @property
    def focus(self) -> str:
        """The item that the room talks about now, or an empty text."""
        return self.settings.get(("focus", self.step.key), "")

    @property
    def discussed(self) -> tuple[str, ...]:
        """Ids of what is discussed and scored again, in the order of the table: what the room disagrees about, and what the facilitator added."""
        return tuple(i.item_id for i in self.items if i.item_id in self.in_disagreement or self.settings.get((DISCUSSED, i.item_id)))

    @property
    def to_discuss(self) -> bool:
        """Whether there is something to discuss, or nobody knows yet."""
        return bool(self.discussed) or not self.seen(SCORE)

    @property
    def notes(self) -> dict[str, str]:
        """What the facilitator wrote down, by item, in the order of the table."""
        found = {i.item_id: self.settings.get((NOTE, i.item_id), "") for i in self.items}
        return {item_id: text for item_id, text in found.items() if text}

    @property
    def vote_begun(self) -> bool:
        """Whether somebody could have voted at any time; from then on its topics stand."""
        return any(POSITION[step] >= POSITION["dots"] for step, _, _ in self.steps)

    def seen(self, part: str) -> bool:
        """Whether the marks of a part may be seen now."""
        return POSITION[self.step.key] >= SEEN_FROM[part]

    def was_seen(self, part: str) -> bool:
        """Whether the marks of a part have been seen at any time."""
        return any(POSITION[step] >= SEEN_FROM[part] for step, _, _ in self.steps)

    def asked(self, part: str) -> tuple[str, ...]:
        """Ids of what everybody is asked in a part: items, or topics."""
        if part == SCORE:
            return tuple(i.item_id for i in self.items)
        return self.discussed if part == RESCORE else tuple(t.topic_id for t in self.topics)
