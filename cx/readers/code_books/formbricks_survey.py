"""A survey of Formbricks, as its programming interface gives it: the ids of its questions are the keys of its responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cx.readers.code_book import CodeBook, Kind, Question
from cx.readers.platforms.wording import worded

KINDS: Mapping[str, Kind] = {
    "multipleChoiceSingle": "choice", "multipleChoiceMulti": "several", "rating": "choice", "nps": "choice", "csat": "choice", "ces": "choice",
    "matrix": "choice", "ranking": "ranking", "openText": "text", "pictureSelection": "several", "consent": "technical", "cta": "technical",
    "date": "technical", "cal": "technical", "fileUpload": "technical", "contactInfo": "personal", "address": "personal",
}  # fmt: skip
"""What the types of questions hold."""


def is_formbricks_survey(document: object) -> bool:
    """Whether a JSON document is a survey of Formbricks."""
    questions = _survey(document).get("questions")
    return (
        isinstance(questions, list)
        and bool(questions)
        and all(isinstance(one, dict) and {"id", "type", "headline"} <= one.keys() for one in questions)
    )


def formbricks_survey(file: str, document: object) -> CodeBook:
    """What the survey says of the keys of its responses."""
    found = {one.code: one for question in _survey(document)["questions"] for one in _columns(question)}
    return CodeBook(file, found)


def _survey(document: object) -> dict[str, Any]:
    """The survey, which the interface wraps in `data`."""
    inner = document.get("data", document) if isinstance(document, dict) else None
    return inner if isinstance(inner, dict) else {}


def _columns(question: Mapping[str, Any]) -> Iterator[Question]:
    code, text, kind_of = str(question["id"]), _words(question["headline"]), str(question["type"])
    kind = KINDS.get(kind_of, "")
    if kind_of == "matrix":
        words = [_words(one) for one in _list(question.get("columns"))]
        yield from (
            Question(f"{code}.{_words(row)}", f"{text} - {_words(row)}", kind, text, dict(zip(words, words, strict=True)))
            for row in _list(question.get("rows"))
        )
        return
    choices = [_words(one.get("label")) for one in _list(question.get("choices")) if isinstance(one, dict)]
    yield Question(code, text, kind, values=_steps(question) if kind_of == "rating" else dict(zip(choices, choices, strict=True)))


def _steps(question: Mapping[str, Any]) -> Mapping[str, str]:
    """The steps of a rating, of which the ends may have words."""
    high = str(question.get("range", ""))
    if not high.isdecimal() or not 1 < int(high) <= 100:
        return {}
    ends = {"1": _words(question.get("lowerLabel")), high: _words(question.get("upperLabel"))}
    return {str(step): ends.get(str(step)) or str(step) for step in range(1, int(high) + 1)}


def _words(text: object) -> str:
    """A text, of which there may be one for each language; a row of a matrix may hold it as its label."""
    if isinstance(text, dict):
        text = text.get("label", text)
    if isinstance(text, dict):
        text = text.get("default") or next(iter(text.values()), "")
    return worded(str(text or ""))


def _list(part: object) -> list[Any]:
    return part if isinstance(part, list) else []
