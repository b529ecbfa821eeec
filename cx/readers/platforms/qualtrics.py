"""Qualtrics: a row of codes, a row of questions, and a row of JSON that names each column's origin (`{"ImportId": "QID1_1"}`).

The older format has two rows of headings, the newer ones three; each is told by the names that Qualtrics gives to its own
columns. Source: the descriptions of exported data in the public help pages of Qualtrics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

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
PREVIEWS = frozenset(
    [
        "1",
        "2",
        "9",
        "17",
        "survey preview",
        "survey test",
        "preview spam",
        "offline preview",
        "umfragevorschau",
        "aperçu de l'enquête",
        "vista previa de la encuesta",
    ]
)
DOUBTS = (
    ("previews", "status", PREVIEWS),
    ("spam", "status", frozenset({"8", "12", "spam", "possible spam"})),
    ("unfinished", "finished", frozenset({"0", "false", "falsch", "faux", "falso"})),
)
OF_A_PAGE: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r".+_(First Click|Last Click|Page Submit|Click Count|NPS_GROUP)"), "technical"),
    (re.compile(r"(Q\d\w*|BL_\w+|FL_\w+)_DO(_.*)?"), "technical"),
    (re.compile(r".+_text", re.I), "text"),
    (re.compile(r"SC\d+"), "amount"),
)
"""What Qualtrics adds to the code of a question: times on its page, the order in which it was shown, a group made of its answers,
words beside an answer; and the scores of a quiz."""
BY_LABEL: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r".+ - Display Order|Browser Meta Info - .+", re.I), "technical"),
    (re.compile(r".+ - Selected Choice - .+", re.I), "several"),
)
OLD = re.compile(r"V\d+")
"""The codes of the columns that the oldest format adds; what they are stands in the row below."""
OF_OLD: Mapping[str, Kind] = {**OWN, "name": "personal", "emailaddress": "personal"}
STEM = re.compile(r"(?P<stem>.+)( - |(?<=\.\.\.)-).+")
OF_BATTERY = re.compile(r"(?P<stem>.+)_\d+")
META = re.compile(r"Q_(?!\d)\w+")


def qualtrics(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of Qualtrics; None for any other file."""
    codes = [cell.strip(" \ufeff") for cell in head[0][1]]
    origins = next((place for place in (1, 2) if place < len(head) and _are_import_ids(head[place][1])), None)
    labels = [worded(text) for text in head[1][1]] if len(head) > 1 and origins != 1 else []
    labels += [""] * (len(codes) - len(labels))
    names = [label.casefold() if OLD.fullmatch(code) else code.casefold() for code, label in zip(codes, labels, strict=False)]
    own = set(names) & OWN.keys()
    if origins is None and not (len(own) >= 3 and own & MARKS and _are_questions(codes, labels)):
        return None
    rows = 2 if origins is None else origins + 1
    from_where = head[origins][1] if origins is not None else ()
    questions = [
        _question(code, labels[place], names[place], from_where[place] if place < len(from_where) else "")
        for place, code in enumerate(codes)
    ]
    by_name = dict(zip(reversed(names), reversed(codes), strict=True))
    doubts = [Doubt(what, by_name[column], answers) for what, column, answers in DOUBTS if column in by_name]
    return ExportHead("Qualtrics", head[rows - 1][0], judged(questions, head[rows:], Marks(separators=(",",))), doubts)


def _are_import_ids(cells: Sequence[str]) -> bool:
    """Whether a row names the origin of each column."""
    held = [cell for cell in cells if cell.strip()]
    return bool(held) and sum(bool(IMPORT_ID.match(cell)) for cell in held) * 2 > len(held)


def _are_questions(codes: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the row below the codes says what they mean, as the oldest format does without a row of origins."""
    meant = {
        "start date",
        "startdate",
        "end date",
        "response id",
        "responseid",
        "recorded date",
        "response type",
        "ip address",
        "ipaddress",
    }
    return sum(cell.strip().casefold() in meant for cell in cells[: len(codes)]) >= 2


def _question(code: str, label: str, name: str, origin: str) -> Question:
    kind: Kind = (OF_OLD if OLD.fullmatch(code) else OWN).get(name, "")
    if not kind and META.fullmatch(code) and origin and "QID" not in origin:
        kind = "technical"
    kind = kind or next((kind for form, kind in OF_A_PAGE if form.fullmatch(code)), "")
    kind = kind or next((kind for form, kind in BY_LABEL if form.fullmatch(label)), "")
    battery = STEM.fullmatch(label) if label else OF_BATTERY.fullmatch(code)
    return Question(code, label, kind, battery["stem"] if battery else "")
