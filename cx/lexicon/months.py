"""What people call the months. Source: the names of the Unicode CLDR, and what the files of words know besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from babel import Locale
from babel.localedata import exists

from cx.lexicon.countries import LANGUAGES
from cx.lexicon.languages import every_spelling, lexicon


def month_of(name: str) -> int:
    """The month, from 1, that a name or an abbreviation means in one of the usual languages, with or without its accents; 0 if none."""
    return _everywhere().get(_plain(name), 0)


@cache
def month_names() -> tuple[frozenset[str], ...]:
    """What each month is called in the languages of the lexicon, to be found beside a year, without what may be another word there."""
    return tuple(names.difference(lexicon().words("months", "in_dates_only")) for names in _by_month(lexicon().languages))


@cache
def weekdays() -> frozenset[str]:
    """What the days of the week are called in the languages of the lexicon, in full and shortened."""
    days = [Locale.parse(language).days for language in filter(exists, lexicon().languages)]
    said = (name for named in days for widths in named.values() for width in ("wide", "abbreviated") for name in widths[width].values())
    return frozenset(map(_plain, said))


@cache
def _everywhere() -> dict[str, int]:
    """Reading the names takes some 60 ms: once, and not before a cell may be a date with a name in it."""
    listed = enumerate(_by_month((*LANGUAGES, *lexicon().languages)), start=1)
    return {name: month for month, names in listed for name in names}


def _by_month(languages: Iterable[str]) -> tuple[frozenset[str], ...]:
    found: list[set[str]] = [set() for _ in range(12)]
    for month, name in _listed(dict.fromkeys(languages)):
        found[month - 1].update(every_spelling((_plain(name),)))
    return tuple(map(frozenset, found))


def _listed(languages: Iterable[str]) -> Iterator[tuple[int, str]]:
    for language in filter(exists, languages):
        for names in Locale.parse(language).months.values():
            yield from (named for width in ("wide", "abbreviated") for named in names[width].items())
    for month, name in Locale("en").months["format"]["wide"].items():
        yield from ((month, word) for word in lexicon().words("months", name.casefold()))


def _plain(name: str) -> str:
    return name.casefold().removesuffix(".").replace("ı", "i")  # the small letter of the Turkish MAYIS
