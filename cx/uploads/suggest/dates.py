"""Dates as spreadsheets and people write them: converted where the order of day and month is certain, asked about where not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from cx.lexicon.months import month_of
from cx.uploads.proposal import KEEP, CleaningChoice, Proposal

LONGEST = 80
"""No date with a time is longer."""
SHORT = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")
WITH_TIME = re.compile(
    r"(\S.{0,30}\d),?[ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?[AP]\.?M\.?)?( ?(Z|UTC|GMT)?([+-]\d{1,2}(:?\d{2})?)?)?", re.I
)
MIDNIGHT = re.compile(r".*[ T]0{1,2}:00(:00(\.0+)?)?( AM)?Z?", re.I)
SERIAL = re.compile(r"\d{5}(\.\d{1,12})?")
"""A day as spreadsheets count: 45747 is the last of March 2025."""
YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})|(\d{4})(\d{2})(\d{2})")
NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?\.?[ -](?:de )?([^\W\d]{3,12})\.?,?[ -](?:de )?(\d{4}|\d{2})|"
    r"([^\W\d]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
)
LABELS = {
    "year": "Year first: 24-03-31 is 2024-03-31",
    "day": "Day first: 31/03/2024 is 2024-03-31",
    "month": "Month first: 03/31/2024 is 2024-03-31",
    "read": "Read them as dates",
    KEEP: "Refuse what is not year-month-day",
}
SERIAL_ZERO = date(1899, 12, 30)
EARLIEST = 1990
"""Spreadsheets write a time of day as a date of 1899 or 1900; nobody rated anything then."""


def dates(heading: str, counted: Counter[str]) -> list[Proposal]:
    """A proposal on the dates of one column that are not written year-month-day; none where no cell is such a date."""
    short = {v: n for v, n in counted.items() if SHORT.fullmatch(_bare(v))}
    orders = {choice: {v for v in short if _converted(v, choice)} for choice in ("day", "month", "year")}
    told = {v: n for v, n in counted.items() if v not in short and _converted(v, "read")}
    cells = {v: n for v, n in short.items() if any(v in fitting for fitting in orders.values())} | told
    if not cells:
        return []
    only_day, only_month = orders["day"] - orders["month"], orders["month"] - orders["day"]
    if orders["year"] - orders["day"] - orders["month"]:
        choices, why = ["year", KEEP], f"The year comes first, as in {_example(orders['year'] - orders['day'] - orders['month'])}."
    elif not short:
        choices, why = ["read"], "Dates that are not written year-month-day."
        if all(SERIAL.fullmatch(v.strip()) for v in cells):
            why = f"Days as spreadsheets count them: {_example(set(cells)).strip()} is {_converted(_example(set(cells)), 'read')}."
    elif only_day and not only_month:
        choices, why = ["day", "month"], f"The day comes first, as in {_example(only_day)}."
    elif only_month and not only_day:
        choices, why = ["month", "day"], f"The month comes first, as in {_example(only_month)}."
    elif only_day:
        choices, why = (
            [KEEP, "day", "month"],
            f"In {_example(only_day)} the day comes first, in {_example(only_month)} the month: say which it is elsewhere, or correct the cells.",
        )
    else:
        choices, why = (
            [KEEP, "day", "month"],
            f"Day or month first? No date here tells, as {_example(set(short))} may be either: say which.",
        )
    if any(_bare(v) != v.strip() and not MIDNIGHT.fullmatch(v.strip()) for v in cells):
        why += " The time of day is left out."
    shown = next((c for c in choices if c != KEEP), "")
    sample = tuple((v, _converted(v, shown) or v) for v in sorted(cells)[:4])
    options = {c: LABELS[c] for c in dict.fromkeys((*choices, KEEP))}
    return [Proposal(f"{heading}:dates", heading, "dates", why, sum(cells.values()), sample, options)]


def _example(cells: set[str]) -> str:
    return min(cells)


def _bare(text: str) -> str:
    """A date without the time of day."""
    match = WITH_TIME.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return match[1] if match else text.strip()


def _converted(text: str, order: str) -> str:
    """The date as year-month-day, or nothing if it is none in this order of day and month."""
    bare = _bare(text)
    if short := SHORT.fullmatch(bare):
        first, second, year = int(short[1]), int(short[3]), short[4]
        if order == "read":
            return ""
        if order == "year":
            return _iso(_whole_year(short[1]), second, int(year)) if len(year) == 2 else ""
        day, month = (first, second) if order == "day" else (second, first)
        return _iso(_whole_year(year), month, day)
    if SERIAL.fullmatch(bare):
        return _iso_of(SERIAL_ZERO + timedelta(days=int(float(bare))))
    if turned := YEAR_FIRST.fullmatch(bare):
        year, month, day = (int(part) for part in turned.groups() if part)
        return _iso(year, month, day)
    if named := NAMED.fullmatch(bare):
        day_text, name, year_text = (named[1], named[2], named[3]) if named[1] else (named[5], named[4], named[6])
        return _iso(_whole_year(year_text), month_of(name), int(day_text))
    return bare if bare != text.strip() and re.fullmatch(r"\d{4}-\d{2}-\d{2}", bare) else ""


def _whole_year(text: str) -> int:
    """The year that two digits mean: nobody has rated anything in a year to come, so 99 is 1999."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if 2000 + year <= date.today().year + 1 else 1900)


def _iso_of(day: date) -> str:
    return day.isoformat() if EARLIEST <= day.year <= date.today().year + 1 else ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if year >= EARLIEST else ""
    except ValueError:
        return ""


def step(proposal: Proposal, chosen: CleaningChoice) -> Callable[[str], str]:
    """The function that writes one cell as year-month-day; what is no date in the chosen order stays as typed."""
    return lambda value: _converted(value, chosen.choice) or value
