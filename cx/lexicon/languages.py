"""The words that people use in their files, read from one file a language in `words/`: a new language is a new file.

Every file has the same sections and keys, with commas between words. Where a word would mean two things of one section, a
file says so in `two_meanings`, the meaning that wins first; a word with two meanings that nobody declared is an error.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cx.lexicon.plain import plain

FOLDER = Path(__file__).with_name("words")
FIRST = "en"
"""The language whose words come first; the others follow by their codes."""
TWO_MEANINGS = "two_meanings"
DISTINCT = (
    "headings",
    "verdicts",
    "lights",
    "degrees",
    "kind",
    "status",
    "visibility",
    "source",
    "evidence",
    "channels",
    "tracker",
    "delivery",
)
"""Sections in which the key is what a word means."""
AS_WRITTEN = ("scales", "grammar", "questions", "time", "spreadsheets")
"""Sections whose words are compared as they are, or brought into one form by whoever compares them."""
AS_HEADINGS = (
    "headings",
    "coding",
    "improving",
    "names",
    "ids",
    "language",
    "grades",
    "stages",
    "measures",
    "corner",
    "personal",
    "tracker",
)
"""Sections whose words are compared with headings."""
ACCENTS = dict.fromkeys(range(0x300, 0x370))
"""What stands over and under a letter, once the two are taken apart."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
NO_MEANING = {("kind", "loose"), ("verdicts", "others")}
"""Keys of those sections that only mark words."""

OWN_KEYS = ("scales", "countries", "two_meanings.headings")
"""Sections in which each language has keys of its own; elsewhere those that it lacks are empty."""

Words = tuple[str, ...]
Language = Mapping[str, Mapping[str, Words]]
"""The words of one language by section and key."""


class LexiconError(Exception):
    """A file of words that contradicts itself or the others; says which word, and what to do."""


@dataclass(frozen=True)
class Lexicon:
    """The words of all languages, in their order."""

    languages: Mapping[str, Language]

    def only(self, language: str) -> Lexicon:
        """The words of one language alone."""
        return Lexicon({language: self.languages.get(language, {})})

    def words(self, section: str, *keys: str) -> Words:
        """The words of these keys in all languages, without case and repetition."""
        return tuple(dict.fromkeys(word for key in keys for one in self.languages.values() for word in one.get(section, {}).get(key, ())))

    def keys(self, section: str) -> Words:
        """The keys that a section has in some language."""
        return tuple(dict.fromkeys(key for one in self.languages.values() for key in one.get(section, {})))

    def section(self, section: str) -> dict[str, Words]:
        """The words of all languages by key."""
        return {key: self.words(section, key) for key in self.keys(section)}

    def meanings(self, section: str) -> dict[str, str]:
        """What each word of a section means; where it is declared to mean two things, the one that wins."""
        return {word: keys[0] for word, keys in self.every_meaning(section).items()}

    def every_meaning(self, section: str) -> dict[str, Words]:
        """All that each word of a section means, the one that wins first."""
        found, declared = self._listed(section), self._declared(section)
        return {word: tuple(dict.fromkeys((*declared.get(word, ()), *keys))) for word, keys in found.items()}

    def _listed(self, section: str) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for key in self.keys(section):
            for word in self.words(section, key) if (section, key) not in NO_MEANING else ():
                found.setdefault(word, {})[key] = None
        return found

    def contradictions(self) -> list[str]:
        """Words with two meanings in one section that no file declares, and declared ones that have not got them."""
        return list(self._contradictions())

    def _declared(self, section: str) -> dict[str, Words]:
        found: dict[str, dict[str, None]] = {}
        for one in self.languages.values():
            for word, keys in one.get(f"{TWO_MEANINGS}.{section}", {}).items():
                found.setdefault(word, {}).update(dict.fromkeys(keys))
        return {word: tuple(keys) for word, keys in found.items()}

    def _contradictions(self) -> Iterator[str]:
        for section in DISTINCT:
            declared = self._declared(section)
            several = {word: set(keys) for word, keys in self._listed(section).items() if len(keys) > 1}
            for word, keys in several.items():
                if set(declared.get(word, ())) != keys:
                    yield f"“{word}” means {' and '.join(sorted(keys))} in [{section}]: take it out of one, or declare it in [two_meanings.{section}], the winner first"
            for word in declared.keys() - several.keys():
                yield f"“{word}” has no two meanings in [{section}]: take it out of [two_meanings.{section}]"


def read(folder: Path) -> Lexicon:
    """The lexicon of a folder of files, one a language. Raises LexiconError if a file cannot be read or if words contradict one another."""
    files = sorted(folder.glob("*.toml"), key=lambda path: (path.stem != FIRST, path.stem))
    languages = {path.stem: _language(path) for path in files}
    keys = {section: dict.fromkeys(words, ()) for section, words in languages.get(FIRST, {}).items() if section not in OWN_KEYS}
    lexicon = Lexicon(
        {code: {**one, **{section: none | dict(one.get(section, {})) for section, none in keys.items()}} for code, one in languages.items()}
    )
    if wrong := lexicon.contradictions():
        raise LexiconError("\n".join(wrong))
    return lexicon


@cache
def lexicon() -> Lexicon:
    """The lexicon of the product; it is read once."""
    return read(FOLDER)


def _language(path: Path) -> Language:
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        twice = sections.pop(TWO_MEANINGS, {})
        found = {name: {key: _words(name, text) for key, text in keys.items()} for name, keys in sections.items()}
        declared = {
            name: {form: split(text) for word, text in words.items() for form in every_spelling(split(word))}
            for name, words in twice.items()
        }
    except (tomllib.TOMLDecodeError, AttributeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error
    return found | {f"{TWO_MEANINGS}.{name}": words for name, words in declared.items()}


def _words(section: str, text: str) -> Words:
    words = tuple(dict.fromkeys(map(_as_heading, split(text)))) if section in AS_HEADINGS else split(text)
    return words if section in AS_WRITTEN or text.isascii() else every_spelling(words)


def _as_heading(word: str) -> str:
    """The word as headings are compared, without punctuation."""
    return word if word.replace(" ", "").isalnum() else plain(word)


def split(text: str) -> Words:
    """The words of a text with commas between them, without case and outer blanks."""
    if not text:
        return ()
    flat = " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split()).casefold()
    return tuple(word for word in map(str.strip, flat.split(",")) if word)


def every_spelling(words: Iterable[str]) -> Words:
    """The words, and behind them those with accents as people write them who have no keys for accents."""
    held = tuple(words)
    return tuple(dict.fromkeys((*held, *(form for word in held if not word.isascii() for form in _without_accents(word)))))


def _without_accents(word: str) -> Iterator[str]:
    """“größe” as “grosse” and “groesse”: a German keyboard without umlauts writes them as two letters."""
    for text in (word, word.translate(UMLAUTS)):
        yield unicodedata.normalize("NFKD", text).translate(ACCENTS)
