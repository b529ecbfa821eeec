"""What keeps a spreadsheet from running a text: one ' wherever a cell could begin, put there on the way out and taken away on
the way in.

A text begins a cell where it begins itself, and behind every mark at which a program with other settings parts it: a line
break, a tab, a semicolon. Blanks before a sign do not disarm it, and some programs take its full-width twin for the sign.
"""

from __future__ import annotations

import re

SIGNS = "=+\\-@＝＋－＠"
BLANKS = "\u00a0\u00ad\u034f\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff "
"""Blanks of every width, joiners and marks of direction: whatever shows nothing and parts nothing."""
PARTS = "\n\r\t;"
_LIVE = rf"'*[{BLANKS}]*[{SIGNS}]"
_FIRST = rf"'*[{BLANKS}]*[{SIGNS}\t\r\n]"
_ADDED = re.compile(rf"\A(?={_FIRST})|(?<=[{PARTS}])(?={_LIVE})")
_REMOVED = re.compile(rf"\A'(?={_FIRST})|(?<=[{PARTS}])'(?={_LIVE})")
FORMULA = re.compile(rf"\A[{BLANKS}]*[{SIGNS}\t\r\n]|[{PARTS}][{BLANKS}]*[{SIGNS}]")
"""Where a spreadsheet could run a text."""


def guarded(text: str | None) -> str:
    """A text with one ' wherever a spreadsheet could begin to run it (and one more where that stands already).

    >>> guarded("=1+1"), guarded("'tis")
    ("'=1+1", "'tis")
    """
    return "" if text is None else _ADDED.sub("'", text)


def unguarded(text: str) -> str:
    """The text as it was before `guarded`.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return _REMOVED.sub("", text) if "'" in text else text


def unguarded_sql(text: str) -> str:
    """The same as an SQL expression, in which nothing can look ahead."""
    at_first, behind = _literal(rf"^'({_FIRST})"), _literal(rf"([{PARTS}])'({_LIVE})")
    once = f"regexp_replace({text}, {at_first}, '\\1')"
    every = f"regexp_replace({once}, {behind}, '\\1\\2', 'g')"
    return f"CASE WHEN contains({text}, '''') THEN {every} ELSE {text} END"


def _literal(pattern: str) -> str:
    return "'" + pattern.replace("'", "''") + "'"
