"""Survey answers in long form, stood up: one row a respondent, a column for each question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from cx.issues import Issue
from cx.readers.code_book import CodeBook, Question
from cx.survey.file import Row, SurveyRows, places_of
from cx.survey.mapping import SurveyMapping
from cx.uploads.recognise.long_form import LongForm, long_form, respondents
from cx.words import count

LOOKED_AT = 20_000
"""Rows that tell whether a survey stands in long form: a file sorted by question shows one question for long."""


@dataclass
class StoodUp:
    """A survey as one row a respondent, and what was met on the way."""

    survey: SurveyRows
    form: LongForm
    again: int = 0
    """Rows that say what their respondent has answered already: the first answer is kept."""
    differing: int = 0
    """Those of them that say something else."""
    nameless: int = 0
    """Rows without a respondent or without a question: left out."""

    @property
    def told(self) -> list[str]:
        """What was met, in words."""
        found = []
        if self.again:
            found.append(
                f"{count(self.again, 'row repeats', 'rows repeat')} a question that the respondent has answered already, {self.differing:,} of them with another answer: the first answer is kept."
            )
        if self.nameless:
            found.append(
                f"{count(self.nameless, 'row has', 'rows have')} no respondent or no question, and {'is' if self.nameless == 1 else 'are'} left out."
            )
        return found


@dataclass(slots=True)
class _Respondent:
    number: int
    about: tuple[str, ...]
    hidden: bool = True
    """Whether a workbook shows none of the respondent's rows."""
    answers: list[str | None] = field(default_factory=list)
    """By the place of the question in the order in which questions come; None where nothing was met."""


def form_of(survey: SurveyRows) -> LongForm | None:
    """The long form of a survey, by its first rows; None where it has one row a respondent."""
    if not respondents(survey.columns):
        return None  # the rows need not be read
    return long_form(survey.columns, [cells for _, cells in islice(survey.rows([]), LOOKED_AT)])


def stood_up(survey: SurveyRows, form: LongForm) -> StoodUp:
    """The survey with one row a respondent, whose number is that of the respondent's first row. Keeps the answers in memory: a
    pointer each, and every text once."""
    found = StoodUp(survey, form)
    people: dict[str, _Respondent] = {}
    asked: dict[str, str] = {}
    order: dict[str, int] = {}
    texts: dict[str, str] = {}
    several = len(form.answers)
    for number, cells in survey.rows([]):
        who, item = cells[form.respondent].strip(), cells[form.item].strip()
        if not who or not item:
            found.nameless += 1
            continue
        asked.setdefault(item, cells[form.label].strip() or item)
        person = people.setdefault(who, _Respondent(number, tuple(cells[place] for place in form.about)))
        person.hidden &= number in survey.hidden
        first = order.setdefault(item, len(order)) * several
        given = [texts.setdefault(cells[place], cells[place]) for place in form.answers]
        person.answers += [None] * (first + several - len(person.answers))
        before = person.answers[first : first + several]
        if before[0] is None:
            person.answers[first : first + several] = given
        else:
            found.again += 1
            found.differing += any(old != new and (old or "").strip() != new.strip() for old, new in zip(before, given, strict=True))
    questions = _questions(survey, form, asked)
    # Questions stand by column of answers, while the answers of a respondent stand by question.
    places = [order[item] * several + form.answers.index(place) for item, place in questions]
    header = (survey.columns[form.respondent], *(survey.columns[place] for place in form.about), *(one.label for one in questions.values()))
    who_heading = Question(header[0], header[0], "response id")
    book = CodeBook("The long form", {header[0]: who_heading, **{one.label: one for one in questions.values()}})

    def read(issues: list[Issue]) -> Iterator[Row]:
        for who, one in people.items():
            told = len(one.answers)
            yield one.number, (who, *one.about, *((one.answers[place] or "") if place < told else "" for place in places))

    hidden = frozenset(one.number for one in people.values() if one.hidden)
    found.survey = replace(survey, columns=header, rows=read, code_book=book, hidden=hidden)
    return found


def as_mapped(survey: SurveyRows, mapping: SurveyMapping) -> StoodUp | None:
    """The survey stood up, where that alone gives it all columns that a mapping names; None where it has them, or never gets them."""
    named = {item.column for item in mapping.items} | {rule.column for rule in mapping.rules}
    if all(places_of(survey.columns, name) for name in named):
        return None
    form = form_of(survey)
    found = stood_up(survey, form) if form else None
    return found if found and all(places_of(found.survey.columns, name) for name in named) else None


def _questions(survey: SurveyRows, form: LongForm, asked: dict[str, str]) -> dict[tuple[str, int], Question]:
    """The question of each item and column of answers, in the order in which they are asked first."""
    taken = {survey.columns[form.respondent], *(survey.columns[place] for place in form.about)}
    several = len(form.answers) > 1
    questions: dict[tuple[str, int], Question] = {}
    for place in form.answers:
        for item, text in asked.items():
            words = text if any(map(str.isalpha, text)) else f"{survey.columns[form.item]} {text}"
            stem = survey.columns[place] if several else ""
            label = own = f"{stem}: {words}" if stem else words
            number = 2
            while label in taken:
                label, number = f"{own} ({number})", number + 1
            taken.add(label)
            questions[item, place] = Question(item if not several else label, label, stem=stem)
    return questions
