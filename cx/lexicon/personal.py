"""Who somebody is, or where exactly: columns that say so by their heading and what they hold, and texts in which it stands.

A heading alone says little: “Phone” and “E-mail” are touchpoints too, with ratings below them, and “Name” is the name of
whatever a list is about. So the cells must not contradict it; and what cells look like counts under any heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from ipaddress import ip_address

from cx.lexicon.addresses import is_address, without_addresses
from cx.lexicon.headings import NUMBERING
from cx.lexicon.languages import lexicon
from cx.lexicon.plain import plain
from cx.lexicon.score_words import is_mark, share_of_scores

HELD: Mapping[str, str] = {
    "name": "names of people",
    "person": "names of people",
    "mail": "e-mail addresses",
    "phone": "phone numbers",
    "address": "postal addresses",
    "network": "IP addresses",
    "place": "exact places",
    "birth": "dates of birth",
}
"""What columns of a kind hold, in words."""
HEADINGS = {kind: frozenset(words) for kind, words in lexicon().section("personal").items()}
OF_PEOPLE_ONLY = frozenset(("name",))
"""Kinds whose headings mean people only where every row is somebody who answered."""
MOST = 0.5
"""From this share of the cells on, a column holds what they look like."""
LONGEST = 80
"""Nothing that is looked for as a whole cell has more characters."""

MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,10}")
"""The lengths that an address may have bound the search: a cell of a megabyte takes milliseconds."""
PHONE = re.compile(
    r"(?<![\w.,+-])(?:\+|00)[1-9](?:[ ().\-/]{0,2}\d){7,13}(?![\w-]|[.,]\d)"  # with the code of a country
    r"|(?<![\w.,+-])\(?0\d{1,4}\)?[ /\-](?:[ .\-/]{0,2}\d){5,9}(?![\w-]|[.,/:]\d)"  # with the code of a town
    r"|(?<![\w.,+-])(?:\(\d{3}\) ?|\d{3}[\-.])\d{3}[\-.]\d{4}(?![\w-]|[.,]\d)"  # in North America
)
FEWEST_DIGITS = 9
"""A date has eight."""
HIGHEST_SECTION = 31
"""Numbers of sections (1.2.3.4) go no further."""
NETWORK = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)|(?<![\w:])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\w:])")
PLACE = re.compile(r"(?<![\w.,])[+-]?\d{1,2}\.\d{4,}\s{0,2}[,;/ ]\s{0,2}[+-]?\d{1,3}\.\d{4,}(?![\w.])|\d{1,3}°\s?\d{1,2}['’′]\s?\d{1,2}")
DEGREES = re.compile(r"[+-]?\d{1,3}[.,]\d{2,}|\d{1,3}°.{0,20}")
DATE = re.compile(r"\D*\d{1,4}\D{1,12}\d{1,4}.*\d.*|\d{5}|\d{8}")


def personal(heading: str, cells: Sequence[str], *, people: bool = False) -> str:
    """What kind of personal data a column holds; blank where none. `people`: every row is somebody who answered.

    >>> personal("E-mail", ["ana@example.org", "ben@example.org"]), personal("E-mail", ["4", "5"])
    ('mail', '')
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return ""
    named = _named(heading)
    if named and (people or named not in OF_PEOPLE_ONLY) and BEARS_OUT[named](filled):
        return named
    numbered = plain(heading) in NUMBERING
    if people and _differ(filled) and _most(filled, lambda cell: len(cell) <= LONGEST and is_address(cell)):
        return "address"  # each has another one: among few that come again, people chose a branch
    return next((kind for kind, test in LOOKS.items() if not (numbered and kind == "phone") and _most(filled, test)), "")


def masked(text: str, *, addresses: bool = True) -> str:
    """A text without what says who somebody is; postal addresses may stay where they are those of branches.

    >>> masked("Call me: +49 170 1234567 or ana@example.org")
    'Call me: [phone number] or [e-mail]'
    """
    if "@" in text:
        text = MAIL.sub("[e-mail]", text)
    if not any(map(str.isdigit, text)):
        return text
    text = without_addresses(PLACE.sub("[place]", text)) if addresses else PLACE.sub("[place]", text)
    text = NETWORK.sub(lambda found: "[IP address]" if _is_network(found[0]) else found[0], text)
    return PHONE.sub(lambda found: "[phone number]" if _has_digits(found[0]) else found[0], text)


def _named(heading: str) -> str:
    """The kind that a heading names, whole or behind the question that it belongs to."""
    names = (plain(heading), plain(re.split(r" - |: ", heading)[-1]))
    return next((kind for name in names for kind, words in HEADINGS.items() if name in words), "")


def _most(cells: Sequence[str], test: Callable[[str], bool]) -> bool:
    return sum(map(test, cells)) >= MOST * len(cells)


def _differ(cells: Sequence[str]) -> bool:
    """Whether cells are texts of which most stand once, as those of different people do, and no ratings."""
    if share_of_scores(cells) >= MOST or any(map(is_mark, cells)):
        return False
    return len({cell.casefold() for cell in cells}) >= MOST * len(cells)


def _has_digits(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= FEWEST_DIGITS


def _is_network(text: str) -> bool:
    """Whether a text is an IP address; 1.2.3.4 may number a section, and :: is no address of anybody."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return max(address.packed) > HIGHEST_SECTION and len(text) > 3


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: len(cell) <= LONGEST and bool(pattern.fullmatch(cell))


LOOKS: Mapping[str, Callable[[str], bool]] = {
    "mail": _whole(MAIL),
    "network": lambda cell: len(cell) <= LONGEST and bool(NETWORK.fullmatch(cell)) and _is_network(cell),
    "place": _whole(PLACE),
    "phone": lambda cell: _whole(PHONE)(cell) and _has_digits(cell),
}
"""What a whole cell looks like, under any heading."""
BEARS_OUT: Mapping[str, Callable[[Sequence[str]], bool]] = {
    "name": _differ,
    "person": _differ,
    "mail": lambda cells: _most(cells, lambda cell: "@" in cell),
    "phone": lambda cells: _most(cells, lambda cell: len(cell) <= LONGEST and sum(map(str.isdigit, cell)) >= 6),
    "address": lambda cells: _differ(cells) and _most(cells, lambda cell: any(map(str.isdigit, cell))),
    "network": lambda cells: _most(cells, lambda cell: len(cell) <= LONGEST and bool(re.fullmatch(r"[\dA-Fa-fx*.:]{6,}", cell))),
    "place": lambda cells: _most(cells, lambda cell: bool(DEGREES.match(cell)) or bool(PLACE.search(cell[:LONGEST]))),
    "birth": lambda cells: _most(cells, lambda cell: len(cell) <= LONGEST and bool(DATE.fullmatch(cell))),
}
"""Whether cells bear out what the heading says."""


def kinds(header: Sequence[str], rows: Iterable[Sequence[str]], *, people: bool = False) -> dict[str, str]:
    """The columns of a table that hold personal data: heading and kind."""
    columns = zip(header, zip(*rows, strict=False), strict=False)
    return {heading: kind for heading, cells in columns if (kind := personal(heading, cells, people=people))}
