"""Microsoft Forms: `ID`, two times, `Email`, `Name`, then whole questions as headings; several answers stand in one cell, each
with a semicolon behind it.

Source: the public help pages of Microsoft Forms on workbooks of results.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cx.readers.code_book import Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

BEGUN = frozenset({"start time", "startzeit", "heure de début", "hora de inicio", "begintijd", "ora di inizio"})
ENDED = frozenset(
    {"completion time", "fertigstellungszeit", "heure de fin", "hora de finalización", "tijd van voltooien", "ora di completamento"}
)
OWN: Mapping[str, Kind] = {
    "id": "response id",
    "id.": "response id",
    "email": "personal",
    "e-mail": "personal",
    "adresse de messagerie": "personal",
    "correo electrónico": "personal",
    "name": "personal",
    "nom": "personal",
    "nombre": "personal",
    "naam": "personal",
    "last modified time": "technical",
    "uhrzeit der letzten änderung": "technical",
    "heure de la dernière modification": "technical",
    "hora de la última modificación": "technical",
    "language": "technical",
    "sprache": "technical",
    "total points": "amount",
    "gesamtpunktzahl": "amount",
    "total de points": "amount",
    "quiz feedback": "text",
}
"""What Microsoft Forms calls the columns that it adds, in lower case."""
GRADED: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(points|punkte|puntos) [-–] .+", re.I), "amount"),
    (re.compile(r"(feedback|commentaires|comentarios) [-–] .+", re.I), "text"),
)
"""Columns of a quiz, one for each question."""


def microsoft_forms(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of Microsoft Forms; None for any other file."""
    names = [worded(cell) for cell in head[0][1]]
    folded = [name.casefold().strip(".") for name in names[:4]]
    if not (len(names) > 3 and folded[0] == "id" and folded[1] in BEGUN and folded[2] in ENDED):
        return None
    questions = judged([_question(name, place) for place, name in enumerate(names)], head[1:], Marks(separators=(";",)))
    return ExportHead("Microsoft Forms", head[0][0], questions)


def _question(name: str, place: int) -> Question:
    """A column; names such as “Name” are those of the platform only among the first ones."""
    if name.casefold() in BEGUN | ENDED:
        return Question(name, name, "technical")
    kind: Kind = OWN.get(name.casefold(), "") if place < 7 or name.casefold() not in ("name", "nom", "nombre", "naam") else ""
    return Question(name, name, kind or next((kind for form, kind in GRADED if form.fullmatch(name)), ""))
