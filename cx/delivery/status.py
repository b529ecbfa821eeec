"""What the words of a tracker mean for us: known words are taken, likely ones are asked with their evidence, others are asked without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cx.delivery.tracker import WorkItem
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain_cell
from cx.tables import DELIVERY

WORDS = lexicon().meanings("delivery")
TIME = {"idea": "before", "planned": "before", "doing": "during", "done": "after", "dropped": "after"}
"""A category of a tracker says no more than this: whether work has begun, and whether it has ended."""
MEANING: dict[str, str] = {
    "idea": "Nobody has decided to do it.",
    "planned": "Decided, and not begun.",
    "doing": "Somebody is at it.",
    "done": "Delivered. Whether it changed anything is another question.",
    "dropped": "It will not be done.",
}


@dataclass(frozen=True)
class Question:
    """A status that cannot be read with certainty: how it is written, which items have it, what is likely and why."""

    said: str
    keys: tuple[str, ...]
    likely: str
    why: str


def said_of(item: WorkItem) -> str:
    """The status as the tracker says it; with the resolution, where that may turn it around."""
    return f"{item.status} ({item.resolution})" if _turned(item) else item.status


def meanings(items: Iterable[WorkItem], before: Mapping[str, str], answers: Mapping[str, str]) -> tuple[dict[str, str], list[Question]]:
    """What each status means, by how it is said, and the questions that are left.

    `before` is what a word was last taken for, which makes that likely; `answers` is what somebody says now, which decides.
    """
    known: dict[str, str] = {}
    asked: dict[str, list[WorkItem]] = {}
    given = {plain_cell(said): status for said, status in answers.items()}
    for item in items:
        said = said_of(item)
        status = given.get(plain_cell(said)) or _certain(item)
        if status:
            known[said] = status
        elif said:
            asked.setdefault(said, []).append(item)
    return known, [_question(said, of, before) for said, of in asked.items()]


def _certain(item: WorkItem) -> str:
    word, category, resolution = map(_known, (item.status, item.category, item.resolution))
    if not word or (category and TIME[category] != TIME[word]):
        return ""
    return resolution if _turned(item) else word


def _turned(item: WorkItem) -> bool:
    """Whether it ended otherwise than by being done: “Done” with the resolution “Won't do”, or with one that nobody knows."""
    if _known(item.status) != "done" or not item.resolution:
        return False
    return _known(item.resolution) != "done" and WORDS.get(plain_cell(item.resolution)) != "unresolved"


def _known(text: str) -> str:
    word = WORDS.get(plain_cell(text), "")
    return word if word in DELIVERY else ""


def _question(said: str, items: list[WorkItem], before: Mapping[str, str]) -> Question:
    keys = tuple(item.key for item in items)
    categories = {item.category for item in items if item.category}
    told = f"The tracker counts it as “{'” and “'.join(sorted(categories))}”." if categories else ""
    if said in before:
        return Question(said, keys, before[said], f"It was taken for “{before[said]}” before. {told}".strip())
    meant = {_known(category) for category in categories}
    # What has ended may have been done or given up, so that a category of the end says too little.
    likely = meant.pop() if len(meant) == 1 and meant <= {"planned", "doing"} and not any(map(_turned, items)) else ""
    return Question(said, keys, likely, told or "Nothing else in the file says what it means.")
