"""LimeSurvey: one row of headings, codes (`G01Q01[SQ001]`) or whole questions (`How was it? [Paying]`), after columns of its own.

Source: the public manual on exporting responses; a response without a date of submission is unfinished.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import TICKED, Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("response id", "antwort id", "antwort-id", "id de la réponse", "id de respuesta"),
    "submitdate": ("date submitted", "datum abgeschickt", "date de soumission", "fecha de envío"),
    "lastpage": ("last page", "letzte seite", "dernière page", "última página", "ultima página"),
    "startlanguage": ("start language", "start-sprache", "startsprache", "langue de départ", "lenguaje inicial", "idioma inicial"),
    "seed": ("seed", "zufallsstartwert", "tête de série", "semilla"),
    "token": ("token", "access code", "zugangscode", "zugangsschlüssel", "code d'accès", "contraseña"),
    "startdate": ("date started", "datum gestartet", "date de lancement", "fecha de inicio"),
    "datestamp": ("date last action", "datum letzte aktivität", "date de la dernière action", "fecha de la última acción"),
    "ipaddr": ("ip address", "ip-adresse", "adresse ip", "dirección ip"),
    "refurl": ("referrer url", "referer url", "url referer", "url de référence", "url de referencia"),
    "interviewtime": ("total time", "gesamtzeit", "temps total", "tiempo total"),
    "firstname": ("first name", "vorname", "prénom", "nombre"),
    "lastname": ("last name", "nachname", "nom de famille", "apellidos"),
    "email": ("email address", "e-mail-adresse", "adresse de courriel", "dirección de correo electrónico"),
}
"""What LimeSurvey calls the columns that it adds, by its code, in the languages of its pages."""
KINDS: Mapping[str, Kind] = {
    "id": "response id",
    "token": "personal",
    "ipaddr": "personal",
    "firstname": "personal",
    "lastname": "personal",
    "email": "personal",
    "submitdate": "status",
}
CODES = {word: code for code, words in NAMES.items() for word in (code, *words)}
NOT_SHOWN = "{question_not_shown}"
NOT_SUBMITTED = frozenset({"", "n/a", NOT_SHOWN})
MARKS = frozenset({"submitdate", "lastpage", "startlanguage"})
TIMED = re.compile(r"\w+Time\d*|(group|question) ?time\b.*|(gruppenzeit|fragenzeit)\b.*")
ITEM = re.compile(r"(?P<stem>[^\[\]]+?)\s*(?P<items>(\[[^\[\]]*\]\s*)+)$")
PLACE = re.compile(r"\[(rank(ing)?|rang|rango|position)\s*\d+\]$|\[\d+\]$", re.I)
BESIDE = re.compile(r"\[(other|sonstiges|autre|otro|\w*comment)\]$|\[.{0,60}\]\s*\[(comment|kommentar|commentaire|comentario)\]$", re.I)
WITH_CODE = re.compile(r"(?P<code>[A-Za-z]\w*(\[[^\[\]]*\])*)\. ?(?P<text>\S.*)")
"""A heading that holds the code and the words."""


def limesurvey(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of LimeSurvey; None for any other file."""
    headings = [worded(cell) for cell in head[0][1]]
    names = [_code_and_text(one) if WITH_CODE.fullmatch(headings[0]) else (one, one) for one in headings]
    below = [cell.strip() for cell in head[1][1]] if len(head) > 1 else []
    two = len(MARKS & set(below)) > 1
    if two:  # for the exchange of responses (VV), the questions stand over the codes
        names = list(zip(below, [*headings, *[""] * len(below)], strict=False))
    own = [CODES.get(text.casefold()) or CODES.get(code.casefold(), "") for code, text in names]
    batteries = any(ITEM.fullmatch(text) for _, text in names)
    if not ("id" in own[:2] and (len(MARKS & set(own)) > 1 or ("submitdate" in own and batteries))):
        return None
    timed = own.index("interviewtime") if "interviewtime" in own else len(own)
    questions = [_question(*name, own[place], place > timed) for place, name in enumerate(names)]
    if two:
        questions = [replace(one, missing=(NOT_SHOWN,), stem=one.stem or one.code.rpartition("_")[0]) for one in questions]
    submitted = [one.code for one, code in zip(questions, own, strict=True) if code == "submitdate"]
    doubts = [Doubt("unfinished", code, NOT_SUBMITTED) for code in submitted[:1]]
    return ExportHead("LimeSurvey", head[two][0], judged(questions, head[1 + two :], Marks(TICKED)), doubts)


def _code_and_text(name: str) -> tuple[str, str]:
    """Both parts of a heading; the same twice where it has one only."""
    both = WITH_CODE.fullmatch(name)
    return (both["code"], both["text"]) if both else (name, name)


def _question(code: str, text: str, own: str, timed: bool) -> Question:
    """A column; `timed` are those behind the time of the whole interview, which tell the time of each part."""
    if own:
        return Question(code, text, KINDS.get(own, "technical"))
    item = ITEM.fullmatch(text)
    if item is None:
        return Question(code, text, "technical" if timed and TIMED.fullmatch(text) else "")
    kind: Kind = "text" if BESIDE.search(text) or BESIDE.search(code) else "ranking" if PLACE.search(text) else ""
    return Question(code, text, kind, item["stem"])
