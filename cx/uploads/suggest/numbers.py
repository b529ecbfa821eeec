"""Numbers as people write them: commas, dots and blanks inside them, percent signs, shares given out of five or ten."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

from cx.lexicon.headings import HEADINGS
from cx.lexicon.plain import plain
from cx.tables import TABLE, Type
from cx.uploads.fields import SHAPES
from cx.uploads.proposal import KEEP, NUMBER, CleaningChoice, Proposal
from cx.uploads.suggest.score_cells import marks, shares_beside, spelled, verdicts
from cx.uploads.suggest.scores import COMMA_DECIMAL
from cx.uploads.suggest.served import served
from cx.uploads.suggest.served import step as served_step
from cx.uploads.suggest.shares import share_step, shares

NUMERIC = frozenset(f.name for s in SHAPES for f in s.fields if TABLE[f.table].column(f.column).type in (Type.NUMBER, Type.INTEGER))
"""The fields that hold numbers."""
WHOLE = ("n", "met_n", "size")
SHARES = ("importance", "adequate", "target", "usage_share", "intensity", "reach")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
DOTTED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
CERTAINLY_DOTTED = re.compile(r"[+-]?\d{1,3}((\.\d{3}){2,}(,\d+)?|\.\d{3},\d+)")
GROUPED = re.compile(r"[+-]?\d{1,3}([ '’\u00a0\u202f]\d{3})+([.,]\d+)?")
LONG_MINUS = re.compile(r"[\u2212–—]\s?\d+([.,]\d+)?")
DECIMAL_DOT = re.compile(r"[+-]?\d*\.\d+")
LABELS = {
    "decimal": "Decimal comma: 0,75 is 0.75",
    "thousands": "Thousands: 1,200 is 1200",
    "dots": "Thousands with dots: 1.200 is 1200, and 0,75 is 0.75",
    KEEP: "Keep as typed",
}


def numbers(heading: str, name: str, counted: Counter[str]) -> list[Proposal]:
    """Proposals on how to read the numbers of one column; `name` is the field that it gives."""
    found = served(heading, counted) + _separators(heading, name, counted)
    signs = {v: n for v, n in counted.items() if v.strip().endswith("%")}
    if signs:
        share = name in SHARES
        sample = tuple((v, _percent(v.strip(), "share" if share else "percent")) for v in list(signs)[:4])
        after = {"share": "A share: 75% is 0.75"} if share else {"percent": "Percent: 75% is 75 of 100"}
        after[KEEP] = "Keep as typed"
        # Shares come before the signs go: a 1 is not yet the 1 of 1%.
        found = shares_beside(heading, name, counted) + found
        found.append(Proposal(f"{heading}:percent", heading, "percent", "Read the percent sign.", sum(signs.values()), sample, after))
    elif name in SHARES:
        found += shares(heading, name, counted)
    if name in ("score", "*"):
        found += spelled(heading, counted) + verdicts(heading, counted, plain(heading) in HEADINGS["status"])
    if name == "*":
        found += marks(heading, counted)
    return found


def _separators(heading: str, name: str, counted: Mapping[str, int]) -> list[Proposal]:
    """What commas, dots and blanks inside numbers mean."""
    found = [
        *_of_form(GROUPED, heading, "grouped", "Blanks or apostrophes separate thousands.", ("join", "Thousands: 1 200 is 1200"), counted),
        *_of_form(LONG_MINUS, heading, "minus", "The long dash is a minus.", ("minus", "A minus: −1 is below 0"), counted),
    ]
    commas = {v: n for v, n in counted.items() if COMMA_DECIMAL.fullmatch(v.strip())}
    thousands = {v: n for v, n in counted.items() if THOUSANDS.fullmatch(v.strip())}
    dotted = {v: n for v, n in counted.items() if DOTTED.fullmatch(v.strip())}
    points = {v for v in counted if DECIMAL_DOT.fullmatch(v.strip())} - set(dotted)
    certain = any(CERTAINLY_DOTTED.fullmatch(v.strip()) for v in dotted)
    if certain or (dotted and not points and (name in WHOLE or (name == "value_per_customer" and commas))):
        found.append(_comma_proposal(heading, "The dot separates thousands.", {**commas, **dotted}, ("dots", "decimal")))
    elif commas and not (name in (*WHOLE, "value_per_customer") and set(commas) <= set(thousands)):
        found.append(_comma_proposal(heading, "The comma is a decimal comma.", commas, ("decimal", "thousands")))
    elif thousands:
        found.append(_comma_proposal(heading, "The comma separates thousands.", thousands, ("thousands", "decimal")))
    return found


def _of_form(
    form: re.Pattern[str], heading: str, kind: str, title: str, choice: tuple[str, str], counted: Mapping[str, int]
) -> list[Proposal]:
    """The question on the cells of one form, to be read as `choice` (its word and its label) says; none where there are none."""
    cells = {v: n for v, n in counted.items() if form.fullmatch(v.strip())}
    if not cells:
        return []
    sample = tuple((v, REWRITTEN[kind](v)) for v in list(cells)[:4])
    return [Proposal(f"{heading}:{kind}", heading, kind, title, sum(cells.values()), sample, {choice[0]: choice[1], KEEP: "Keep as typed"})]


def _comma_proposal(heading: str, title: str, cells: Mapping[str, int], choices: tuple[str, str]) -> Proposal:
    sample = tuple((v, _comma(v, choices[0])) for v in list(cells)[:4])
    options = {c: LABELS[c] for c in (*choices, KEEP)}
    return Proposal(f"{heading}:comma", heading, "comma", title, sum(cells.values()), sample, options)


def _short_minus(value: str) -> str:
    return "-" + value.strip()[1:].strip() if LONG_MINUS.fullmatch(value.strip()) else value


def _ungrouped(value: str) -> str:
    return re.sub(r"[ '’\u00a0\u202f]", "", value)


def _comma(value: str, choice: str) -> str:
    if choice == "dots":
        return value.replace(".", "").replace(",", ".")
    return value.replace(",", "." if choice == "decimal" else "")


def _percent(value: str, choice: str) -> str:
    bare = value.rstrip("% ")
    return f"{round(float(bare) / 100, 9):g}" if choice == "share" and NUMBER.fullmatch(bare) else bare


def _step_grouped(proposal: Proposal, decision: CleaningChoice) -> Callable[[str], str]:
    return lambda value: _ungrouped(value) if GROUPED.fullmatch(value) else value


def _step_comma(proposal: Proposal, decision: CleaningChoice) -> Callable[[str], str]:
    if decision.choice == "dots":
        return lambda value: _comma(value, "dots") if DOTTED.fullmatch(value) or COMMA_DECIMAL.fullmatch(value) else value
    return lambda value: _comma(value, decision.choice) if "," in value else value


def _step_percent(proposal: Proposal, decision: CleaningChoice) -> Callable[[str], str]:
    return lambda value: _percent(value, decision.choice) if value.endswith("%") else value


REWRITTEN: dict[str, Callable[[str], str]] = {"grouped": _ungrouped, "minus": _short_minus}
"""What becomes of a cell of one form."""
STEPS: dict[str, Callable[[Proposal, CleaningChoice], Callable[[str], str]]] = {
    "grouped": _step_grouped,
    "minus": lambda proposal, decision: _short_minus,
    "comma": _step_comma,
    "percent": _step_percent,
    "share_of": share_step,
    "served": served_step,
}
