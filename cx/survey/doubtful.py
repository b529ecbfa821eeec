"""Responses that perhaps do not count: previews, unfinished ones, those that stand twice. They are counted, and asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from cx.issues import Issue, issue
from cx.lexicon.headings import NUMBERING
from cx.lexicon.plain import plain
from cx.survey.file import Row, SurveyRows
from cx.words import count

TWICE = "doubled"


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
    told_by = _response_id(survey)
    first: dict[str, tuple[int, int]] = {}
    again: set[int] = set()
    alike = 0
    for number, cells in survey.rows([]):
        for doubt, place, rows in tests:
            if cells[place].strip().casefold() in doubt.answers:
                rows.add(number)
        if told_by is not None and (text := cells[told_by].strip()):
            row, said = first.setdefault(text, (number, hash(tuple(cells))))
            if row != number:
                again.add(number)
                alike += said == hash(tuple(cells))
    found = [
        Doubtful(doubt.what, doubt.heading, frozenset(rows), f"“{doubt.heading}” says so in {count(len(rows), 'row')}.")
        for doubt, _, rows in tests
        if rows
    ]
    # Where ids stand more than twice on average, they are none of responses: one respondent may have many rows.
    if told_by is not None and again and len(again) <= len(first):
        heading = survey.columns[told_by]
        same = f", {alike:,} of them with the same answers" if alike else ", with other answers"
        reason = f"In “{heading}”, {count(len(again), 'row holds', 'rows hold')} an id that an earlier row holds already{same}."
        found.append(Doubtful(TWICE, heading, frozenset(again), reason))
    return found


def without(survey: SurveyRows, rows: Collection[int]) -> SurveyRows:
    """The survey without these rows."""
    if not rows:
        return survey

    def kept(issues: list[Issue]) -> Iterable[Row]:
        return (row for row in survey.rows(issues) if row[0] not in rows)

    return replace(survey, rows=kept)


def decided(survey: SurveyRows, leave_out: Collection[str], keep: Collection[str]) -> SurveyRows:
    """The survey of somebody who cannot be asked: without the kinds that are to be left out; kinds that are named nowhere become
    an issue, since nobody decided on them."""
    found = doubtful(survey)
    open_kinds = [one for one in found if one.what not in leave_out and one.what not in keep]
    issues = [issue("doubtful_responses", survey.name, min(one.rows), one.heading, what=one.what, reason=one.reason) for one in open_kinds]
    left = {row for one in found if one.what in leave_out for row in one.rows}
    return replace(without(survey, left), issues=(*survey.issues, *issues))


def _response_id(survey: SurveyRows) -> int | None:
    """The column that tells responses apart: the one that the platform names, else the first whose heading says so."""
    if survey.code_book:
        named = [place for place, heading in enumerate(survey.columns) if survey.code_book.of(heading).kind == "response id"]
        if named:
            return named[0]
    return next((place for place, heading in enumerate(survey.columns) if heading.strip() and plain(heading) in NUMBERING), None)
