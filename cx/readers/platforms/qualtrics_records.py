"""Qualtrics as JSON: each record holds its answers in codes (`values`) and, for questions with choices, in words (`labels`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import Row
from cx.readers.platforms.answers import Marks, judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.qualtrics import DOUBTS, OF_A_PAGE, OWN
from cx.readers.platforms.records import EVERY_RECORD, listed_ones

MARKS = frozenset({"responseId", "values.progress", "values.finished"})
CODES, WORDS = "values.", "labels."
KINDS: Mapping[str, Kind] = {**OWN, "duration": "technical", "_recordid": "technical"}


def qualtrics_records(head: Sequence[Row], lists: Collection[str]) -> ExportHead | None:
    """The head of records of Qualtrics, flattened; `lists` are the names of those that hold lists. None for any others."""
    names = head[0][1]
    if not set(names) >= MARKS:
        return None
    questions = judged([_question(name) for name in names], head[1:], Marks())
    known = {one.code.casefold(): one.code for one in questions}
    doubts = [Doubt(what, known[column], answers) for what, column, answers in DOUBTS if column in known]
    worded = tuple(_with_words(one, names, head[1:]) for one in listed_ones(questions, names, lists))
    return ExportHead("Qualtrics", head[0][0], worded, doubts, told=EVERY_RECORD.format("Qualtrics"))


def _question(name: str) -> Question:
    code = name.removeprefix(CODES)
    if name == "responseId":
        return Question(name, name, "response id")
    if code == name:
        return Question(name, name, "technical")  # the words of answers, and which questions were shown
    kind: Kind = KINDS.get(code.casefold(), "") or next((kind for form, kind in OF_A_PAGE if form.fullmatch(code)), "")
    stem, _, number = code.rpartition("_")
    return Question(code, code, kind, stem if number.isdecimal() else "")


def _with_words(question: Question, names: Sequence[str], rows: Sequence[Row]) -> Question:
    """The question with the words that stand beside its codes."""
    if question.kind or WORDS + question.code not in names:
        return question
    codes, words = names.index(CODES + question.code), names.index(WORDS + question.code)
    pairs = {cells[codes]: cells[words] for _, cells in rows if max(codes, words) < len(cells) and cells[codes] and cells[words]}
    return Question(
        question.code, question.label, "choice", question.stem, dict(sorted(pairs.items(), key=lambda pair: (len(pair[0]), pair[0])))
    )
