"""Platforms whose exports have one row of headings, perhaps a row of labels below it, and need nothing else: told, and read, by a
table of their own columns.

Source: the public help pages and the code of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import TICKED, Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

ONES = frozenset({"0", "1"})


@dataclass(frozen=True)
class OneRow:
    """A platform: names that only it gives to columns (all must be there), what its own columns are, which responses perhaps do
    not count, how a battery is written, and how several answers are. Names are in lower case."""

    name: str
    marks: frozenset[str]
    own: Mapping[str, Kind]
    doubts: Sequence[Doubt] = ()
    battery: re.Pattern[str] | None = None
    marked: Marks = field(default_factory=Marks)
    technical: re.Pattern[str] | None = None


def _kinds(**names: str) -> dict[str, Kind]:
    """Kinds by name, of lists of names by kind."""
    kinds: dict[str, Kind] = {"id": "response id", "status": "status", "technical": "technical", "personal": "personal", "amount": "amount"}
    return {one: kinds[kind] for kind, listed in names.items() for one in listed.split("|")}


KNOWN: tuple[OneRow, ...] = (
    OneRow(
        "Tally",
        frozenset({"submission id", "respondent id", "submitted at"}),
        _kinds(id="submission id", technical="respondent id|submitted at"),
        battery=re.compile(r"(?P<stem>.+\S) \((?P<item>[^()]+)\)"),
        marked=Marks((frozenset({"true", "false"}),), (", ",)),
    ),
    OneRow(
        "Jotform",
        frozenset({"submission date", "submission id"}),
        _kinds(id="submission id", technical="submission date|last update date", personal="ip|submission ip|email|e-mail|phone number|name|full name"),
        battery=re.compile(r"(?P<stem>.+?) >> (?P<item>.+)"),
        marked=Marks(TICKED, ("\n", ";", ", ")),
    ),
    OneRow(
        "KoboToolbox",
        frozenset({"_id", "_uuid", "_submission_time"}),
        _kinds(
            id="_uuid", technical="_id|_submission_time|_validation_status|_notes|_status|__version__|_tags|_index|start|end|today|meta/rootuuid",
            personal="_submitted_by|username|deviceid|phonenumber|subscriberid|simserial|_geolocation",
        ),
        battery=re.compile(r"(?P<stem>[^/]+(/[^/]+)*)/(?P<item>[^/]+)"),
        marked=Marks((ONES, *TICKED)),
        technical=re.compile(r"_.*_(altitude|precision)|meta/.+"),
    ),
    OneRow(
        "SoSci Survey",
        frozenset({"case", "questnnr", "mode", "started"}),
        _kinds(
            id="case", status="finished|mode", personal="serial|ref",
            technical="questnnr|started|lastdata|q_viewer|lastpage|maxpage|missing|missrel|time_rsi|deg_time|time_sum|status",
        ),
        (Doubt("previews", "mode", frozenset({"pretest", "admin", "debug", "preview"})), Doubt("unfinished", "finished", frozenset({"0", "false"}))),
        battery=re.compile(r"(?P<stem>[a-z]{1,2}\d{2,3})_(?P<item>\w+)", re.I),
        marked=Marks((frozenset({"1", "2", "-1", "-9"}),)),
        technical=re.compile(r"time\d{3}"),
    ),
    OneRow(
        "Alchemer",
        frozenset({"response id", "time started", "date submitted", "sessionid"}),
        _kinds(
            id="response id", status="status", personal="ip address|longitude|latitude|postal|contact id|email",
            technical="time started|date submitted|legacy comments|comments|language|referer|sessionid|user agent|tags|country|city|state/region|link name",
        ),
        (Doubt("unfinished", "status", frozenset({"partial", "disqualified", "deleted"})),),
        battery=re.compile(r"(?P<item>[^:]+):(?P<stem>.+)"),
    ),
    OneRow(
        "Unipark",
        frozenset({"lfdn", "dispcode", "tester"}),
        _kinds(
            id="lfdn", status="dispcode|tester", personal="external_lfdn|participant_browser",
            technical="lastpage|quality|duration|c_0001|c_0002|c_0003|c_0004|browser|referer|device_type|quota|quota_assignment|quota_rejected_id"
            "|page_history|hflip|vflip|output_mode|javascript|flash|session_id|language|cleaned|ats|datetime|date_of_last_access|date_of_first_mail|date_of_last_mail",
        ),
        (
            Doubt("previews", "tester", frozenset({"1", "yes", "ja"})),
            Doubt("unfinished", "dispcode", frozenset({"10", "11", "12", "13", "14", "15", "20", "21", "22", "23", "35", "36", "37"})),
        ),
        technical=re.compile(r"rts\d+|p_\d+"),
    ),
)  # fmt: skip


def one_row(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of one of these platforms; None for any other file."""
    names = [worded(cell) for cell in head[0][1]]
    folded = [name.casefold() for name in names]
    known = next((one for one in KNOWN if one.marks <= set(folded)), None)
    if known is None:
        return None
    labels = _labels([place for place, name in enumerate(folded) if known.own.get(name) == "response id"], head)
    stems = Counter(found["stem"] for name in names if known.battery and (found := known.battery.fullmatch(name)))
    questions = [_question(known, name, stems, labels[place] if place < len(labels) else "") for place, name in enumerate(names)]
    by_name = dict(zip(reversed(folded), reversed(names), strict=True))
    doubts = [Doubt(one.what, by_name[one.heading], one.answers) for one in known.doubts if one.heading in by_name]
    rows = 2 if labels else 1
    return ExportHead(known.name, head[rows - 1][0], _with_all_boxes(judged(questions, head[rows:], known.marked)), doubts)


def _with_all_boxes(questions: Sequence[Question]) -> tuple[Question, ...]:
    """The questions; the column that holds all the boxes of a question together is one of them."""
    ticked = {one.stem for one in questions if one.kind == "several"} - {""}
    return tuple(replace(one, kind="several") if not one.kind and one.code in ticked else one for one in questions)


def _labels(ids: Sequence[int], head: Sequence[Row]) -> Sequence[str]:
    """The labels in the second row, if it is one: it tells no response apart, as all others do by a number."""
    held = [[cells[place] for place in ids if place < len(cells)] for _, cells in head[1:]]
    numbered = [any(any(map(str.isdecimal, cell)) for cell in cells) for cells in held]
    return [worded(cell) for cell in head[1][1]] if len(numbered) > 1 and not numbered[0] and all(numbered[1:]) else []


def _question(known: OneRow, name: str, stems: Counter[str], label: str) -> Question:
    folded = name.casefold()
    if folded in known.own:
        return Question(name, label or name, known.own[folded])
    if known.technical and known.technical.fullmatch(folded):
        return Question(name, label or name, "technical")
    battery = known.battery.fullmatch(name) if known.battery else None
    if battery is None or stems[battery["stem"]] < 2:
        return Question(name, label or name)
    stem, item = battery["stem"], battery["item"]
    return Question(name, label or (name if name.startswith(stem) else f"{stem} - {item}"), "", stem)
