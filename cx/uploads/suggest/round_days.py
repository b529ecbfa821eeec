"""On which day a round began, so that rounds stand in time's order: the dates of its ratings say it, else its name, else a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from cx.lexicon.languages import lexicon
from cx.lexicon.months import month_names
from cx.lexicon.plain import plain, plain_name
from cx.lexicon.times import EARLIER, LATER, TIME
from cx.uploads.name_index import NameIndex
from cx.uploads.proposal import CleaningChoices, Proposal
from cx.uploads.suggest import yearless

YEAR = r"(?P<year>(?:19|20)\d{2})"
SHORT_YEAR = r"(?P<year>(?:19|20)?\d{2})"
PARTS: tuple[tuple[str, int], ...] = ((TIME["quarter"], 3), (TIME["half"], 6))
SEASONS = {word: month for name, month in (("spring", 3), ("summer", 6), ("autumn", 9)) for word in lexicon().words("time", name)}
"""The months in which seasons begin; a winter lies in two years."""
WINTER = lexicon().words("time", "winter")
MOST_IN_A_YEAR = 31
"""Rounds of one year that a name can number."""
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_named(name: str) -> date | None:
    """The first day of the time that a name speaks of: a day, a month, a quarter, half a year, a week, a season, a year.

    >>> day_named("Q4 2023")
    datetime.date(2023, 10, 1)
    """
    if ISO.fullmatch(name.strip()):
        return _day(*map(int, name.strip().split("-")))
    text = plain(name)
    for find in (_part_of_year, _week, _month, _season):
        if day := find(text):
            return day
    figures = re.findall(r"\d+", text)
    years = [int(f) for f in figures if re.fullmatch(YEAR, f)]
    others = [int(f) for f in figures if not re.fullmatch(YEAR, f)]
    if len(years) != 1 or len(others) > 1 or any(word in text for word in WINTER):
        return None
    wave = max([1, *others])
    return date(years[0], 1, 1) + timedelta(days=wave - 1) if wave <= MOST_IN_A_YEAR else None  # the second wave begins after the first


def _part_of_year(text: str) -> date | None:
    for words, months in PARTS:
        part = rf"(?P<part>[1-{12 // months}])"
        forms = (
            rf"\b(?:{words}) ?{part} (?:of )?{SHORT_YEAR}\b",
            rf"\b{YEAR} ?(?:{words}) ?{part}\b",
            rf"\b{part} ?(?:{words}) ?{SHORT_YEAR}\b",
            rf"\b{part}(?:st|nd|rd|th) (?:{words}) {SHORT_YEAR}\b",
        )
        for form in forms:
            if match := re.search(form, text):
                return _day(_year(match["year"]), (int(match["part"]) - 1) * months + 1, 1)
    return None


NO_WAVE = "".join(f"(?<!{word} )" for word in lexicon().words("time", "wave"))
"""The number of a wave is no month: “Wave 2 2024”."""


def _month(text: str) -> date | None:
    if match := re.search(rf"\b{YEAR} (?P<month>0[1-9]|1[0-2])\b", text) or re.search(
        rf"{NO_WAVE}\b(?P<month>0?[1-9]|1[0-2]) {YEAR}\b", text
    ):
        return _day(int(match["year"]), int(match["month"]), 1)
    for number, names in enumerate(month_names(), start=1):
        listed = "|".join(map(re.escape, names))
        if match := re.search(rf"\b(?:{listed}) ?{SHORT_YEAR}\b", text) or re.search(rf"\b{YEAR} ?(?:{listed})\b", text):
            return _day(_year(match["year"]), number, 1)
    return None


def _week(text: str) -> date | None:
    match = re.search(rf"\b(?:{TIME['week']}) ?(?P<week>\d{{1,2}}) {YEAR}\b", text) or re.search(
        rf"\b{YEAR} ?(?:{TIME['week']}) ?(?P<week>\d{{1,2}})\b", text
    )
    try:
        return date.fromisocalendar(int(match["year"]), int(match["week"]), 1) if match else None
    except ValueError:
        return None


def _season(text: str) -> date | None:
    for word, month in SEASONS.items():
        if match := re.search(rf"\b{word} {SHORT_YEAR}\b", text) or re.search(rf"\b{YEAR} {word}\b", text):
            return _day(_year(match["year"]), month, 1)
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def first_days(names: Sequence[str], rated: Mapping[str, date], stored: Mapping[str, date], today: date) -> dict[str, date | None]:
    """The first day of each new round; None where nothing says it and the order matters, also among rounds that seem to begin on one day.

    Rounds that are only numbered stand in the order of their numbers and end today; a single new round begins today.
    """
    days = {name: rated.get(name) or day_named(name) for name in names}
    open_ones = [name for name in names if days[name] is None]
    if len(names) == 1:
        return {name: days[name] or _after(name, stored, today) for name in names}
    numbered = {name: _number(name) for name in open_ones}
    if len(open_ones) == len(names) and None not in numbered.values() and len({stem for stem, _ in filter(None, numbered.values())}) == 1:
        order = sorted(open_ones, key=lambda name: (numbered[name] or ("", 0))[1])
        last = _after(order[-1], stored, today)
        return {name: last - timedelta(days=len(order) - 1 - place) for place, name in enumerate(order)}
    order = sorted(open_ones, key=lambda name: plain(name) in LATER)
    if len(open_ones) == len(names) == 2 and plain(order[0]) in EARLIER and plain(order[1]) in LATER:
        return {order[0]: today - timedelta(days=1), order[1]: today}
    times = Counter(days.values())
    return {name: None if times[day] > 1 else day for name, day in days.items()}


def _after(name: str, stored: Mapping[str, date], today: date) -> date:
    """Today, or the day after a stored round with a lower number."""
    stem, number = _number(name) or ("", 0)
    numbered = {other: its_number for other in stored if (its_number := _number(other))}
    earlier = [other for other, (same, before) in numbered.items() if same == stem and before < number]
    return max([today, *(stored[other] + timedelta(days=1) for other in earlier)])


def _number(name: str) -> tuple[str, int] | None:
    """What a name is without its one number, and the number."""
    figures = re.findall(r"\d{1,9}", name)
    return (plain(re.sub(r"\d+", " ", name)), int(figures[0])) if len(figures) == 1 else None


def asked(
    heading: str, names: Iterable[str], rated: Mapping[str, date], index: NameIndex, year: int = 0, today: date | None = None
) -> list[Proposal]:
    """On which day each new round of a column began, as a list that a person can change; none where all begin today.

    `year` is that of months and quarters that name none, 0 where nothing says it: then a person says which.
    """
    today = today or date.today()
    new = [name for name in names if name.strip() and name not in index.rounds and plain_name(name) not in index.round_names]
    parts = {} if rated else yearless.days(new, year, today)
    days = parts or first_days(new, rated, index.opened, today)
    if not new or all(day == today for day in days.values()):
        return []
    words = {name: day.isoformat() if day else "" for name, day in sorted(days.items(), key=lambda item: (item[1] or date.max, item[0]))}
    title = "New rounds, and the first day of each: the pages show the latest one first."
    if not all(words.values()):
        title = "Nothing says which of these rounds came first: say in the list on which day each began (year-month-day)."
    options = {"map": "As in the list"}
    if parts and not year:
        last = max(parts.values()).year
        title = "Nothing says of which year these rounds are: say which, and each begins on its first day."
        options = {"map": f"{last}, as in the list"} | {f"{last - back}": f"{last - back}" for back in (1, 2, 3)}
    sample = tuple((name, day or "?") for name, day in words.items())
    return [Proposal(f"{heading}:rounds", heading, "rounds", title, len(new), sample, options, words, must_be_said=len(options) > 1)]


def decided(offered: Sequence[Proposal], choices: CleaningChoices) -> dict[str, date | None]:
    """The first day of each new round, as in the list that a person saw; None where it is still open."""
    found: dict[str, date | None] = {}
    for one in offered:
        if one.kind == "rounds":
            chosen = one.chosen(choices)
            days = _in_year(one.words, chosen.choice) if chosen.choice.isdigit() else {**one.words, **chosen.words}
            found |= {name: day_named(days[name]) if ISO.fullmatch(days[name].strip()) else None for name in one.words}
    return found


def _in_year(words: Mapping[str, str], year: str) -> dict[str, str]:
    """The days as they are if the last of them lies in another year."""
    last = max(int(day[:4]) for day in words.values())
    return {name: f"{int(day[:4]) - last + int(year)}{day[4:]}" for name, day in words.items()}


def earliest(rows: Iterable[tuple[int, Sequence[str]]], round_at: int, date_at: int, clean: Callable[[str], str]) -> dict[str, date]:
    """The earliest date of the ratings of each round."""
    first_days: dict[str, date] = {}
    for _, cells in rows:
        name, day = cells[round_at].strip(), clean(cells[date_at])
        if name and ISO.fullmatch(day) and (when := day_named(day)):
            first_days[name] = min(when, first_days.get(name, when))
    return first_days
