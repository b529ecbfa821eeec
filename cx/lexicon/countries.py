"""Which country a text names, in whichever of the usual languages, or by its code."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.localedata import exists

from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain_name

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "tr", "ru", "ja", "zh", "ko")


def country(text: str) -> str:
    """The two letters of the country that a text names (ISO 3166), or nothing. Source: the names of the Unicode CLDR."""
    bare = text.strip()
    if len(bare) == 2 and bare.isupper() and bare in _codes():
        return bare
    return _by_name().get(plain_name(bare), "")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(code for code in Locale("en").territories if isinstance(code, str) and len(code) == 2 and code.isalpha())


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    found = {name: code.upper() for code, names in lexicon().section("countries").items() for name in names}
    for language in filter(exists, dict.fromkeys((*LANGUAGES, *lexicon().languages))):
        for code, name in Locale(language).territories.items():
            if code in _codes():
                found.setdefault(plain_name(name), code)
    return found
