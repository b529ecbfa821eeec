"""The content of a room, frozen when it opens: later uploads do not change it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from cx.model import Kind

CELL_SCALE, PAIN_SCALE = "0-4", "-2-2"
ANCHORS: dict[str, dict[int, str]] = {
    CELL_SCALE: {4: "Fully met", 3: "Mostly met", 2: "Partly met", 1: "Barely met", 0: "Not met at all, or blocked"},
    PAIN_SCALE: {2: "Fully relieved", 1: "Partly relieved", 0: "No effect", -1: "Somewhat worse", -2: "Clearly worse"},
}
"""What the numbers mean (method 2.2), the best first."""
ENDS: dict[str, tuple[str, str]] = {CELL_SCALE: ("Not met at all", "Fully met"), PAIN_SCALE: ("Clearly worse", "Fully relieved")}
"""What the lowest and the highest of them are called below a picture of the scores."""
FAILS, NOT_FULLY, WANTED, UNKNOWN, MET = 1, 2, 3, 4, 0
TIER_WORDS: dict[int, str] = {
    FAILS: "Must-have that fails",
    NOT_FULLY: "Must-have not fully met",
    WANTED: "Gain or pain",
    UNKNOWN: "Not assessed",
    MET: "Met",
}
"""The tier of an item in the list of shortfalls (method 3.3), or why it has none."""
FORM = 2
"""Version of the frozen content. Before 2, all gaps except failing must-haves were tier 2, and unassessed cells 3."""
GAPS, SOLUTIONS, OWN = "gaps", "solutions", "own"


@dataclass(frozen=True)
class Item:
    """One question of the room: a need at a stage, or several that were merged because they are the same.

    `cells` are its (need id, stage id) pairs, `links` the live (touchpoint, stage, need) behind them, `basis` what is known
    about it in sentences. `tier` is one of `TIER_WORDS`. Of an item that is `at_least` short the priority is the least one.
    """

    item_id: str
    kind: str
    statement: str
    stage: str
    personas: tuple[str, ...]
    met_when: str
    tier: int
    state: str
    fulfilment: float | None
    priority: float | None
    evidence: str
    cells: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str, str], ...]
    basis: tuple[str, ...]
    at_least: bool = False
    upper: float | None = None
    target: float | None = None
    adequate: float | None = None
    assumed: bool = False
    flags: tuple[str, ...] = ()

    @property
    def scale(self) -> str:
        """The scale on which people score it."""
        return PAIN_SCALE if self.kind == Kind.PAIN else CELL_SCALE

    @property
    def as_row(self) -> dict[str, Any]:
        """The fields from which its appearance follows, as in a row of cells."""
        return {name: getattr(self, name) for name in ("state", "kind", "fulfilment", "upper", "target", "adequate", "assumed", "flags")}

    @property
    def title(self) -> str:
        """The need and where it arises."""
        return f"{self.statement} · {self.stage}"


@dataclass(frozen=True)
class Option:
    """An option of the vote; `item_id` is its item (gaps) or improvement (solutions), if any."""

    option_id: str
    label: str
    item_id: str = ""


@dataclass(frozen=True)
class Topic:
    """One question of the vote: `dots` for everybody, at most `cap` on one option (method 6.3)."""

    topic_id: str
    title: str
    kind: str
    options: tuple[Option, ...]
    dots: int
    cap: int


@dataclass(frozen=True)
class Content:
    """The frozen table: items, and where they come from."""

    round_id: str | None
    round_name: str
    scope: str
    items: tuple[Item, ...]
    topics: tuple[Topic, ...]
    parameters: tuple[tuple[str, str], ...] = ()

    def item(self, item_id: str) -> Item:
        """The item of that id; raises KeyError if there is none."""
        return {i.item_id: i for i in self.items}[item_id]


def to_json(content: Content) -> str:
    """The content as text; the same content gives the same text."""
    return json.dumps({"form": FORM, **asdict(content)}, sort_keys=True, ensure_ascii=False)


def from_json(text: str) -> Content:
    """The content of `to_json`."""
    raw = json.loads(text)
    tier_of = _tier if raw.pop("form", 1) >= FORM else _tier_before
    items = tuple(
        Item(**{**i, "tier": tier_of(i), **{n: _tuples(i[n]) for n in ("personas", "cells", "links", "basis")}, "flags": _flags(i)})
        for i in raw["items"]
    )
    return Content(**{**raw, "items": items, "topics": topics_of(raw["topics"]), "parameters": _tuples(raw["parameters"])})


def _tier(item: dict[str, Any]) -> int:
    return int(item["tier"])


def _flags(item: dict[str, Any]) -> tuple[str, ...]:
    """The flags of an item; where it was frozen earlier they are one text, or were not asked."""
    flags = item.get("flags", ())
    return tuple(filter(None, flags.split(";"))) if isinstance(flags, str) else tuple(flags)


def _tier_before(item: dict[str, Any]) -> int:
    """The tier of an item that was frozen when there were two."""
    if item["tier"] == 2:
        return NOT_FULLY if item["kind"] == Kind.MANDATORY else WANTED
    return UNKNOWN if item["tier"] == 3 else int(item["tier"])


def topics_of(raw: list[dict[str, Any]]) -> tuple[Topic, ...]:
    """Topics as they stand in JSON."""
    return tuple(Topic(**{**t, "options": tuple(Option(**o) for o in t["options"])}) for t in raw)


def fingerprint(text: str) -> str:
    """The hash of a frozen table."""
    return hashlib.sha256(text.encode()).hexdigest()


def dots_for(options: int) -> int:
    """Dots for everybody: a quarter of the options, at least three (method 6.3); halves are rounded up."""
    return max(3, int(options / 4 + 0.5))


TITLES: dict[str, str] = {GAPS: "Which of the other gaps first?", SOLUTIONS: "Which solutions first?"}
"""What a vote asks, unless the facilitator asks otherwise."""
DOTS_ON_ONE = 2
"""At most so many dots on one option (method 6.3)."""


def topic_of(topic_id: str, title: str, kind: str, options: tuple[Option, ...]) -> Topic:
    """A topic with its dots by rule; few options can take fewer dots than the rule gives."""
    return Topic(topic_id, title, kind, options, min(dots_for(len(options)), DOTS_ON_ONE * len(options)), DOTS_ON_ONE)


LONGEST_LABEL = 200


def own_options(text: str) -> tuple[Option, ...]:
    """Options from text, one per line; equal lines are one option."""
    labels = dict.fromkeys(line.strip()[:LONGEST_LABEL] for line in text.splitlines() if line.strip())
    return tuple(Option(f"o{number:02d}", label) for number, label in enumerate(labels, start=1))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
