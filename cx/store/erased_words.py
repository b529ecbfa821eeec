"""The words that stand in the place of texts that are erased."""

from __future__ import annotations

import json
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from cx.errors import UsageError

SHORTEST = 3
"""Characters of a text: a shorter one stands in too many others."""


class Words:
    """What stands in the place of each text that is erased; a longer one that is `spared` stays as it is.

    `seen` counts how often each was replaced, in small letters and with single spaces.
    """

    def __init__(self, texts: Sequence[str], spared: Sequence[str] = (), *, must: bool = True):
        bare = [" ".join(text.split()) for text in texts]
        short = [text for text in bare if len(text) < SHORTEST]
        if short or (must and not bare):
            raise UsageError(f"Name texts of at least {SHORTEST} characters; shorter ones stand in too many others.")
        written = dict.fromkeys([*bare, *(text.strip() for text in texts)])
        self._plain = {form.lower(): plain for text in written for form, plain in _forms(text)}
        self.forms = sorted({form for text in written for form, _ in _forms(text)}, key=len, reverse=True)
        stay = sorted({form for text in spared for form, _ in _forms(text)}, key=len, reverse=True)
        self._spared = frozenset(form.lower() for form in stay)
        self._pattern = re.compile("|".join(map(_bounded, [*stay, *self.forms])) or r"(?!)", re.IGNORECASE)
        self.seen = Counter[str]()
        self._stands_for: dict[str, str] = {}
        self._hashes: dict[str, str] = {}

    def follow(self, hashes: dict[str, str]) -> None:
        """Replace these hashes, too."""
        self._hashes = hashes

    @property
    def looked_for(self) -> list[str]:
        """What a cell must contain, in small letters, to be worth a look."""
        return sorted({form.lower() for form in self.forms} | set(self._hashes))

    def without(self, text: str) -> str:
        """The text with every word that is erased replaced."""
        for old, new in self._hashes.items():
            text = text.replace(old, new)
        return self._pattern.sub(lambda found: self._word_for(found[0]), text)

    def _word_for(self, found: str) -> str:
        """One word for each way of writing, however a file or the log encloses it."""
        if found.lower() in self._spared:
            return found
        plain = self._plain.get(found.lower(), str)(found)
        self.seen[" ".join(plain.lower().split())] += 1
        return self._stands_for.setdefault(plain, f"erased-{secrets.token_hex(4)}")


def _forms(text: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """How a text may stand in a cell, its accents apart or not, and what makes it plain again: in JSON, in CSV, as it is."""
    for one in {unicodedata.normalize(form, text) for form in ("NFC", "NFD")} | {text}:
        for ascii_only in (True, False):
            yield json.dumps(one, ensure_ascii=ascii_only)[1:-1], lambda found: str(json.loads(f'"{found}"'))
        yield one.replace('"', '""'), lambda found: found.replace('""', '"')
        yield one, str


def _bounded(form: str) -> str:
    """A pattern for a text that is no part of a longer word; in JSON a letter before it may belong to the sign of a line's end."""
    before = r"(?:(?<![^\W_])|(?<=\\[nrtbf])|(?<=\\u[0-9a-f]{4}))" if form[0].isalnum() else ""
    return before + re.escape(form) + (r"(?![^\W_])" if form[-1].isalnum() else "")
