"""SurveyJS: records of answers; a battery is nested (`{"quality": {"price": 4}}`), several answers are a list, a remark ends in
`-Comment`. Nothing tells them for certain but the names that SurveyJS itself gives, or the survey beside them.

Source: the public documentation of SurveyJS.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from cx.readers.code_book import Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.records import EVERY_RECORD, listed_ones

OWN: Mapping[str, Kind] = {
    "id": "response id", "instanceid": "response id", "happenedat": "technical", "createdat": "technical", "surveyid": "technical",
    "postid": "technical", "ip": "personal", "ipaddress": "personal", "useragent": "technical", "pageno": "technical", "timespent": "technical",
    "locale": "technical", "clientid": "personal",
}  # fmt: skip
"""What the service of SurveyJS, and libraries of it, add to a record, in lower case."""
NAMED = re.compile(r"question\d+(\..+|-Comment)?")
REMARK = re.compile(r".+-Comment")
SERVICE = frozenset({"happenedat", "instanceid", "postid"})


def surveyjs_records(head: Sequence[Row], lists: Collection[str]) -> ExportHead | None:
    """The head of records of SurveyJS, flattened; `lists` are the names of those that hold lists. None for any others."""
    names = head[0][1]
    own = {name.casefold() for name in names}
    default, remarks = sum(bool(NAMED.fullmatch(name)) for name in names), sum(bool(REMARK.fullmatch(name)) for name in names)
    nested = any("." in name for name in names)
    if not (default > 1 or own & SERVICE or (remarks and (nested or lists))):
        return None
    questions = judged([_question(name) for name in names], head[1:], Marks(separators=(";",)))
    return ExportHead("SurveyJS", head[0][0], listed_ones(questions, names, lists), told=EVERY_RECORD.format("SurveyJS"))


def _question(name: str) -> Question:
    kind: Kind = "text" if REMARK.fullmatch(name) else OWN.get(name.casefold(), "")
    return Question(name, name, kind, name.rpartition(".")[0])
