"""Answers in long form: one row a respondent and question, instead of one row a respondent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cx.lexicon.headings import FACTS, NUMBER_WORDS, NUMBERING, TIMES
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.lexicon.score_words import share_of_scores
from cx.uploads.fields import SHAPES
from cx.uploads.recognise.columns import match_columns
from cx.words import count

FEWEST_ROWS = 4
TWICE = 0.2
"""At most this share of the rows repeats what somebody answered already."""
MOST_ITEMS = 300
GENERAL = NUMBERING & ({*NUMBER_WORDS} | FACTS | TIMES)
"""Headings that may number anything, or tell when: they say of nobody that he answered."""
ASKED, ANSWERED, WHO = (frozenset(map(plain, lexicon().words("questions", key))) for key in ("asked", "answered", "who"))
"""Headings of what was asked and what was answered; beside both, a general heading, or one of people, says who answered."""
SUBJECTS = frozenset({"need", "need_id", "touchpoint", "touchpoint_id", "persona", "persona_id", "stage", "stage_id"})


@dataclass(frozen=True)
class LongForm:
    """Which column is what, by its place: who answers, what is asked (and the column that says it in words), the answers, and what
    is the same in all rows of a respondent."""

    respondent: int
    item: int
    label: int
    answers: tuple[int, ...]
    about: tuple[int, ...]
    reason: str


def long_form(header: Sequence[str], rows: Sequence[Sequence[str]]) -> LongForm | None:
    """The long form in which these rows stand; None where they do not.

    A column that numbers respondents repeats, another one repeats across respondents, and hardly any pair of the two comes again.
    """
    named = respondents(header)
    if not named or len(rows) < FEWEST_ROWS or len(_subjects(header)) > 1:
        return None  # nobody answers; or needs by touchpoint, or by stage: ratings in our own words
    columns = list(zip(*rows, strict=True))
    for respondent in named:
        if not _repeats(columns[respondent]):
            continue
        found = [form for item in range(len(header)) if item != respondent and (form := _with(header, columns, respondent, item))]
        if found:
            return min(found, key=lambda one: (len(set(columns[one.item])), one.item))
    return None


def respondents(header: Sequence[str]) -> list[int]:
    """The places of columns whose headings say that they number respondents."""
    names = list(map(plain, header))
    numbering = [place for place, name in enumerate(names) if name and name in NUMBERING and name not in GENERAL]
    if numbering or ASKED.isdisjoint(names) or ANSWERED.isdisjoint(names):
        return numbering
    return [place for place, name in enumerate(names) if name and name in (GENERAL - TIMES) | WHO and name not in ASKED]


def _with(header: Sequence[str], columns: Sequence[Sequence[str]], respondent: int, item: int) -> LongForm | None:
    """The long form with this column as what is asked."""
    people, asked = columns[respondent], columns[item]
    items = set(asked)
    pairs = set(zip(people, asked, strict=True))
    if not 1 < len(items) <= MOST_ITEMS or not _repeats(asked) or len(pairs) < (1 - TWICE) * len(asked) or plain(header[item]) in NUMBERING:
        return None
    if len(pairs) < 0.3 * len(items) * len(set(people)):
        return None  # each respondent has values of its own: no question that all were asked
    others = [place for place in range(len(header)) if place not in (respondent, item) and plain(header[place]) not in NUMBERING]
    about = [place for place in others if _depends(columns[place], people)]
    labels = [place for place in others if place not in about and _depends(columns[place], asked) and not share_of_scores(columns[place])]
    answers = [place for place in others if place not in about and place not in labels and any(map(str.strip, columns[place]))]
    if not answers:
        return None
    said = max((item, *(p for p in labels if len(set(columns[p])) == len(items))), key=lambda p: sum(map(len, set(columns[p]))))
    reason = (
        f"“{header[respondent]}” repeats, each time with another “{header[item]}”: one row a respondent and question, "
        f"{count(len(set(people)), 'respondent')} and {count(len(items), 'question')} in the first {len(asked):,} rows."
    )
    return LongForm(respondent, item, said, tuple(answers), tuple(about), reason)


def _repeats(cells: Sequence[str]) -> bool:
    """Whether values come several times, one and a half times at least on average."""
    different = {cell for cell in cells if cell.strip()}
    return len(different) > 1 and len(cells) >= 1.5 * len(different)


def _depends(cells: Sequence[str], on: Sequence[str]) -> bool:
    """Whether a column says the same wherever the other one does."""
    said: Mapping[str, set[str]] = defaultdict(set)
    for key, cell in zip(on, cells, strict=True):
        said[key].add(cell)
    return all(len(some) == 1 for some in said.values())


def _subjects(header: Sequence[str]) -> set[str]:
    """Things of ours that headings name."""
    sheet = next(shape for shape in SHAPES if shape.name == "sheet")
    return {field.removesuffix("_id") for field in match_columns(sheet, header).values() if field in SUBJECTS}
