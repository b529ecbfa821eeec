"""Typeform: `#` first and its own columns last; each choice of a question with several answers is a column that holds its heading.

Source: the public help pages of Typeform on downloaded results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import are_boxes, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.wording import worded

OWN: Mapping[str, Kind] = {
    "#": "response id",
    "response type": "status",
    "start date (utc)": "technical",
    "stage date (utc)": "technical",
    "submit date (utc)": "technical",
    "network id": "technical",
    "tags": "technical",
    "ending": "technical",
    "score": "amount",
    "email": "personal",
    "email address": "personal",
    "phone number": "personal",
    "first name": "personal",
    "last name": "personal",
    "full name": "personal",
    "company": "technical",
    "address": "personal",
    "address line 2": "personal",
    "city/town": "personal",
    "zip/post code": "personal",
}
"""What Typeform calls the columns that it adds, and the lines of its blocks of contact details, in lower case."""
MARKS = frozenset({"start date (utc)", "submit date (utc)", "network id", "response type"})


def typeform(head: Sequence[Row]) -> ExportHead | None:
    """The head of an export of Typeform; None for any other file."""
    names = [worded(cell) for cell in head[0][1]]
    folded = [name.casefold() for name in names]
    if folded[0] != "#" or len(MARKS & set(folded)) < 2:
        return None
    questions = [Question(name, name, OWN.get(name.casefold(), "")) for name in names]
    for place, one in enumerate(questions):
        column = [cells[place].strip() if place < len(cells) else "" for _, cells in head[1:]]
        if not one.kind and are_boxes([one.label], [column], ()):
            questions[place] = replace(one, kind="several")
    doubts = (
        [Doubt("unfinished", names[folded.index("response type")], frozenset({"partial", "started"}))] if "response type" in folded else []
    )
    return ExportHead("Typeform", head[0][0], judged(questions, head[1:]), doubts)
