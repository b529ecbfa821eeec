"""Qualtrics: a row of codes, a row of questions, and a row of JSON that names each column's origin (`{"ImportId": "QID1_1"}`).

The older format has two rows of headings, the newer ones three; each is told by the names that Qualtrics gives to its own
columns. Source: the descriptions of exported data in the public help pages of Qualtrics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.export_head import ExportHead

IMPORT_ID = re.compile(r"\s*\{\s*[\"']?ImportId[\"']?\s*:", re.I)
OWN: Mapping[str, Kind] = {
    "startdate": "technical",
    "enddate": "technical",
    "recordeddate": "technical",
    "status": "status",
    "progress": "technical",
    "finished": "status",
    "duration (in seconds)": "technical",
    "responseid": "response id",
    "responseset": "technical",
    "ipaddress": "personal",
    "recipientlastname": "personal",
    "recipientfirstname": "personal",
    "recipientemail": "personal",
    "externalreference": "personal",
    "externaldatareference": "personal",
    "locationlatitude": "personal",
    "locationlongitude": "personal",
    "locationaccuracy": "technical",
    "distributionchannel": "technical",
    "userlanguage": "technical",
    "q_recaptchascore": "technical",
    "q_relevantidduplicate": "technical",
    "q_relevantidduplicatescore": "technical",
    "q_relevantidfraudscore": "technical",
    "q_relevantidlaststartdate": "technical",
    "q_ballotboxstuffing": "technical",
}
"""What Qualtrics calls the columns that it adds, in lower case."""
MARKS = frozenset({"responseid", "recordeddate", "distributionchannel", "userlanguage", "duration (in seconds)", "externalreference"})
"""Names that no other platform gives to its columns in this spelling."""
DOUBTS = (
    ("previews", "status", frozenset({"1", "2", "9", "17", "survey preview", "survey test", "preview spam", "offline preview"})),
    ("spam", "status", frozenset({"8", "12", "spam", "possible spam"})),
    ("unfinished", "finished", frozenset({"0", "false"})),
)
RANKED = re.compile(r"\brank(ing|ed)?\b|\border of (importance|preference)\b", re.I)


def qualtrics(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of Qualtrics; None for any other file."""
    codes = [cell.strip(" \ufeff") for cell in head[0][1]]
    own = {code.casefold() for code in codes} & OWN.keys()
    origins = next((place for place in (1, 2) if place < len(head) and _are_import_ids(head[place][1])), None)
    if origins is None and not (len(own) >= 3 and own & MARKS and len(head) > 1 and _are_questions(codes, head[1][1])):
        return None
    rows = 2 if origins is None else origins + 1
    labels = head[1][1] if origins != 1 else ()
    questions = tuple(_question(code, labels[place].strip() if place < len(labels) else "") for place, code in enumerate(codes))
    by_code = {code.casefold(): code for code in codes}
    doubts = [Doubt(what, by_code[column], answers) for what, column, answers in DOUBTS if column in by_code]
    return ExportHead("Qualtrics", head[rows - 1][0], questions, doubts)


def _are_import_ids(cells: Sequence[str]) -> bool:
    """Whether a row names the origin of each column."""
    held = [cell for cell in cells if cell.strip()]
    return bool(held) and sum(bool(IMPORT_ID.match(cell)) for cell in held) * 2 > len(held)


def _are_questions(codes: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the row below the codes says what they mean, as the oldest format does without a row of origins."""
    meant = {"start date", "startdate", "end date", "response id", "responseid", "recorded date", "response type", "ip address"}
    return sum(cell.strip().casefold() in meant for cell in cells[: len(codes)]) >= 2


def _question(code: str, label: str) -> Question:
    kind: Kind = OWN.get(code.casefold(), "")
    if code.casefold().endswith("_text"):
        kind = "text"
    elif not kind and RANKED.search(label):
        kind = "ranking"
    return Question(code, label, kind, label.rsplit(" - ", 1)[0] if " - " in label else "")
