"""Files of SPSS (.sav, .zsav, .por) and Stata (.dta): each case is a response, each cell a code, and the file says what codes mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from cx.issues import shorten
from cx.readers import now_reading
from cx.readers.beside.calling import beside
from cx.readers.by_library import lines_of
from cx.readers.code_book import Doubt, Kind, Question
from cx.readers.content import BufferedGrid, Content, Row
from cx.readers.encoding import Guess
from cx.readers.platforms.answers import judged
from cx.readers.platforms.export_head import ExportHead
from cx.readers.platforms.qualtrics import DOUBTS, MARKS, OF_A_PAGE, OWN
from cx.readers.platforms.wording import worded
from cx.readers.raw_table import RawTable
from cx.readers.text_table import SAMPLE
from cx.words import listing

PROGRAMS = {"SPSS": "SPSS", "portable": "SPSS", "Stata": "Stata"}
BOXES = (
    {"selected", "not selected"}, {"checked", "unchecked"}, {"checked", "not checked"}, {"quoted", "not quoted"}, {"mentioned", "not mentioned"},
    {"ticked", "not ticked"}, {"chosen", "not chosen"}, {"selected", "unselected"}, {"genannt", "nicht genannt"}, {"gewählt", "nicht gewählt"},
    {"ausgewählt", "nicht ausgewählt"}, {"angekreuzt", "nicht angekreuzt"}, {"coché", "non coché"}, {"cité", "non cité"},
    {"marcado", "no marcado"}, {"mencionado", "no mencionado"}, {"marcado", "não marcado"}, {"selezionato", "non selezionato"},
    {"aangekruist", "niet aangekruist"}, {"genoemd", "niet genoemd"},
)  # fmt: skip
"""What the two codes of a box that can be ticked are called."""
STEM_ENDS = (" - ", " – ", ": ")
BRACKETED = re.compile(r"\[[^\]]+\] (.+)")


def read_study(file: str, content: Content) -> RawTable:
    """The cases, with row numbers as the program counts them. Raises InvalidData when the file cannot be read within its budget."""
    if not now_reading.is_beside():
        return cast(RawTable, beside("statistics.study:read_study", file, file, content))
    with lines_of(file, content, "cx.readers.statistics.study_lines", "bad_study") as lines:
        said = next(lines)
        cases = _Cases(lines)
        grid = BufferedGrid(file).fill(cases.rows())
    questions = _judged(_questions(said, cases.seen), list(islice(grid.rows(), SAMPLE)))
    program = PROGRAMS[said["kind"]]
    told = f"It is a file of {program}: every case is a response, “row 2” is the second case."
    head = ExportHead(program, 0, questions, _doubts(questions), told=told)
    return RawTable(file, None, grid, _notes(said), head=head, guess=_guess(said))


class _Cases:
    """The cases, and what stands behind the last one."""

    def __init__(self, lines: Iterator[Any]):
        self._lines = lines
        self.seen: list[Mapping[str, Any]] = []

    def rows(self) -> Iterator[Row]:
        """Cases with their numbers."""
        before = next(self._lines)
        for number, line in enumerate(self._lines, start=1):
            yield number, tuple(before)
            before = line
        self.seen = before


def _questions(said: Mapping[str, Any], seen: Sequence[Mapping[str, Any]]) -> list[Question]:
    """The variables as questions, with the kinds that the file tells."""
    sets = {name: label for label, names in said["sets"] for name in names}
    of_qualtrics = _of_qualtrics([one["name"] for one in said["variables"]])
    labels = [worded(one["label"]) for one in said["variables"]]
    shared = Counter(_stem(label) for label in labels)
    found = []
    for variable, told, label in zip(said["variables"], seen, labels, strict=True):
        plain = variable["name"].casefold()
        values = {code: worded(words) for code, words in variable["values"].items()}
        codes = {code: words for code, words in values.items() if code not in told["missing"]}
        several = plain in sets or _is_box(codes, told["few"])
        kind: Kind = "weight" if plain == said["weight"] else "several" if several else of_qualtrics.get(plain, "")
        stem = sets.get(plain, "") or (_stem(label) if shared[_stem(label)] > 1 else "")
        found.append(Question(variable["name"], label, kind, stem, values, tuple(told["missing"])))
    return found


def _judged(questions: Sequence[Question], rows: Sequence[Row]) -> tuple[Question, ...]:
    """The questions with the kinds that their words and the first cases leave no doubt about; else one answer of those that have words."""
    answered = [
        (number, tuple("" if text in one.missing else text for one, text in zip(questions, cells, strict=True))) for number, cells in rows
    ]
    return tuple(
        replace(one, kind="choice") if not one.kind and one.values.keys() - {*one.missing} else one for one in judged(questions, answered)
    )


def _is_box(codes: Mapping[str, str], few: Collection[str]) -> bool:
    """Whether the codes that are no missing ones only say that a box is ticked or not: two with the words for it, or one that alone occurs."""
    if len(codes) == 1:
        return set(few) == set(codes)
    return {words.strip().casefold() for words in codes.values()} in BOXES


def _stem(label: str) -> str:
    """The part of a label that the questions of a battery may share: before a dash or a colon, or behind a bracket."""
    bracketed = BRACKETED.match(label)
    return bracketed[1] if bracketed else next((label.rsplit(mark, 1)[0] for mark in STEM_ENDS if mark in label), "")


def _of_qualtrics(names: Sequence[str]) -> Mapping[str, Kind]:
    """The kinds of the columns that Qualtrics adds, where the file comes from there: its names, as SPSS takes them."""
    own = {re.sub(r"\W", "_", name): kind for name, kind in OWN.items()}
    marks = {re.sub(r"\W", "_", name) for name in MARKS}
    there = {name.casefold() for name in names} & own.keys()
    if len(there) < 3 or not there & marks:
        return {}
    added = {name.casefold(): kind for name in names for form, kind in OF_A_PAGE if form.fullmatch(name)}
    return added | {name: own[name] for name in there}


def _doubts(questions: Sequence[Question]) -> list[Doubt]:
    """Responses that perhaps do not count, where Qualtrics says so."""
    by_status = {one.code.casefold(): one.code for one in questions if one.kind == "status"}
    return [Doubt(what, by_status[column], answers) for what, column, answers in DOUBTS if column in by_status]


def _notes(said: Mapping[str, Any]) -> tuple[str, ...]:
    guess = _guess(said)
    notes = (
        (said["label"].strip(), f"It calls itself “{shorten(said['label'])}”."),
        (said["weight"], "It says which of its columns is a weight."),
        (guess, f"Its texts are read as {guess.encoding}, which shows in {guess.words}." if guess else ""),
        (
            not said["says_dates"],
            "Some of its dates lie beyond the calendar: dates are shown as the numbers that stand for them in the file.",
        ),
        (
            not said["says_missing"],
            "Which of its codes are declared missing, and whether a weight is on, could not be told: ask who made it.",
        ),
        (not said["says_cases"], "It does not say how many cases it holds, so nothing would tell that some are cut off."),
        (True, "Cells hold the codes; what they stand for is in the file, too."),
    )
    return tuple(text for holds, text in notes if holds)


def _guess(said: Mapping[str, Any]) -> Guess | None:
    """The encoding, where it is another than UTF-8 and shows: what such files declare is not always so."""
    if said["encoding"] in ("UTF-8", "ASCII", "US-ASCII") or not said["words"]:
        return None
    return Guess(0, said["encoding"].title(), listing([f"“{shorten(word, 30)}”" for word in said["words"]]))
