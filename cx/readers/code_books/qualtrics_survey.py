"""A survey of Qualtrics (`.qsf`): which columns its questions have in an export, with their words.

Its questions are elements `SQ` of `SurveyElements`; a column is the export tag of a question, with the number of a row or of a
choice behind it. Source: files that Qualtrics exports, as public tools describe them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cx.readers.code_book import CodeBook, Kind, Question
from cx.readers.platforms.wording import worded

Payload = Mapping[str, Any]
SEVERAL = frozenset({"MAVR", "MAHR", "MACOL", "MSB", "MultipleAnswer"})
"""Selectors of questions of which several choices may be ticked."""
NUMBERS = frozenset({"ValidNumber"})
NO_COLUMN = frozenset({"DB"})
"""Types of elements that ask nothing."""


def is_qualtrics_survey(document: object) -> bool:
    """Whether a JSON document is a survey of Qualtrics."""
    return isinstance(document, dict) and "SurveyElements" in document and "SurveyEntry" in document


def qualtrics_survey(file: str, document: Mapping[str, Any]) -> CodeBook:
    """What the survey says of the columns of its export, by code."""
    elements = document["SurveyElements"]
    elements = list(elements.values()) if isinstance(elements, dict) else elements if isinstance(elements, list) else []
    elements = [one for one in elements if isinstance(one, dict)]
    thrown_away = set(_trash(elements))
    found: dict[str, Question] = {}
    for element in elements:
        payload = element.get("Payload")
        if element.get("Element") == "SQ" and isinstance(payload, dict) and element.get("PrimaryAttribute") not in thrown_away:
            found |= {one.code: one for one in _columns(payload)}
    return CodeBook(file, found)


def _trash(elements: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The questions that were thrown away, which Qualtrics keeps in a block of their own."""
    for element in elements:
        blocks = element.get("Payload") if element.get("Element") == "BL" else None
        for block in _values(blocks):
            if isinstance(block, dict) and block.get("Type") == "Trash":
                yield from (str(one.get("QuestionID")) for one in _values(block.get("BlockElements")) if isinstance(one, dict))


def _columns(payload: Payload) -> Iterator[Question]:
    """The columns of one question."""
    kind = str(payload.get("QuestionType", ""))
    tag = str(payload.get("DataExportTag") or payload.get("QuestionID") or "")
    if tag and kind not in NO_COLUMN:
        yield from BY_TYPE.get(kind, _technical)(tag, worded(str(payload.get("QuestionText", ""))), payload)


def _choices(tag: str, text: str, payload: Payload) -> Iterator[Question]:
    """Multiple choice: one column, or one for each choice where several may be ticked."""
    words = _recoded(payload, "Choices")
    if payload.get("Selector") not in SEVERAL:
        yield Question(tag, text, "choice", values=words)
    else:
        yield Question(tag, text, "several", values=words)
        for code, word in words.items():
            yield Question(f"{tag}_{code}", f"{text} - {word}", "several", text)
    for key, choice in _items(payload.get("Choices")):
        if isinstance(choice, dict) and choice.get("TextEntry"):
            yield Question(f"{tag}_{key}_TEXT", f"{text} - {_display(choice)} - Text", "text", text)


def _matrix(tag: str, text: str, payload: Payload) -> Iterator[Question]:
    """A battery: one column for each row, or for each cell where several may be ticked."""
    words = _recoded(payload, "Answers")
    if {str(payload.get("SubSelector")), str(payload.get("Selector"))} & SEVERAL:
        for code, item in _rows(tag, payload):
            yield from (
                Question(f"{code}_{answer}", f"{text} - {item} - {word}", "several", f"{text} - {item}") for answer, word in words.items()
            )
        return
    kinds: Mapping[str, Kind] = {"TE": "text", "CS": "amount", "RO": "ranking"}
    kind = kinds.get(str(payload.get("Selector")), "choice")
    for code, item in _rows(tag, payload):
        yield Question(code, f"{text} - {item}", kind, text, words if kind == "choice" else {})


def _battery(kind: Kind) -> Callable[[str, str, Payload], Iterator[Question]]:
    """Questions with a number, or a place, for each choice."""

    def columns(tag: str, text: str, payload: Payload) -> Iterator[Question]:
        return (Question(code, f"{text} - {item}", kind, text) for code, item in _rows(tag, payload))

    return columns


def _text(tag: str, text: str, payload: Payload) -> Iterator[Question]:
    """Words, or a number, in one box or in several."""
    if payload.get("Selector") == "FORM":
        yield from _battery("text")(tag, text, payload)
        return
    settings = payload.get("Validation")
    settings = settings.get("Settings") if isinstance(settings, dict) else None
    number = isinstance(settings, dict) and settings.get("ContentType") in NUMBERS
    yield Question(tag, text, "" if number else "text")


def _side_by_side(tag: str, text: str, payload: Payload) -> Iterator[Question]:
    """Several batteries over the same rows."""
    for number, inner in _items(payload.get("AdditionalQuestions")):
        if isinstance(inner, dict):
            of_column = {"Choices": payload.get("Choices"), **inner}
            yield from _matrix(f"{tag}#{number}", f"{text} - {worded(str(inner.get('QuestionText', '')))}", of_column)


def _timing(tag: str, text: str, payload: Payload) -> Iterator[Question]:
    del payload
    yield from (
        Question(f"{tag}_{what}", f"{text} - {what}", "technical") for what in ("First Click", "Last Click", "Page Submit", "Click Count")
    )


def _technical(tag: str, text: str, payload: Payload) -> Iterator[Question]:
    del payload
    yield Question(tag, text, "technical")


BY_TYPE: Mapping[str, Callable[[str, str, Payload], Iterator[Question]]] = {
    "MC": _choices,
    "Matrix": _matrix,
    "Slider": _battery(""),
    "CS": _battery("amount"),
    "RO": _battery("ranking"),
    "TE": _text,
    "SBS": _side_by_side,
    "Timing": _timing,
}
"""The columns of a question by its type; every other type records what no question asks."""


def _rows(tag: str, payload: Payload) -> Iterator[tuple[str, str]]:
    """Code and words of each row of a battery."""
    tags = payload.get("ChoiceDataExportTags")
    for key, choice in _items(payload.get("Choices")):
        own = tags.get(key) if isinstance(tags, dict) else None
        yield str(own or f"{tag}_{key}"), _display(choice)


def _recoded(payload: Payload, which: str) -> dict[str, str]:
    """The words of choices by the code that an export holds, in the order in which they are shown."""
    recode = payload.get("RecodeValues")
    recode = recode if isinstance(recode, dict) else {}
    order = [str(key) for key in _values(payload.get(which.removesuffix("s") + "Order"))]
    held = dict(_items(payload.get(which)))
    keys = [key for key in order if key in held] + [key for key in held if key not in order]
    return {str(recode.get(key, key)): _display(held[key]) for key in keys}


def _items(part: object) -> Iterator[tuple[str, Any]]:
    """Keys and values; a list, as older files hold it, counts from 1."""
    if isinstance(part, dict):
        yield from ((str(key), value) for key, value in part.items())
    elif isinstance(part, list):
        yield from ((str(number), value) for number, value in enumerate(part, start=1) if value is not None)


def _values(part: object) -> list[Any]:
    return list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else []


def _display(choice: object) -> str:
    return worded(str(choice.get("Display", "") if isinstance(choice, dict) else choice))
