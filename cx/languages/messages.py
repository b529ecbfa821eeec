"""What is said to a reader, in the reader's language: English in the code, every other language in a catalogue.

Whoever makes an output for a reader says once in which language: `with speaking("de"): ...`. Nothing else has to carry it along.
A message is a whole sentence with names in braces; what people wrote into a workspace is filled in and never translated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH = "en"
LANGUAGES: dict[str, str] = {ENGLISH: "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""Languages of readers by code, each by its own name."""
FOLDER = Path(__file__).parent.parent / "translations"
"""Holds `messages.pot`, all messages, and a catalogue for each other language."""
TOGETHER = re.compile(r" (?=[;:!?»%])|(?<=«) ")
"""Blanks that French sets before these signs and within its quotation marks, and others before the sign for percent: no line ends there."""
BRANCH = "\x00"
"""Between a message and its plural where both name one entry."""


def _one_or_many(number: int) -> int:
    return int(number != 1)


@dataclass(frozen=True)
class Catalogue:
    """Messages of one language: by the English message, plurals by both of its forms, and which form a number takes."""

    language: str
    messages: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form_of: Callable[[int], int] = _one_or_many


_spoken: ContextVar[Catalogue | None] = ContextVar("spoken", default=None)
"""None is English."""


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, read when it is spoken first. Raises ValueError for a language that there is not."""
    if language not in LANGUAGES:
        raise ValueError(f"there is no language {language!r}; there are {', '.join(LANGUAGES)}")
    from babel.messages.pofile import read_po

    with (FOLDER / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for entry in read:
        if not entry.id or entry.fuzzy:
            continue
        if isinstance(entry.id, str):
            messages[entry.id] = _set(str(entry.string)) or entry.id
        elif isinstance(entry.string, list | tuple) and all(entry.string):
            plurals[BRANCH.join(entry.id)] = tuple(_set(str(form)) for form in entry.string)
    return Catalogue(language, messages, plurals, _forms(read.plural_expr))


def _set(text: str) -> str:
    """A message as it is set: catalogues hold plain blanks, which people can see and type."""
    return TOGETHER.sub("\u00a0", text)


def _forms(expression: str) -> Callable[[int], int]:
    """Which form a number takes; French says nothing in the singular, which its catalogue states by `n > 1`."""
    return (lambda number: int(number > 1)) if expression.replace(" ", "").strip("()") == "n>1" else _one_or_many


@contextmanager
def speaking(language: str | Catalogue) -> Iterator[None]:
    """Within it every message is said in this language. Raises ValueError for one that there is not."""
    spoken = language if isinstance(language, Catalogue) else None if language == ENGLISH else catalogue(language)
    before = _spoken.set(spoken)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The code of the language that is spoken here."""
    present = _spoken.get()
    return ENGLISH if present is None else present.language


def tr(message: str, /, **values: Any) -> str:
    """The message in the language that is spoken here, its names filled in.

    >>> tr("{n} of {all}", n=1, all=2)
    '1 of 2'
    """
    present = _spoken.get()
    said = message if present is None else present.messages.get(message, message)
    return said.format(**values) if values else said


def trn(one: str, many: str, number: int, /, **values: Any) -> str:
    """The message for this number of things; `{n}` in it is the number.

    >>> trn("{n} need", "{n} needs", 1204)
    '1,204 needs'
    """
    from cx.languages.numbers import number as as_read

    present = _spoken.get()
    forms = (one, many) if present is None else present.plurals.get(one + BRANCH + many, (one, many))
    form = _one_or_many(number) if present is None else min(present.form_of(number), len(forms) - 1)
    return forms[form].format(n=as_read(f"{number:,}"), **values)


def best_of(wanted: str | None) -> str:
    """The language that fits what a browser asks for (“de-AT”, “fr-CH, en;q=0.8”); English where none does."""
    for one in (wanted or "").split(","):
        code = one.split(";")[0].strip().replace("_", "-").split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return ENGLISH
