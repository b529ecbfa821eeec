"""A survey of SurveyJS: a JSON document with pages of elements; their names are the keys of its responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cx.readers.code_book import CodeBook, Kind, Question
from cx.readers.platforms.wording import worded

KINDS: Mapping[str, Kind] = {
    "checkbox": "several", "tagbox": "several", "ranking": "ranking", "radiogroup": "choice", "dropdown": "choice", "boolean": "choice",
    "buttongroup": "choice", "rating": "choice", "matrix": "choice", "comment": "text", "multipletext": "text", "signaturepad": "personal",
    "file": "technical", "expression": "technical",
}  # fmt: skip
"""What the types of elements hold."""
ASKS_NOTHING = frozenset({"html", "image", "panel"})
WHO = frozenset({"email", "tel"})
"""Types of input that say who somebody is."""
DEEPEST = 20


def is_surveyjs_survey(document: object) -> bool:
    """Whether a JSON document is a survey of SurveyJS."""
    if not isinstance(document, dict):
        return False
    pages = document.get("pages")
    pages = pages if isinstance(pages, list) else [document]
    elements = [one for page in pages if isinstance(page, dict) for one in _list(page.get("elements"))]
    return bool(elements) and all(isinstance(one, dict) and "type" in one and "name" in one for one in elements)


def surveyjs_survey(file: str, document: Mapping[str, Any]) -> CodeBook:
    """What the survey says of the keys of its responses."""
    pages = _list(document.get("pages")) or [document]
    found = {one.code: one for page in pages if isinstance(page, dict) for one in _elements(page, DEEPEST)}
    return CodeBook(file, found)


def _elements(part: Mapping[str, Any], deepest: int) -> Iterator[Question]:
    for element in _list(part.get("elements")) if deepest else []:
        if isinstance(element, dict):
            yield from _elements(element, deepest - 1)
            if element.get("type") not in ASKS_NOTHING and element.get("name"):
                yield from _columns(str(element["name"]), element)


def _columns(name: str, element: Mapping[str, Any]) -> Iterator[Question]:
    """The columns of one element: one for each row of a matrix."""
    text = _words(element.get("title")) or name
    kind_of = str(element.get("type"))
    kind: Kind = (
        "personal"
        if element.get("inputType") in WHO
        else KINDS.get(kind_of, "text" if kind_of == "text" and not element.get("inputType") else "")
    )
    values = dict(_choices(element.get("columns" if kind_of == "matrix" else "rateValues" if kind_of == "rating" else "choices")))
    if kind_of == "matrix":
        yield from (Question(f"{name}.{row}", f"{text} - {word}", kind, text, values) for row, word in _choices(element.get("rows")))
    elif kind_of == "multipletext":
        inner = [one for one in _list(element.get("items")) if isinstance(one, dict) and one.get("name")]
        yield from (Question(f"{name}.{one['name']}", f"{text} - {_words(one.get('title')) or one['name']}", kind, text) for one in inner)
    else:
        yield Question(name, text, kind, values=_with_ends(element, values) if kind_of == "rating" else values)
    yield Question(f"{name}-Comment", f"{text} - Comment", "text")


def _with_ends(element: Mapping[str, Any], values: Mapping[str, str]) -> Mapping[str, str]:
    """The steps of a rating, of which often only the ends have words."""
    low, high = str(element.get("rateMin", "1")), str(element.get("rateMax", element.get("rateCount", "5")))
    if values or not (low.lstrip("-").isdecimal() and high.isdecimal() and 0 < int(high) - int(low) <= 100):
        return values
    steps = {str(step): str(step) for step in range(int(low), int(high) + 1)}
    ends = {low: _words(element.get("minRateDescription")), high: _words(element.get("maxRateDescription"))}
    return steps | {step: word for step, word in ends.items() if word}


def _choices(part: object) -> Iterator[tuple[str, str]]:
    for one in _list(part):
        if isinstance(one, dict):
            yield str(one.get("value", "")), _words(one.get("text")) or str(one.get("value", ""))
        elif one is not None:
            yield str(one), str(one)


def _words(text: object) -> str:
    """A text, of which there may be one for each language."""
    if isinstance(text, dict):
        text = text.get("default") or next(iter(text.values()), "")
    return worded(str(text or ""))


def _list(part: object) -> list[Any]:
    return part if isinstance(part, list) else []
