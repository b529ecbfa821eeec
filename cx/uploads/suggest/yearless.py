"""Rounds called after a month, a quarter or half a year that names no year, as “Jan” and “Feb”: the year stands elsewhere in the file, or is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import chain

from cx.lexicon.months import month_names
from cx.lexicon.plain import plain
from cx.lexicon.times import TIME
from cx.readers.text_table import TextTable

PARTS = ((TIME["quarter"], 3), (TIME["half"], 6))
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
DATED = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}.*|[^\W\d]+\.? \d{4}")
"""Cells that are dates with a whole year."""
HALF_A_YEAR = 6


def first_month(name: str) -> int:
    """The first month of the part of a year that a name is; 0 where it is none."""
    said = plain(name)
    for words, months in PARTS:
        if match := re.fullmatch(rf"(?:{words}) ?(\d)|(\d) ?(?:{words})", said):
            part = int(match[1] or match[2])
            return (part - 1) * months + 1 if 1 <= part <= 12 // months else 0
    return next((number for number, names in enumerate(month_names(), start=1) if said in names), 0)


def year_of(table: TextTable) -> int:
    """The one year that the names of the file and of the sheet, its headings, or the dates in its cells say; 0 where they say none, or several."""
    named = " ".join((table.file, table.sheet or "", table.title, *table.header))
    cells = chain.from_iterable(row for _, row in table.sample())
    for texts in ([named], [cell for cell in cells if DATED.fullmatch(cell.strip())]):
        years = {int(year) for text in texts for year in YEAR.findall(text)}
        if years:
            return years.pop() if len(years) == 1 else 0
    return 0


def days(names: Sequence[str], year: int, today: date) -> dict[str, date]:
    """The first day of each, in the order of the columns, the last of them in this year (0: the latest year in which none lies ahead); none
    where one is no part of a year. From November to February a year ends."""
    months = [first_month(name) for name in names]
    if len(names) < 2 or not all(months):
        return {}
    ends = [later < earlier and (later - earlier) % 12 <= HALF_A_YEAR for earlier, later in zip(months, months[1:], strict=False)]
    found = {name: date(2000 - sum(ends[place:]), month, 1) for place, (name, month) in enumerate(zip(names, months, strict=True))}
    latest = max(found.values())
    last = year or today.year - (latest.replace(year=today.year - 2000 + latest.year) > today)
    return {name: day.replace(year=day.year - 2000 + last) for name, day in found.items()}
