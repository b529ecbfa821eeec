"""Google Forms: a time stamp first, then whole questions as headings; a grid is `Question [row]`, several answers share a cell.

Source: the public help pages of Google Forms on sheets of responses. A sheet that merely begins with a time stamp is told apart by
its headings: some of them ask, or some are grids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cx.readers.code_book import Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

STAMP = frozenset(
    {
        "timestamp",
        "zeitstempel",
        "horodateur",
        "marca temporal",
        "tijdstempel",
        "informazioni cronologiche",
        "carimbo de data/hora",
        "tidsstämpel",
        "tidsstempel",
    }
)
OWN: Mapping[str, Kind] = {
    "email address": "personal",
    "email": "personal",
    "username": "personal",
    "e-mail-adresse": "personal",
    "nutzername": "personal",
    "adresse e-mail": "personal",
    "nom d'utilisateur": "personal",
    "dirección de correo electrónico": "personal",
    "nombre de usuario": "personal",
    "score": "amount",
    "punkte": "amount",
    "punktzahl": "amount",
    "puntuación": "amount",
    "total score": "amount",
}
"""What Google Forms calls the columns that it adds, in lower case."""
TIME = re.compile(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}[ T,]+\d{1,2}[:.]\d{2}.*")
GRID = re.compile(r"(?P<stem>.+?)\s*\[(?P<row>[^\[\]]+)\]$")
ASKS = 4
"""Words from which a heading is a whole question or statement."""


def google_forms(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of Google Forms; None for any other file."""
    names = [worded(cell) for cell in head[0][1]]
    stamps = [cells[0].strip() for _, cells in head[1:] if cells and cells[0].strip()]
    if names[0].casefold() not in STAMP or not stamps or not all(TIME.fullmatch(text) for text in stamps):
        return None
    if not any(name.endswith("?") or GRID.fullmatch(name) or len(name.split()) >= ASKS for name in names[1:]):
        return None
    questions = judged([_question(name) for name in names], head[1:], Marks(separators=(";", ", ")))
    return ExportHead("Google Forms", head[0][0], questions)


def _question(name: str) -> Question:
    grid = GRID.fullmatch(name)
    kind: Kind = "technical" if name.casefold() in STAMP else OWN.get(name.casefold(), "")
    return Question(name, name, kind, grid["stem"] if grid else "")
