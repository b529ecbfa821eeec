"""Responses that perhaps do not count: previews, unfinished ones, hidden rows, those that stand twice. They are counted, and asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from cx.issues import Issue, issue
from cx.lexicon.headings import HEADINGS, NUMBERING, TIMES
from cx.lexicon.plain import plain, plain_cell
from cx.lexicon.values import SUMMARY
from cx.survey.file import Row, SurveyRows
from cx.words import count, listing

TWICE = "doubled"
SUMS_UP = "summaries"
HIDDEN = "hidden"
SUMMARIES = SUMMARY | {*HEADINGS["n"]}
"""What people call the rows below the answers: the mean, the total, the number of answers."""


@dataclass(frozen=True)
class Doubtful:
    """Rows of a survey of one kind (`previews`, `unfinished`, …), the heading that tells, and why."""

    what: str
    heading: str
    rows: frozenset[int]
    reason: str


def doubtful(survey: SurveyRows) -> list[Doubtful]:
    """The rows that perhaps are no respondents, by kind; one pass over the file. A row may stand under several kinds."""
    book = survey.code_book
    places = {heading: place for place, heading in enumerate(survey.columns)}
    tests = [(one, places[one.heading], set[int]()) for one in book.doubts] if book else []
    doubled, hidden = _doubled(survey), set[int]()
    summed, summaries = _named_first(survey), list[int]()
    for number, cells in survey.rows([]):
        for doubt, place, rows in tests:
            if cells[place].strip().casefold() in doubt.answers:
                rows.add(number)
        if number in survey.hidden:
            hidden.add(number)
        if summed is not None and plain_cell(cells[summed]) in SUMMARIES:
            summaries.append(number)
        if doubled and (text := cells[doubled.place].strip()):
            doubled.meet(number, text, hash(tuple(cells)))
    found = [
        Doubtful(doubt.what, doubt.heading, frozenset(rows), f"“{doubt.heading}” says so in {count(len(rows), 'row')}.")
        for doubt, _, rows in tests
        if rows
    ]
    if summaries and summed is not None:
        reason = f"In “{survey.columns[summed]}”, {count(len(summaries), 'row is', 'rows are')} called as rows are that sum up others."
        found.append(Doubtful(SUMS_UP, survey.columns[summed], frozenset(summaries), reason))
    if hidden:
        listed = listing([f"{row}" for row in sorted(hidden)], 8)
        reason = f"The workbook does not show {'row' if len(hidden) == 1 else 'rows'} {listed}, as behind a filter."
        found.append(Doubtful(HIDDEN, "", frozenset(hidden), reason))
    if doubled and (reason := doubled.reason()):
        found.append(Doubtful(TWICE, doubled.heading, frozenset(doubled.again), reason))
    return found


@dataclass
class _Doubled:
    """Rows that come again, by the id of the response; where there is none, but a time: those that are the same in every cell."""

    place: int
    heading: str
    is_time: bool
    first: dict[str | int, tuple[int, int]] = field(default_factory=dict)
    again: set[int] = field(default_factory=set)
    alike: int = 0

    def meet(self, number: int, text: str, whole: int) -> None:
        """A row with this id, or time, and what stands for all its cells."""
        row, said = self.first.setdefault(whole if self.is_time else text, (number, whole))
        if row != number:
            self.again.add(number)
            self.alike += said == whole

    def reason(self) -> str:
        """Why rows come twice; blank where none do, or where ids stand more than twice on average: then one respondent has many rows."""
        if not self.again or (len(self.again) > len(self.first) and not self.is_time):
            return ""
        if self.is_time:
            return f"{count(len(self.again), 'row is', 'rows are')} the same as an earlier row in every cell, also in “{self.heading}”."
        same = f", {self.alike:,} of them with the same answers" if self.alike else ", with other answers"
        return f"In “{self.heading}”, {count(len(self.again), 'row holds', 'rows hold')} an id that an earlier row holds already{same}."


def without(survey: SurveyRows, rows: Collection[int]) -> SurveyRows:
    """The survey without these rows."""
    if not rows:
        return survey

    def kept(issues: list[Issue]) -> Iterable[Row]:
        return (row for row in survey.rows(issues) if row[0] not in rows)

    return replace(survey, rows=kept, whole=survey.whole or survey.rows)


def decided(survey: SurveyRows, leave_out: Collection[str], keep: Collection[str]) -> SurveyRows:
    """The survey of somebody who cannot be asked: without the kinds that are to be left out; kinds that are named nowhere become
    an issue, since nobody decided on them."""
    found = doubtful(survey)
    open_kinds = [one for one in found if one.what not in leave_out and one.what not in keep]
    issues = [issue("doubtful_responses", survey.name, min(one.rows), one.heading, what=one.what, reason=one.reason) for one in open_kinds]
    left = {row for one in found if one.what in leave_out for row in one.rows}
    return replace(without(survey, left), issues=(*survey.issues, *issues))


def _named_first(survey: SurveyRows) -> int | None:
    """The column in which rows that sum up others say so, the id of respondents; platforms write no such rows."""
    if survey.code_book:
        return None
    return next((place for place, heading in enumerate(survey.columns) if plain(heading) in NUMBERING - TIMES), None)


def _doubled(survey: SurveyRows) -> _Doubled | None:
    """How rows that come twice are told: by the id that the platform names, else by the first column whose heading says that it
    numbers them; many may answer at one moment, so a time alone tells nobody apart."""
    named = [heading for heading in survey.columns if survey.code_book and survey.code_book.of(heading).kind == "response id"]
    ids = named or [heading for heading in survey.columns if plain(heading) in NUMBERING - TIMES - {""}]
    times = [heading for heading in survey.columns if plain(heading) in TIMES]
    told_by = next(iter(ids or times), None)
    return None if told_by is None else _Doubled(survey.columns.index(told_by), told_by, not ids)
