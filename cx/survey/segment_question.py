"""The question of a survey that distinguishes segments, and the persona that each answer may mean: proposals, never
decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.values import NOTHING, is_no_answer
from cx.survey.column import Column
from cx.uploads.suggest.one_name import folded, one_name
from cx.words import count

FEWEST, MOST = 2, 15
"""Least and most different answers of such a question."""
ANSWERED = 0.5
"""At least this share of the respondents answered it."""
SIMILAR = 85
QUESTIONS = {name: any_of(map(folded, words)) for name, words in lexicon().section("questions").items()}
NAMED = re.compile(
    rf"\b(?:{QUESTIONS['group_begins']})\w*\b|\w*(?:{QUESTIONS['group_ends']})\b|\b(?:{QUESTIONS['group']})\b"
    rf"|\b(?:{QUESTIONS['people']})s? (?:{QUESTIONS['group_of_people']})\b|\b(?:{QUESTIONS['type_of']}) \w+"
)
"""Headings, without case and accents, of questions about who somebody is."""


@dataclass(frozen=True)
class Meant:
    """The persona that an answer means: `sure` where it is the name of the persona or of one of its segments."""

    persona_id: str = ""
    sure: bool = False


@dataclass(frozen=True)
class Candidate:
    """A question that may distinguish segments, with the evidence; `proposed` if that suffices to preselect it."""

    column: Column
    reason: str
    proposed: bool
    meant: Mapping[str, Meant]
    """By answer, without blanks; the most frequent first."""


def persona_meant(answer: str, personas: Mapping[str, str]) -> Meant:
    """The persona whose name an answer is, or nearly is; none where two are as near.

    >>> persona_meant("business travellers", {"p1": "Business traveller", "p2": "Family"})
    Meant(persona_id='p1', sure=True)
    >>> persona_meant("Business", {"p1": "Business traveller", "p2": "Family"})
    Meant(persona_id='p1', sure=False)
    """
    same = [key for key, name in personas.items() if folded(answer) in (folded(name), folded(key))]
    same = same or [key for key, name in personas.items() if one_name(answer, name)]
    if same:
        return Meant(same[0], True) if len(same) == 1 else Meant()
    near = [key for key, name in personas.items() if _near(folded(answer), folded(name))]
    return Meant(near[0]) if len(near) == 1 else Meant()


def candidates(columns: Sequence[Column], personas: Mapping[str, str]) -> list[Candidate]:
    """Questions with few different answers, the likeliest to distinguish segments first."""
    found = [one for column in columns if (one := _candidate(column, personas))]
    return sorted(found, key=lambda one: (not one.proposed, -sum(bool(m.persona_id) for m in one.meant.values()) / len(one.meant)))


def answers_of(column: Column) -> dict[str, int]:
    """The answers of a column and how often each stands, without blanks, and without those that say that nobody answered, also in
    the words of a code, or are declared so."""
    missing = column.question.missing
    return {text: times for text, times in column.answers.items() if text not in missing and not is_no_answer(column.meaning(text))}


NOT_OF_SEGMENTS: tuple[tuple[Callable[[Column], bool], str], ...] = (
    (lambda column: len(answers_of(column)) < FEWEST, "everybody answered alike, or nobody"),
    (lambda column: len(answers_of(column)) > MOST or column.different > MOST + len(NOTHING), "there are too many different answers"),
    (lambda column: _answered(column) < ANSWERED * sum(column.answers.values()), "too few people answered"),
    (lambda column: 2 * len(answers_of(column)) > _answered(column), "hardly any two people answered alike"),
)
"""Questions that do not distinguish segments: test, and why."""


def _answered(column: Column) -> int:
    """How many people answered a question."""
    return sum(answers_of(column).values())


def _candidate(column: Column, personas: Mapping[str, str]) -> Candidate | None:
    if any(test(column) for test, _ in NOT_OF_SEGMENTS):
        return None
    answers = answers_of(column)
    meant = {text: persona_meant(column.meaning(text), personas) for text in answers}
    known = sum(bool(one.persona_id) for one in meant.values())
    named = bool(NAMED.search(folded(column.heading)))
    if column.suggestion.may_rate and not named:
        return None
    reasons = [count(len(answers), "different answer")]
    if known:
        reasons.append(f"{known} of them {'is' if known == 1 else 'are'} (nearly) the name of a persona")
    if named:
        reasons.append("the question is named like one about groups of people")
    return Candidate(column, ", ".join(reasons), named or known > 0, meant)


def _near(one: str, other: str) -> bool:
    """Whether two names mean one thing: one contains the words of the other, or a few letters differ."""
    if re.sub(r"\D", "", one) != re.sub(r"\D", "", other):
        return False
    shorter, longer = sorted((set(one.split()), set(other.split())), key=len)
    if shorter and shorter <= longer and max(map(len, shorter)) >= 4:
        return True
    return min(len(one), len(other)) >= 4 and fuzz.ratio(one, other) >= SIMILAR
