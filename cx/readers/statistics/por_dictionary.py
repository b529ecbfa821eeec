"""What a portable file of SPSS (.por) says before its cases, and the library does not tell: the weight that is on, and the missing values.

Written after the public description of the format in the developers' guide of GNU PSPP: records that begin with a letter, numbers to
the base of 30, texts behind their length. Nothing here is trusted: what does not follow the description ends the look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

LINE = 80
MARK = "SPSSPORT"
LARGEST = 5_000_000
"""Characters that may stand before the cases."""
NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9A-T]{0,40})(?:\.(?P<rest>[0-9A-T]{0,60}))?(?P<power>[+-][0-9A-T]{1,3})?/")
NO_NUMBER = "*."
TEXTS = "123"
WEIGHT, VARIABLE, LABEL, WORDS, LINES = "6", "7", "C", "D", "E"
MISSING, UP_TO, FROM, BETWEEN = "8", "9", "A", "B"


@dataclass
class Portable:
    """The parts that are looked for, by the names of variables in lower case; `whole` once the cases were reached."""

    weight: str = ""
    missing: dict[str, list[float | str]] = field(default_factory=dict)
    ranges: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    whole: bool = False


def portable(path: str) -> Portable:
    """The dictionary of a portable file, as far as it follows the description."""
    found = Portable()
    with suppress(ValueError, IndexError, OverflowError, AttributeError):
        _Reader(_text(path)).into(found)
    return found


def _text(path: str) -> str:
    """The dictionary and the first cases; trailing blanks of a line may have been cut off."""
    with Path(path).open(encoding="latin-1", newline=None) as file:
        lines = (line.rstrip("\n") for line in islice(file, LARGEST // LINE))
        text = "".join(line.ljust(LINE) for line in lines)
    return text[text.index(MARK) + len(MARK) :]


class _Reader:
    def __init__(self, text: str):
        self._text, self._at = text, 0
        self._texts: set[str] = set()

    def into(self, found: Portable) -> None:
        """Take the records until the cases begin."""
        self._at += 1  # the version
        self._string()
        self._string()
        name = ""
        while (kind := self._one()) != "F":
            if kind in TEXTS or kind == LABEL:
                self._string()
            elif kind in "45":
                self._number()
            elif kind == WEIGHT:
                found.weight = self._string().casefold()
            elif kind == VARIABLE:
                width = self._number()
                name = self._string().casefold()
                self._texts |= {name} if width else set()
                list(self._numbers(6))
            elif kind == MISSING:
                found.missing.setdefault(name, []).append(self._value(name))
            elif kind in (UP_TO, FROM, BETWEEN):
                low = float("-inf") if kind == UP_TO else self._number()
                found.ranges.setdefault(name, []).append((low, float("inf") if kind == FROM else self._number()))
            else:
                self._pass_over(kind)
        found.whole = True

    def _pass_over(self, kind: str) -> None:
        """Words of codes, or the lines of a document."""
        if kind == LINES:
            for _ in range(int(self._number())):
                self._string()
        elif kind == WORDS:
            names = [self._string().casefold() for _ in range(int(self._number()))]
            for _ in range(int(self._number())):
                self._value(names[0])
                self._string()
        else:
            raise ValueError(kind)

    def _one(self) -> str:
        self._at += 1
        return self._text[self._at - 1]

    def _value(self, name: str) -> float | str:
        return self._string() if name in self._texts else self._number()

    def _numbers(self, count: int) -> Iterator[float]:
        return (self._number() for _ in range(count))

    def _string(self) -> str:
        length = int(self._number())
        start = self._at
        self._at += length
        return self._text[start : self._at].rstrip()

    def _number(self) -> float:
        if self._text.startswith(NO_NUMBER, self._at):
            self._at += len(NO_NUMBER)
            return float("nan")
        match = NUMBER.match(self._text, self._at)
        if match is None:
            raise ValueError(self._at)
        self._at = match.end()
        digits, places = (match["whole"] or "") + (match["rest"] or ""), len(match["rest"] or "")
        value = int(digits or "0", 30) * 30.0 ** (int(match["power"] or "0", 30) - places)
        return -value if match["sign"] else value
