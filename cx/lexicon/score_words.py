"""What a cell that holds a score, or a mark, looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cx.lexicon.languages import lexicon
from cx.lexicon.patterns import any_of
from cx.lexicon.plain import plain_cell
from cx.lexicon.verdicts import KNOWN, bare_verdict

ERROR = re.compile(
    rf"#[¡¿]?({any_of(lexicon().words('spreadsheets', 'errors'))})[!?]?|Err:\d{{3}}|#{{3,}}",
    re.I,
)
"""In the languages in which spreadsheets say so; a row of # is a column that was too narrow."""


def is_error(cell: str) -> bool:
    """Whether a cell holds an error instead of a value."""
    return bool(ERROR.fullmatch(cell.strip()))


NUMBER = re.compile(r"[+-]?\d{1,3}([.,]\d+)?\s*%?|[+-]?\d+([.,]\d+)?")

LONGEST = 80
"""No number and no verdict has more characters."""

VERDICTS = KNOWN | {*lexicon().words("verdicts", "others"), "-", "--", "+", "++", "o", "±", "✗", "✘", "❌"}
"""Words and signs that may stand among scores."""


def looks_like_score(cell: str) -> bool:
    """Whether a cell could be a rating: a number, a percentage, a verdict, a traffic light."""
    if len(cell) > LONGEST:
        return False
    text = " ".join(cell.split()).casefold()
    if NUMBER.fullmatch(text):
        return abs(float(text.rstrip("% ").replace(",", "."))) <= 100  # no scale goes beyond: a ZIP code, a year, an amount
    return text in VERDICTS or bare_verdict(text) in VERDICTS


def share_of_scores(cells: Sequence[str]) -> float:
    """The share of the cells that hold anything which could be ratings."""
    filled = [c for c in cells if c.strip() and not is_error(c)]
    return sum(looks_like_score(c) for c in filled) / len(filled) if filled else 0.0


MARKS = frozenset(("x", "xx", "✓", "✔", "✔️", "☑", "☒", "●", "•", "■", "◼", "✅"))


def is_mark(text: str) -> bool:
    """Whether a cell of a grid is a mark that something is there, and no score."""
    return plain_cell(text) in MARKS
