"""A question of the registry, answered: the rows that were asked for, their scope, and all of it as JSON."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from cx.errors import UsageError
from cx.frames import row_dicts
from cx.model import METHOD_VERSION
from cx.questions.glossary import meaning_of
from cx.questions.question import Asked, Question
from cx.questions.registry import QUESTIONS
from cx.store import Workspace
from cx.words import all_printable, missing

VERSION = 1
"""Of the door: it rises when a column or an option goes or means something else; new ones may come at any time."""
SCOPE_SAID = ("round_id", "round_name", "market", "reference_date", "without_assumptions", "hide_provisional")


@dataclass(frozen=True)
class Reply:
    """The answer: its rows, from `offset` on, of `total`; the scope is empty where the question does not depend on one."""

    question: Question
    given: Mapping[str, str]
    scope: Mapping[str, Any]
    rows: pd.DataFrame
    total: int
    offset: int

    def plain(self) -> dict[str, Any]:
        """All of it as JSON has it: unknown is null, lists are lists, days are ISO dates."""
        end = self.offset + len(self.rows)
        return {
            "version": VERSION,
            "method": METHOD_VERSION,
            "question": self.question.name,
            "asked_with": dict(self.given),
            "scope": {name: in_json(value) for name, value in self.scope.items()},
            "total": self.total,
            "offset": self.offset,
            "next_offset": end if len(self.rows) and end < self.total else None,
            "rows": [{column: in_json(value) for column, value in row.items()} for row in row_dicts(self.rows)],
        }

    def as_json(self) -> str:
        """The same as text, without what is no character."""
        return json.dumps(all_printable(self.plain()), ensure_ascii=False, indent=1, allow_nan=False)


def question_of(name: str) -> Question:
    """The question of this name. Raises UsageError, which names those that are alike."""
    if name in QUESTIONS:
        return QUESTIONS[name]
    alike = difflib.get_close_matches(name, QUESTIONS, 3, 0.5)
    raise UsageError(f"There is no question “{name}”. {'Alike' if alike else 'Questions'}: {', '.join(alike or QUESTIONS)}.")


def ask(workspace: Workspace, name: str, given: Mapping[str, str], most: int | None = None) -> Reply:
    """Answer a question; `most` rows at a time where it is set. Raises UsageError or UnknownScope."""
    question = question_of(name)
    asked = Asked(workspace, question.checked(given))
    rows = asked.chosen(question.rows(asked))[list(question.columns)]
    offset, limit = int(given.get("offset", 0)), int(given.get("limit", len(rows)))
    end = offset + min(limit, len(rows) if most is None else most)
    scope = {said: asked.answer.round[said] for said in SCOPE_SAID} if question.scope else {}
    return Reply(question, given, scope, rows.iloc[offset:end], len(rows), offset)


def catalogue() -> dict[str, Any]:
    """Every question with what it asks, what it takes and what its columns say, for a program to read."""
    return {
        "version": VERSION,
        "method": METHOD_VERSION,
        "questions": [
            {
                "name": question.name,
                "asks": question.asks,
                "options": [
                    {
                        "name": option.name,
                        "meaning": option.meaning,
                        "required": option.name in question.required,
                        **({"choices": list(option.choices)} if option.choices else {}),
                    }
                    for option in question.options
                ],
                "columns": [{"name": column, "meaning": meaning_of(question, column)} for column in question.columns],
            }
            for question in QUESTIONS.values()
        ],
    }


def in_json(value: Any) -> Any:
    """A cell of a frame as JSON has it."""
    if isinstance(value, list | tuple):
        return [in_json(one) for one in value]
    if missing(value) or (isinstance(value, float) and math.isinf(value)):
        return None
    if isinstance(value, datetime):  # a pandas timestamp, too; days are kept as midnights
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
