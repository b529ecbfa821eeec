"""Formbricks: a table whose questions are numbered (`1. How was it? - Paying`), or the records of its programming interface.

Source: the public code and documentation of Formbricks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.records import EVERY_RECORD, listed_ones
from cx.readers.platforms.wording import worded

OWN: Mapping[str, Kind] = {
    "No.": "technical", "Response ID": "response id", "Timestamp": "technical", "Finished": "status", "Survey ID": "technical",
    "Formbricks ID (internal)": "personal", "Formbricks User ID": "personal", "User ID": "personal", "Notes": "text", "Tags": "technical",
    "Quotas": "technical", "source": "technical", "url": "technical", "action": "technical", "country": "technical", "ipAddress": "personal",
    "userAgent - browser": "technical", "userAgent - os": "technical", "userAgent - device": "technical",
}  # fmt: skip
"""What Formbricks calls the columns that it adds to a table."""
MARKS = frozenset({"Response ID", "Finished", "Survey ID"})
NUMBERED = re.compile(r"(?P<number>\d+)\. (?P<text>.+)")
OF_RECORDS: Mapping[str, Kind] = {"id": "response id", "finished": "status"}
RECORD_MARKS = frozenset({"id", "surveyId", "finished", "createdAt"})
PARTS: tuple[tuple[str, Kind], ...] = (
    ("meta.ipAddress", "personal"),
    ("meta.", "technical"),
    ("ttc.", "technical"),
    ("contact.", "personal"),
    ("person.", "personal"),
)
"""Parts of a record that are no answers."""
ANSWERS = "data."
WHO = re.compile(r"(contact|person)Attributes\.(e-?mail|(first|last)_?name|name|phone|userId)", re.I)
ABOUT = re.compile(r"((contact|person)Attributes|variables)\.(?P<name>.+)")


def formbricks(head: Sequence[Row]) -> ExportHead | None:
    """The head of a table of Formbricks; None for any other file."""
    names = [worded(cell) for cell in head[0][1]]
    if not set(names) >= MARKS:
        return None
    numbers = [found["number"] for name in names if (found := NUMBERED.fullmatch(name))]
    questions = judged([_question(name, numbers) for name in names], head[1:], Marks(separators=(";",)))
    return ExportHead("Formbricks", head[0][0], questions, [Doubt("unfinished", "Finished", frozenset({"no", "false"}))])


def _question(name: str, numbers: Sequence[str]) -> Question:
    """A column; a question whose number comes again is a battery."""
    numbered = NUMBERED.fullmatch(name)
    if numbered is None:
        return Question(name, name, OWN.get(name, ""))
    battery = numbers.count(numbered["number"]) > 1 and " - " in numbered["text"]
    return Question(name, numbered["text"], "", numbered["text"].rsplit(" - ", 1)[0] if battery else "")


def formbricks_records(head: Sequence[Row], lists: Collection[str]) -> ExportHead | None:
    """The head of records of Formbricks, flattened; `lists` are the names of those that hold lists. None for any others."""
    names = head[0][1]
    if not (set(names) >= RECORD_MARKS and any(name.startswith(ANSWERS) for name in names)):
        return None
    questions = [_of_record(name) for name in names]
    doubts = [Doubt("unfinished", "finished", frozenset({"false"}))]
    answers = listed_ones(judged(questions, head[1:], Marks(separators=(";",))), names, lists)
    return ExportHead("Formbricks", head[0][0], answers, doubts, told=EVERY_RECORD.format("Formbricks"))


def _of_record(name: str) -> Question:
    if name.startswith(ANSWERS):
        code = name.removeprefix(ANSWERS)
        return Question(code, code, "", code.rpartition(".")[0])
    if WHO.fullmatch(name):
        return Question(name, name, "personal")
    if about := ABOUT.fullmatch(name):
        return Question(about["name"], about["name"])
    return Question(
        name, name, OF_RECORDS[name] if name in OF_RECORDS else next((kind for start, kind in PARTS if name.startswith(start)), "technical")
    )
