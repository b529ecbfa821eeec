"""In which language the headings of a table are written, so that a word of several languages means what it does in this one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from cx.lexicon.languages import FIRST, Words, lexicon
from cx.lexicon.plain import plain

SHARED = 27_720
"""Divided by every number up to 12 without a rest."""


@lru_cache(maxsize=256)
def spoken(header: tuple[str, ...]) -> str:
    """The language of most headings; English of two that have as many, and nothing where two others have or none is known."""
    told: Counter[str] = Counter()
    for heading in {plain(heading) for heading in header if heading}:
        languages = [language for language in lexicon().languages if _is_of(heading, language)]
        for language in languages:  # a word of four languages says a quarter of each
            told[language] += SHARED // len(languages)
    most = [language for language, share in told.items() if share == max(told.values())]
    return FIRST if FIRST in most else most[0] if len(most) == 1 else ""


def demotion(heading: str, field: str, language: str) -> float | None:
    """How far behind its other meanings a plain heading means a field in a table of a language; None where it does not at all.

    `language` is empty where the table does not tell; a heading that the language does not know may be of any other.
    """
    if said := fields_of(language).get(heading.rstrip("s"), ()):
        return 50.0 if field not in said else 5.0 * said.index(field)
    if is_foreign(heading, language):
        return None
    everywhere = fields_of("").get(heading.rstrip("s"), ())
    return 5.0 * everywhere.index(field) if field in everywhere else 0.0


def is_foreign(heading: str, language: str) -> bool:
    """Whether a plain heading is a word of other languages only, which in a table of this one means something else: “art”, “data”."""
    homes = _homes().get(heading, frozenset())
    return bool(homes and language) and language not in homes


def is_one_of(words: Collection[str], heading: str, language: str) -> bool:
    """Whether a heading is one of these words in a table of a language, and no word of other languages only."""
    return plain(heading) in words and not is_foreign(plain(heading), language)


@cache
def _homes() -> Mapping[str, frozenset[str]]:
    """The languages in which a heading means what they say, for headings that mean something else elsewhere."""
    only = {code: lexicon().only(code).words("language", "only_here") for code in lexicon().languages}
    words = dict.fromkeys(word for words in only.values() for word in words)
    return {word: frozenset(code for code in only if word.rstrip("s") in fields_of(code)) for word in words}


@cache
def fields_of(language: str) -> Mapping[str, Words]:
    """The fields that each heading of a language, or of any, means, without a plural s; the one that wins first."""
    meanings = lexicon().only(language).every_meaning("headings") if language else lexicon().every_meaning("headings")
    found: dict[str, dict[str, None]] = {}
    for word in sorted(meanings, key=lambda word: len(meanings[word]) == 1):  # what is declared of “comment” holds for “comments”
        found.setdefault(word.rstrip("s"), {}).update(dict.fromkeys(meanings[word]))
    return {word: tuple(fields) for word, fields in found.items()}


@cache
def _words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Headings of a language, and words within headings that tell it."""
    mine = lexicon().only(language)
    own = {*mine.words("names", "names"), *mine.words("ids", "rows"), *mine.words("grades", "upwards", "downwards")}
    return frozenset({*mine.every_meaning("headings"), *own}), frozenset(mine.words("language", "words"))


def _is_of(heading: str, language: str) -> bool:
    headings, words = _words(language)
    return heading in headings or not words.isdisjoint(heading.split())


def is_grade(heading: str, language: str) -> bool:
    """Whether numbers under a plain heading are marks: “Note” is one in French and German, in English and Italian it is a remark."""
    grades = {code for code, one in lexicon().languages.items() if heading in (*one["grades"]["upwards"], *one["grades"]["downwards"])}
    return bool(grades) and (language in grades or heading.rstrip("s") not in fields_of(language))
