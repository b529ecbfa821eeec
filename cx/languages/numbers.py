"""Numbers and days as a language writes them. English stays as it is: a decimal point, 62%, and days as 2024-05-31."""

from __future__ import annotations

from datetime import date
from functools import cache

from cx.languages.messages import ENGLISH, LANGUAGES, spoken

DAY = "%Y-%m-%d"


def number(text: str) -> str:
    """A number that is written in English, such as 1,204.5, as the language that is spoken here writes it."""
    language = spoken()
    return text if language == ENGLISH else text.translate(_signs(language))


def percent(text: str) -> str:
    """A number that is written in English with the sign for percent, as the language that is spoken here sets it."""
    language = spoken()
    return f"{text}%" if language == ENGLISH else f"{text.translate(_signs(language))}{_before_percent(language)}%"


def day(when: date) -> str:
    """A day, such as 2024-05-31, or 31.05.2024 in German."""
    language = spoken()
    if language == ENGLISH:
        return f"{when:{DAY}}"
    from babel.dates import format_date

    return format_date(when, "medium", locale=_locale(language))


def _locale(language: str) -> str:
    """A catalogue that tests make has the numbers of German."""
    return language if language in LANGUAGES else "de"


@cache
def _signs(language: str) -> dict[int, str]:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale = _locale(language)
    return {ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)}


@cache
def _before_percent(language: str) -> str:
    """The blank between a number and its sign for percent; it never ends a line."""
    from babel.numbers import format_percent

    return format_percent(0, locale=_locale(language)).strip("0%")
