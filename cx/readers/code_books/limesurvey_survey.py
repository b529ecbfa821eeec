"""A survey of LimeSurvey (`.lss`, also inside of an `.lsa`): which columns its questions have in an export, with their words.

The XML holds tables (`questions`, `subquestions`, `answers`, since version 4 their texts apart: `question_l10ns`, `answer_l10ns`).
A document type is refused, and so is more text than a survey has. Source: the public manual on survey files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import IO, Any

from cx.errors import InvalidData
from cx.issues import issue
from cx.readers.code_book import CodeBook, Kind, Question
from cx.readers.code_books.limesurvey_files import DAMAGED, Elements, in_archive, only
from cx.readers.content import Content, opened
from cx.readers.platforms.wording import worded
from cx.readers.workbooks.xml_stream import parse

MOST_PIECES = 400
"""Pieces of the XML, 65,536 bytes each; an archive can hold any number of them."""
MOST_ANSWERS = 2_000
TABLES = frozenset({"surveys", "languages", "questions", "subquestions", "answers", "question_l10ns", "answer_l10ns"})
KINDS: Mapping[str, Kind] = {
    "M": "several", "P": "several", "R": "ranking", "S": "text", "T": "text", "U": "text", "Q": "text", ";": "text",
    "L": "choice", "!": "choice", "O": "choice", "Y": "choice", "G": "choice", "5": "choice", "A": "choice", "B": "choice",
    "C": "choice", "E": "choice", "F": "choice", "H": "choice", "1": "choice", "D": "technical", "I": "technical", "*": "technical",
    "|": "technical",
}  # fmt: skip
"""What the types of questions hold; numbers may be ratings, counts or amounts, so nothing is said of them."""
OWN_WORDS: Mapping[str, Mapping[str, str]] = {
    "5": {str(step): str(step) for step in range(1, 6)},
    "A": {str(step): str(step) for step in range(1, 6)},
    "B": {str(step): str(step) for step in range(1, 11)},
    "Y": {"Y": "Yes", "N": "No"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
    "G": {"F": "Female", "M": "Male"},
}
"""The words of types whose answers are no part of the file."""
ASKS_NOTHING = "X"
DUAL = re.compile(r"(?<=\])\[(\d)\]$")
"""The scale of an item that has two."""
Row = Mapping[str, str]


def limesurvey_survey(file: str, content: Content) -> CodeBook:
    """What the survey says of the columns of its export, by code. Raises InvalidData for a file that is none, or is damaged."""
    try:
        with opened(content) as stream:
            if stream.read(2) != b"PK":
                stream.seek(0)
                return book_of(file, tables_of(stream))
        return _of_archive(file, content)
    except DAMAGED:
        raise InvalidData([issue("bad_code_book", file)]) from None


def _of_archive(file: str, content: Content) -> CodeBook:
    """The survey in an archive of LimeSurvey, which holds its responses and participants in files of their own, too."""
    with in_archive(file, content) as archive, archive.open(only(archive, ".lss")) as survey:
        return book_of(file, tables_of(survey))


class _Tables(Elements):
    """The rows of the tables that count."""

    def __init__(self) -> None:
        super().__init__()
        self.found = defaultdict[str, list[Row]](list)
        self._row: dict[str, str] = {}

    def take(self, name: str, text: str) -> None:
        """A cell, a row, or a word about the whole file."""
        table = self.path[1] if len(self.path) > 1 else ""
        if name == "LimeSurveyDocType" or table == "languages":
            self.found[table or "document"].append({"language": text.strip()})
        elif table in TABLES and len(self.path) == 4:
            self._row[name] = text
        elif table in TABLES and name == "row":
            self.found[table].append(self._row)
            self._row = {}


def tables_of(stream: IO[bytes]) -> dict[str, list[Row]]:
    """The rows of the tables that count. Raises ValueError where there is too much of them."""
    tables = _Tables()
    for number, _ in enumerate(parse(stream, tables.start, tables.end, tables.text)):
        if number > MOST_PIECES:
            raise ValueError("more than a survey has")
    if not tables.found["questions"] or any(one["language"] != "Survey" for one in tables.found["document"]):
        raise ValueError("no survey")
    return tables.found


def book_of(file: str, tables: Mapping[str, list[Row]]) -> CodeBook:
    """What the tables of a survey say of the columns of its export, by code."""
    return CodeBook(file, {one.code: one for _, one in _described(tables)})


def codes_of_fields(tables: Mapping[str, list[Row]]) -> dict[str, str]:
    """The code of each column in an export by its name in the database: `G01Q01[SQ001]` is kept as `77X1X1SQ001`, by the numbers of
    survey, group and question, and the second scale of an item as `…SQ001#1`."""
    found: dict[str, str] = {}
    for row, one in _described(tables):
        below = DUAL.sub(lambda match: f"#{int(match[1]) - 1}", one.code.removeprefix(row.get("title", "")))
        place = "X".join(row.get(key, "") for key in ("sid", "gid", "qid"))
        found[place + below.replace("[", "").replace("]", "")] = one.code
    return found


def _described(tables: Mapping[str, list[Row]]) -> Iterator[tuple[Row, Question]]:
    """Each column, with the row of its question."""
    language = next((row["language"] for name in ("surveys", "languages") for row in tables.get(name, ()) if row.get("language")), "")
    texts = {row.get("qid", ""): row.get("question", "") for row in _in(language, tables.get("question_l10ns", ()))}
    every = {row.get("qid", ""): row for name in ("subquestions", "questions") for row in _in(language, tables.get(name, ()))}
    below = defaultdict[str, list[Row]](list)
    for row in sorted(every.values(), key=_order):
        below[row.get("parent_qid", "0")].append({**row, "question": worded(texts.get(row.get("qid", ""), "") or row.get("question", ""))})
    words = _words(language, tables)
    for row in below["0"]:
        qid = row.get("qid", "")
        yield from ((row, one) for one in _columns(row, below[qid], words[qid]))


def _order(row: Row) -> int:
    text = row.get("question_order") or row.get("sortorder") or ""
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _in(language: str, rows: Any) -> Iterator[Row]:
    """The rows in the language of the survey."""
    return (row for row in rows if row.get("language", language) in (language, ""))


def _words(language: str, tables: Mapping[str, list[Row]]) -> dict[str, dict[str, dict[str, str]]]:
    """The words of the codes of a question, by question and scale."""
    texts = {row.get("aid", ""): row.get("answer", "") for row in _in(language, tables.get("answer_l10ns", ()))}
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in sorted(_in(language, tables.get("answers", ())), key=_order):
        found[row.get("qid", "")][row.get("scale_id") or "0"][row.get("code", "")] = worded(
            texts.get(row.get("aid", ""), "") or row.get("answer", "")
        )
    return found


def _columns(row: Row, below: list[Row], words: Mapping[str, Mapping[str, str]]) -> Iterator[Question]:
    """The columns of one question."""
    title, text, kind_of = row.get("title", ""), row["question"], row.get("type", "")
    if kind_of == ASKS_NOTHING or not title:
        return
    kind = KINDS.get(kind_of, "")
    values = OWN_WORDS.get(kind_of) or words.get("0", {})
    across = [one for one in below if one.get("scale_id", "0") == "1"]
    down = [one for one in below if one not in across]
    if kind == "ranking":
        places = range(1, min(len(values) or len(down), MOST_ANSWERS) + 1)
        yield from (Question(f"{title}[{place}]", f"{text} [{place}]", kind, text, values) for place in places)
    elif not down:
        yield Question(title, text, kind, values=values if kind == "choice" else {})
    for one in () if kind == "ranking" else down:
        code, item = f"{title}[{one.get('title', '')}]", f"{text} [{one['question']}]"
        if across:
            inner = [(f"{code[:-1]}_{other.get('title', '')}]", f"{item} [{other['question']}]") for other in across]
            yield from (Question(cell, label, kind, item) for cell, label in inner)
        elif kind_of == "1":
            yield from (
                Question(f"{code}[{int(scale) + 1}]", f"{item} [{int(scale) + 1}]", kind, text, words.get(scale, {})) for scale in "01"
            )
        else:
            yield Question(code, item, kind, text, values if kind == "choice" else {})
    if row.get("other") == "Y":
        yield Question(f"{title}[other]", f"{text} [other]", "text", text)
