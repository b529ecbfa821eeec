"""SurveyMonkey: a row of questions, blank to the right where one has several columns, over a row of answer options.

Source: the public help pages on exported spreadsheets (`Respondent ID`, `Collector ID`, “Response”, “Open-Ended Response”).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.readers.code_book import Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import item_of, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

OWN: Mapping[str, Kind] = {
    "respondent id": "response id",
    "collector id": "technical",
    "collector": "technical",
    "date created": "technical",
    "date modified": "technical",
    "start date": "technical",
    "end date": "technical",
    "ip address": "personal",
    "email address": "personal",
    "first name": "personal",
    "last name": "personal",
    "custom data 1": "technical",
    "custom data": "technical",
    "language": "technical",
}
"""What SurveyMonkey calls the columns that it adds, in lower case."""
MARKS = frozenset({"respondent id", "collector id"})
CUSTOM = re.compile(r"custom data( \d+)?")
ONE_ANSWER = frozenset({"response", "antwort", "réponse", "respuesta", "risposta", "resposta", "antwoord"})
"""What stands under a question that has one column, in lower case."""
OPEN = re.compile(
    r"open[- ]?ended response|offene antwort|réponse (ouverte|libre)|respuesta abierta|risposta aperta|.{0,20}\(please specify\)", re.I
)
CONTACT = frozenset(
    [
        "name",
        "company",
        "address",
        "address 2",
        "city/town",
        "state/province",
        "zip/postal code",
        "country",
        "email address",
        "phone number",
        "full name",
    ]
)
"""The lines of a block of contact details."""
CERTAINLY = frozenset({"email address", "phone number"})


def surveymonkey(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of SurveyMonkey; None for any other file."""
    above = [cell.strip(" \ufeff") for cell in head[0][1]]
    own = {cell.casefold() for cell in above} & OWN.keys()
    below = [cell.strip() for cell in head[1][1]] if len(head) > 1 else []
    two = _are_options(above, below)
    if not (own >= MARKS and above[0].casefold() in MARKS) and not (
        two and own and any(OPEN.fullmatch(one) or one.casefold() in ONE_ANSWER for one in below)
    ):
        return None
    questions = _without_contacts(_questions(above, below if two else []), head[1 + two :])
    return ExportHead("SurveyMonkey", head[two][0], judged(questions, head[1 + two :]))


def _are_options(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the second row holds options: none stands under a column that SurveyMonkey adds, and some without a question above."""
    if not any(below):
        return False
    return not any(option and place < len(above) and above[place].casefold() in OWN for place, option in enumerate(below))


def _questions(above: Sequence[str], below: Sequence[str]) -> list[Question]:
    """A question for each column: its own, or the one to its left with its option."""
    found: list[Question] = []
    asked = ""
    for place in range(max(len(above), len(below))):
        over = worded(above[place]) if place < len(above) else ""
        option = worded(below[place]) if place < len(below) else ""
        asked = over or (asked if option else "")
        found.append(_question(asked, option))
    return found


def _without_contacts(questions: Sequence[Question], rows: Sequence[Row]) -> list[Question]:
    """The questions; blocks of which every line is one of contact details are personal, unless people gave the same answers
    again and again, as they do where they rate ways of contact."""
    lines: dict[str, dict[int, str]] = {}
    for place, one in enumerate(questions):
        if one.stem:
            lines.setdefault(one.stem, {})[place] = item_of(one).casefold()
    contact = set()
    for stem, items in lines.items():
        held = [cells[place].strip() for _, cells in rows for place in items if place < len(cells) and cells[place].strip()]
        told = set(items.values()) <= CONTACT and (len(items) > 2 or CERTAINLY & set(items.values()))
        if told and (2 * len(set(held)) > len(held) or not held):
            contact.add(stem)
    return [replace(one, kind="personal") if one.stem in contact else one for one in questions]


def _question(asked: str, option: str) -> Question:
    kind = OWN.get(asked.casefold()) or ("technical" if CUSTOM.fullmatch(asked.casefold()) else None)
    if kind and not option:
        return Question(asked, asked, kind)
    if option.casefold() in ONE_ANSWER or not option:
        return Question(asked, asked)
    both = f"{asked} - {option}"
    if OPEN.fullmatch(option):
        return Question(both, both, "text", asked) if "specify" in option.casefold() else Question(asked, asked, "text")
    return Question(both, both, "", asked)
