"""The words that people use in their files, read from one file a language in `words/`: a new language is a new file.

Every file has the same sections and keys, with commas between words. Where a word would mean two things of one section, a
file says so in `two_meanings`, the meaning that wins first; a word with two meanings that nobody declared is an error.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("words")
FIRST = "en"
"""The language whose words come first; the others follow by their codes."""
TWO_MEANINGS = "two_meanings"
DISTINCT = ("headings", "verdicts", "lights", "degrees", "kind", "status", "visibility", "source", "evidence", "channels")
"""Sections in which the key is what a word means."""
NO_MEANING = {("kind", "loose"), ("verdicts", "others")}
"""Keys of those sections that only mark words."""

Words = tuple[str, ...]
Language = Mapping[str, Mapping[str, Words]]
"""The words of one language by section and key."""


class LexiconError(Exception):
    """A file of words that contradicts itself or the others; says which word, and what to do."""


@dataclass(frozen=True)
class Lexicon:
    """The words of all languages, in their order."""

    languages: Mapping[str, Language]

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
        found: dict[str, dict[str, None]] = {}
        for key in self.keys(section):
            for word in self.words(section, key) if (section, key) not in NO_MEANING else ():
                found.setdefault(word, {})[key] = None
        for word, keys in self._declared(section).items():
            found[word] = dict.fromkeys(keys) | found.get(word, {})
        return {word: tuple(keys) for word, keys in found.items()}

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
            listed = {word: {key for key in keys if word in self.words(section, key)} for word, keys in self.every_meaning(section).items()}
            for word, keys in listed.items():
                if len(keys) > 1 and set(declared.get(word, ())) != keys:
                    yield f"“{word}” means {' and '.join(sorted(keys))} in [{section}]: take it out of one, or declare it in [two_meanings.{section}], the winner first"
            for word in declared.keys() - {word for word, keys in listed.items() if len(keys) > 1}:
                yield f"“{word}” has no two meanings in [{section}]: take it out of [two_meanings.{section}]"


def read(folder: Path) -> Lexicon:
    """The lexicon of a folder of files, one a language. Raises LexiconError if a file cannot be read or if words contradict one another."""
    files = sorted(folder.glob("*.toml"), key=lambda path: (path.stem != FIRST, path.stem))
    lexicon = Lexicon({path.stem: _language(path) for path in files})
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
        twice = {f"{TWO_MEANINGS}.{name}": words for name, words in sections.pop(TWO_MEANINGS, {}).items()}
        return {name: {_plain(key): split(text) for key, text in words.items()} for name, words in {**sections, **twice}.items()}
    except (tomllib.TOMLDecodeError, AttributeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error


def split(text: str) -> Words:
    """The words of a text with commas between them, without case and outer blanks."""
    return tuple(word for part in text.split(",") if (word := _plain(part)))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", " ".join(word.split())).casefold()
