"""What makes a grid doubtful: columns that are periods, answers or levels, and rows that nothing says to be needs or touchpoints."""

from __future__ import annotations

import re

from cx.lexicon.headings import HEADINGS
from cx.lexicon.languages import lexicon
from cx.lexicon.months import month_names, weekdays
from cx.lexicon.plain import plain, plain_cell
from cx.lexicon.values import DEGREES, NOTHING
from cx.lexicon.verdicts import KNOWN as VERDICTS
from cx.lexicon.verdicts import bare_verdict
from cx.uploads.recognise.doubted import Doubted
from cx.uploads.recognise.doubts_of_lists import PERHAPS, says_needs
from cx.uploads.recognise.grids import CORNER

PERIOD = re.compile(
    r"(?:[QHT] ?\d[ -]?)?(?:19|20)\d\d(?:[ -/]?(?:[QHT]?\d{1,2}|\d{2}))?|[QHT]\d|(?:kw|cw|week|woche) ?\d{1,2}", re.IGNORECASE
)
BAND = re.compile(r"\d{1,3} ?(?:[-–] ?\d{1,3}|\+)")
"""A span of ages, as “18-24” and “65+”."""
STEP = re.compile(r"\d{1,2}")
"""A step of a scale."""
COUNTED = frozenset(map(plain, lexicon().words("measures", "answers")))
"""Kinds of answers that are counted, as “positive” and “detractors”."""
COLUMNS_OF = {"matrix": "touchpoint", "matrix_transposed": "need", "stages_across": "stage"}
"""What the columns of a grid would be."""
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
LEVELS = frozenset((*DEGREES, *lexicon().words("verdicts", "others", "middle_perhaps")))
"""Words such as “high”, which are said of risks and powers as well."""
WORDS_OF_A_NEED = 2
"""So many words stand on average in a heading that states a need."""


def are_periods(s: Doubted) -> bool:
    """Whether the columns are years, months, weekdays or other parts of time, or ages."""
    names = s.across()
    return bool(names) and all(PERIOD.fullmatch(n) or BAND.fullmatch(n) or _is_part_of_a_year(n) for n in map(str.strip, names))


def are_answers(s: Doubted) -> bool:
    """Whether most of the columns are answers, as in a table of shares or counts of those who gave them: words of a scale, or its steps."""
    names = s.across()
    return 2 * sum(bare_verdict(name) in VERDICTS or plain(name) in COUNTED or bool(STEP.fullmatch(name)) for name in names) > len(names)


def is_named_beside(s: Doubted) -> bool:
    """Whether another column is headed as one of what the columns would be: with “Touchpoint” beside them they are none."""
    return bool(_named_beside(s))


def named_beside(s: Doubted) -> str:
    """The heading of that column."""
    return _named_beside(s)[0]


def _named_beside(s: Doubted) -> list[str]:
    return [heading for heading in s.unexplained() if plain(heading) in HEADINGS[COLUMNS_OF[s.match.shape.name]]]


def are_days(s: Doubted) -> bool:
    """Whether the rows are days."""
    named = next((h for h, field in s.match.mapping.items() if field and field != "*"), "")
    cells = [cell.strip() for cell in s.columns.get(named, ()) if cell.strip()]
    return bool(cells) and all(map(DAY.fullmatch, cells))


def are_levels(s: Doubted) -> bool:
    """Whether the cells say high, medium or low, and nothing of how well something is done."""
    said = {plain_cell(cell) for heading, field in s.match.mapping.items() if field == "*" for cell in s.columns.get(heading, ())}
    return bool(said - NOTHING - {""}) and said <= LEVELS | NOTHING | {""}


def are_unknown_rows(s: Doubted) -> bool:
    """Whether neither a heading nor what is stored says that the rows are needs, or touchpoints."""
    if s.has_any(frozenset(("persona", "stage", "need_id", "touchpoint_id"))) or s.says_kinds():
        return False
    if s.match.shape.name == "matrix_transposed":
        return not s.are_known("needs") and not s.is_known("touchpoint", "touchpoints") and _may_be_any_service(s)
    return not s.are_known("touchpoints") and not says_needs(s)


def are_two_among_others(s: Doubted) -> bool:
    """Whether two columns of numbers stand beside as many that no grid has, as points and sprints do in a list of tasks."""
    return len(s.across()) == 2 and len(s.unexplained()) > 1 and not s.are_known("touchpoints") and not s.are_known("needs")


def _may_be_any_service(s: Doubted) -> bool:
    """Whether the corner speaks of services or channels and the columns of nothing that is worded as a need."""
    corner, names = plain(s.named_by("touchpoint")), s.across()
    if corner not in HEADINGS["touchpoint"] and not any(word in corner for word in CORNER["touchpoint"]):
        return True
    any_corner = corner in HEADINGS["channel"] or corner in PERHAPS
    return any_corner and sum(len(name.split()) for name in names) < WORDS_OF_A_NEED * len(names)


def _is_part_of_a_year(name: str) -> bool:
    word = name.casefold().rstrip(".")
    return word in weekdays() or any(word in names for names in month_names())
