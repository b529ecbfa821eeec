"""What an SPSS file says before its cases, and the library does not tell: the weight that is on, and the sets of several answers.

Written after the public description of the format in the developers' guide of GNU PSPP. Nothing here is trusted: what does not
follow the description ends the look, and the library says what is wrong with the file.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

HEADER = 176
VARIABLE, LABELS, LABELLED, DOCUMENT, EXTENSION = 2, 3, 4, 6, 7
SETS, SETS_BY_VALUE, LONG_NAMES = 7, 19, 13
LONGEST = 25_000_000
"""Bytes of an extension that are read."""
SET = re.compile(rb"\n*\$?([^=\n]*)=(?:C|D(\d{1,9})|E 11? (\d{1,9})) ")
LABEL = re.compile(rb" ?(\d{1,9}) ")


@dataclass(frozen=True)
class SeveralAnswers:
    """A question with several answers: its text, and its variables by name in lower case."""

    label: str
    variables: tuple[str, ...]


@dataclass
class Dictionary:
    """The parts that are looked for; `weight` is the name of a variable in lower case, or blank."""

    weight: str = ""
    whole: bool = True
    """Whether what a portable file says was read to its end."""
    sets: list[SeveralAnswers] = field(default_factory=list)
    set_records: list[int] = field(default_factory=list)
    """Where the kinds of the records of sets stand in the file."""


def dictionary(path: str, encoding: str) -> Dictionary:
    """The dictionary of an SPSS file, as far as it follows the description."""
    found, slots, long_names = Dictionary(), list[bytes](), dict[str, str]()
    with Path(path).open("rb") as stream, suppress(struct.error, ValueError, LookupError, OverflowError):
        head = stream.read(HEADER)
        order = "<" if struct.unpack("<i", head[64:68])[0] in (2, 3) else ">"
        (weight,) = struct.unpack(f"{order}i", head[76:80])
        for kind, place, data in _records(stream, order):
            if kind == VARIABLE:
                slots.append(data)
            elif kind == LONG_NAMES:
                pairs = (pair.split("=", 1) for pair in data.decode(encoding, "replace").split("\t") if "=" in pair)
                long_names |= {short.casefold().strip(): long.casefold().strip("\0 ") for short, long in pairs}
            elif kind in (SETS, SETS_BY_VALUE):
                found.set_records.append(place)
                found.sets += _sets(data, encoding)
        if 0 < weight <= len(slots):
            found.weight = slots[weight - 1].decode(encoding, "replace").strip().casefold()
    found.weight = long_names.get(found.weight, found.weight)
    found.sets = [SeveralAnswers(one.label, tuple(long_names.get(name, name) for name in one.variables)) for one in found.sets]
    return found


def _records(stream: BinaryIO, order: str) -> Iterator[tuple[int, int, bytes]]:
    """Variables by slot (a long string has several), and extensions by their kind, with the place of that kind in the file."""

    def numbers(count: int) -> tuple[int, ...]:
        return struct.unpack(f"{order}{count}i", stream.read(4 * count))

    while True:
        (kind,) = numbers(1)
        if kind == VARIABLE:
            _, labelled, missing, _, _ = numbers(5)
            yield VARIABLE, 0, stream.read(8)
            stream.seek((-(-numbers(1)[0] // 4) * 4 if labelled else 0) + 8 * abs(missing), 1)
        elif kind == LABELS:
            for _ in range(numbers(1)[0]):
                stream.seek(8, 1)
                stream.seek((stream.read(1)[0] + 8) // 8 * 8 - 1, 1)
        elif kind == LABELLED:
            stream.seek(4 * numbers(1)[0], 1)
        elif kind == DOCUMENT:
            stream.seek(80 * numbers(1)[0], 1)
        elif kind == EXTENSION:
            place = stream.tell()
            extension, size, count = numbers(3)
            if extension in (SETS, SETS_BY_VALUE, LONG_NAMES):
                yield extension, place, stream.read(min(max(0, size * count), LONGEST))
            else:
                stream.seek(max(0, size * count), 1)
        else:
            return


def _sets(data: bytes, encoding: str) -> Iterator[SeveralAnswers]:
    """The sets of a record: `$name=D1 1 5 Label one two`, one a line; a text stands behind its length."""
    place = 0
    while start := SET.match(data, place):
        place = start.end() + int(start[2] or start[3] or 0)
        length = LABEL.match(data, place)
        if not length:
            return
        end = length.end() + int(length[1])
        label = data[length.end() : end].decode(encoding, "replace").strip()
        line_end = data.find(b"\n", end)
        place = line_end if line_end >= 0 else len(data)
        yield SeveralAnswers(label, tuple(data[end:place].decode(encoding, "replace").casefold().split()))
