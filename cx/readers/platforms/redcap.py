"""REDCap: one row of headings, names of variables or their labels; a box to tick is `variable___code` or `Label (choice=Word)`.

Source: the public help of REDCap on exporting data. What the variables ask stands in its data dictionary, a code book.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import TICKED, Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

OWN: Mapping[str, Kind] = {
    "record_id": "response id", "record id": "response id", "redcap_event_name": "technical", "event name": "technical",
    "redcap_repeat_instrument": "technical", "repeat instrument": "technical", "redcap_repeat_instance": "technical",
    "repeat instance": "technical", "redcap_data_access_group": "technical", "data access group": "technical",
    "redcap_survey_identifier": "personal", "survey identifier": "personal",
}  # fmt: skip
"""What REDCap calls the columns that it adds, in lower case."""
BOX = re.compile(r"(?P<stem>[a-z][a-z0-9_]*?)___(?P<choice>\w+)")
BOX_IN_WORDS = re.compile(r"(?P<stem>.+?)\s*\(choice=(?P<choice>.*)\)")
STAMP = re.compile(r"\w+_timestamp|survey timestamp", re.I)
STATE = re.compile(r"(?P<form>\w+)_complete")
STATE_IN_WORDS = "complete?"
OF_A_SURVEY = frozenset({"survey identifier", "survey timestamp", "event name"})
UNFINISHED = frozenset({"0", "1", "incomplete", "unverified"})


def redcap(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of REDCap; None for any other file."""
    names = [worded(cell) for cell in head[0][1]]
    own = {name.casefold() for name in names}
    boxes = sum(bool(BOX.fullmatch(name) or BOX_IN_WORDS.fullmatch(name)) for name in names)
    if not (own & OWN.keys() and (boxes > 1 or _has_state(names, head[1:]))):
        return None
    questions = judged([_question(name) for name in names], head[1:], Marks((*TICKED, frozenset({"0", "1"}))))
    return ExportHead("REDCap", head[0][0], questions, _doubts(names))


def _has_state(names: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a column tells how complete a form is, in the words of REDCap, beside others of its own."""
    for place, name in enumerate(names):
        held = {cells[place].strip().casefold() for _, cells in rows if place < len(cells)} - {""}
        if STATE.fullmatch(name) and held and held <= {"0", "1", "2"}:
            return True
        if (
            name.casefold() == STATE_IN_WORDS
            and held
            and held <= {"complete", "incomplete", "unverified"}
            and OF_A_SURVEY & set(map(str.casefold, names))
        ):
            return True
    return False


def _doubts(names: Sequence[str]) -> list[Doubt]:
    """Whether the forms are complete: of one form, or by name of each where there are several."""
    states = [name for name in names if STATE.fullmatch(name) or name.casefold() == STATE_IN_WORDS]
    if len(states) == 1:
        return [Doubt("unfinished", states[0], UNFINISHED)]
    forms = [(name, found["form"]) for name in states if (found := STATE.fullmatch(name))]
    return [Doubt(f"unfinished in {form}", name, UNFINISHED) for name, form in forms]


def _question(name: str) -> Question:
    folded = name.casefold()
    if folded in OWN:
        return Question(name, name, OWN[folded])
    if STAMP.fullmatch(name):
        return Question(name, name, "technical")
    if STATE.fullmatch(name) or folded == STATE_IN_WORDS:
        return Question(name, name, "status")
    if box := BOX.fullmatch(name) or BOX_IN_WORDS.fullmatch(name):
        return Question(name, name, "several", box["stem"])
    return Question(name, name)
