"""Qualtrics: a row of codes, a row of questions, and a row of JSON that names each column's origin (`{"ImportId": "QID1_1"}`).

The older format has two rows of headings, the newer ones three; each is told by the names that Qualtrics gives to its own
columns. Source: the descriptions of exported data in the public help pages of Qualtrics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

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
SURELY = frozenset({"recordeddate", "distributionchannel", "duration (in seconds)"})
"""Those that no other platform gives as labels, either."""
ONE_WORD = frozenset({"progress", "status", "finished"})
"""Codes that are spelt like their labels."""
LABELS: Mapping[str, str] = {
    "start date": "startdate", "end date": "enddate", "recorded date": "recordeddate", "response type": "status", "response id": "responseid",
    "ip address": "ipaddress", "recipient last name": "recipientlastname", "recipient first name": "recipientfirstname",
    "recipient email": "recipientemail", "external data reference": "externalreference", "location latitude": "locationlatitude",
    "location longitude": "locationlongitude", "distribution channel": "distributionchannel", "user language": "userlanguage",
}  # fmt: skip
"""The labels of some of them, which are all that is left where people deleted the row of codes."""
MEANT = frozenset({*LABELS, "startdate", "enddate", "responseid", "ipaddress"})
TIMES = frozenset({"startdate", "enddate", "recordeddate", "duration (in seconds)"})
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
NPS = "_NPS_GROUP"
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
    if origins is None and labels and not _are_questions(codes, labels):
        labels = []  # only one row of headings is left
    rows = origins + 1 if origins is not None else 2 if labels else 1
    labels += [""] * (len(codes) - len(labels))
    names = [_name(label if OLD.fullmatch(code) else code) for code, label in zip(codes, labels, strict=False)]
    own = set(names) & OWN.keys()
    coded = any(OLD.fullmatch(code) or (code.casefold() in OWN and code.casefold() not in ONE_WORD) for code in codes)
    marks = MARKS if coded else SURELY
    if origins is None and not (len(own) >= 3 and own & marks):
        return None
    from_where = head[origins][1] if origins is not None else ()
    questions = [
        _question(code, labels[place], names[place], from_where[place] if place < len(from_where) else "")
        for place, code in enumerate(codes)
    ]
    by_name = dict(zip(reversed(names), reversed(codes), strict=True))
    doubts = [Doubt(what, by_name[column], answers) for what, column, answers in DOUBTS if column in by_name]
    answered = _recommending(judged(questions, head[rows:], Marks(separators=(",",))))
    return ExportHead("Qualtrics", head[rows - 1][0], answered, doubts)


def _recommending(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions; beside a group of recommenders stands the question that it is made of, which always has the steps 0 to 10."""
    made_of = {one.code.removesuffix(NPS) for one in questions if one.code.endswith(NPS)}
    steps = {str(step): str(step) for step in range(11)}
    return tuple(replace(one, kind="choice", values=steps) if one.code in made_of and not one.kind else one for one in questions)


def _name(code: str) -> str:
    """What Qualtrics calls a column that it adds, whether its code stands there or its label."""
    folded = code.casefold()
    return LABELS.get(folded, folded)


def _are_import_ids(cells: Sequence[str]) -> bool:
    """Whether a row names the origin of each column."""
    held = [cell for cell in cells if cell.strip()]
    return bool(held) and sum(bool(IMPORT_ID.match(cell)) for cell in held) * 2 > len(held)


def _are_questions(codes: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether the row below the codes says what they mean, as the oldest format does without a row of origins: in English, or
    in another language with words where a response has times."""
    if sum(cell.casefold() in MEANT for cell in cells[: len(codes)]) >= 2:
        return True
    timed = [cell for code, cell in zip(codes, cells, strict=False) if _name(code) in TIMES and cell]
    return any(not any(map(str.isdigit, cell)) for cell in timed)


def _question(code: str, label: str, name: str, origin: str) -> Question:
    kind: Kind = (OF_OLD if OLD.fullmatch(code) else OWN).get(name, "")
    if not kind and META.fullmatch(code) and origin and "QID" not in origin:
        kind = "technical"
    kind = kind or next((kind for form, kind in OF_A_PAGE if form.fullmatch(code)), "")
    kind = kind or next((kind for form, kind in BY_LABEL if form.fullmatch(label)), "")
    battery = STEM.fullmatch(label) if label else OF_BATTERY.fullmatch(code)
    return Question(code, label, kind, battery["stem"] if battery else "")
