"""What stands between the digits of a number: commas and dots, blanks and apostrophes, and a long dash for a minus."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cx.uploads.proposal import KEEP, CleaningChoice, Proposal
from cx.uploads.suggest.scores import COMMA_DECIMAL

WHOLE = ("n", "met_n", "size")
LARGE = (*WHOLE, "value_per_customer", "cost")
"""Fields whose numbers often have thousands."""
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
TITLES = {
    "dots": ("The dot separates thousands.", "decimal"),
    "decimal": ("The comma is a decimal comma.", "thousands"),
    "thousands": ("The comma separates thousands.", "decimal"),
}
"""How each meaning is proposed, and the other one that a person may choose."""


@dataclass(frozen=True)
class Separated:
    """The numbers of one field with commas and dots inside, by what these may mean."""

    name: str
    commas: dict[str, int]
    """Those in which a comma may be a decimal comma."""
    thousands: dict[str, int]
    """Those in which commas may separate thousands."""
    dotted: dict[str, int]
    """Those in which dots may separate thousands."""
    points: frozenset[str]
    """Those in which a dot is a decimal point."""

    @staticmethod
    def of(name: str, counted: Mapping[str, int]) -> Separated:
        """The numbers among the texts of a column."""
        commas, thousands, dotted = (
            {v: n for v, n in counted.items() if form.fullmatch(v.strip())} for form in (COMMA_DECIMAL, THOUSANDS, DOTTED)
        )
        points = frozenset(v for v in counted if DECIMAL_DOT.fullmatch(v.strip()) and v not in dotted)
        return Separated(name, commas, thousands, dotted, points)

    def meant(self, meaning: str) -> dict[str, int]:
        """The numbers that are read otherwise than as typed, where commas and dots mean this."""
        return {"dots": self.commas | self.dotted, "decimal": self.commas, "thousands": self.thousands}[meaning]

    def may_have_dots(self) -> bool:
        """Whether dots may separate thousands, and none is a decimal point."""
        return bool(self.dotted) and not self.points

    def are_all_thousands(self) -> bool:
        """Whether the field holds large numbers, and every comma may separate their thousands."""
        return self.name in LARGE and set(self.commas) <= set(self.thousands)

    def are_of_two_minds(self, meaning: str) -> bool:
        """Whether the commas are decimal ones, and in some large numbers they may separate thousands all the same."""
        return self.name in LARGE and meaning in ("dots", "decimal") and bool(self.thousands)


@dataclass(frozen=True)
class Separator:
    """One line of a decision table: if the test holds, commas and dots are read so, for a reason."""

    test: Callable[[Separated], bool]
    meaning: str
    reason: str


SEPARATORS: tuple[Separator, ...] = (
    Separator(lambda s: any(CERTAINLY_DOTTED.fullmatch(v.strip()) for v in s.dotted), "dots", "1.234.567 has two dots, 1.234,5 both marks"),
    Separator(lambda s: s.name in WHOLE and s.may_have_dots(), "dots", "a count has no fraction"),
    Separator(lambda s: s.name == "cost" and s.may_have_dots(), "dots", "no amount of money has three decimals"),
    Separator(
        lambda s: s.name == "value_per_customer" and bool(s.commas) and s.may_have_dots(),
        "dots",
        "the commas beside them are decimal commas",
    ),
    Separator(
        lambda s: bool(s.commas) and not s.are_all_thousands(), "decimal", "no field of large numbers, or no three digits follow the comma"
    ),
    Separator(lambda s: bool(s.thousands), "thousands", "three digits follow each comma"),
)
"""How the commas and dots of a column are read: the first line whose test holds decides."""


def separators(heading: str, name: str, counted: Mapping[str, int]) -> list[Proposal]:
    """What commas, dots and blanks inside numbers mean."""
    found = [
        *_of_form(GROUPED, heading, "grouped", "Blanks or apostrophes separate thousands.", ("join", "Thousands: 1 200 is 1200"), counted),
        *_of_form(LONG_MINUS, heading, "minus", "The long dash is a minus.", ("minus", "A minus: −1 is below 0"), counted),
    ]
    separated = Separated.of(name, counted)
    meaning = next((line.meaning for line in SEPARATORS if line.test(separated)), None)
    if meaning:
        title, otherwise = TITLES[meaning]
        cells = separated.meant(meaning)
        if separated.are_of_two_minds(meaning):
            title = f"{title} But in others the comma may separate thousands: look at what becomes of each."
            cells = {text: cells[text] for text in sorted(cells, key=lambda text: text not in separated.thousands)}
        found.append(_comma_proposal(heading, title, cells, (meaning, otherwise), separated.are_of_two_minds(meaning)))
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


def _comma_proposal(heading: str, title: str, cells: Mapping[str, int], choices: tuple[str, str], must_be_said: bool) -> Proposal:
    sample = tuple((v, _comma(v, choices[0])) for v in list(cells)[:4])
    options = {c: LABELS[c] for c in (*choices, KEEP)}
    return Proposal(f"{heading}:comma", heading, "comma", title, sum(cells.values()), sample, options, must_be_said=must_be_said)


def _short_minus(value: str) -> str:
    return "-" + value.strip()[1:].strip() if LONG_MINUS.fullmatch(value.strip()) else value


def _ungrouped(value: str) -> str:
    return re.sub(r"[ '’\u00a0\u202f]", "", value)


def _comma(value: str, choice: str) -> str:
    if choice == "dots":
        return value.replace(".", "").replace(",", ".")
    return value.replace(",", "." if choice == "decimal" else "")


def _step_grouped(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    return lambda value: _ungrouped(value) if GROUPED.fullmatch(value) else value


def _step_comma(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    if chosen.choice == "dots":
        return lambda value: _comma(value, "dots") if DOTTED.fullmatch(value) or COMMA_DECIMAL.fullmatch(value) else value
    return lambda value: _comma(value, chosen.choice) if "," in value else value


REWRITTEN: dict[str, Callable[[str], str]] = {"grouped": _ungrouped, "minus": _short_minus}
"""What becomes of a cell of one form."""
STEPS: dict[str, Callable[[Proposal, CleaningChoice], Callable[[str], str]]] = {
    "grouped": _step_grouped,
    "minus": lambda proposal, chosen: _short_minus,
    "comma": _step_comma,
}
