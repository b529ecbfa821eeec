"""Is the log beside a database whole? The engine, opening the database, stops at the first part that it cannot read, drops the rest
and says nothing: changes that were acknowledged would be gone without a word.

A log is a head, then entries: the length and the checksum of what follows, then that. Every change ends with the same short entry.
An entry that breaks off at the end of the file is a change that was in hand when the process ended, and was never acknowledged; where
the end of another change stands behind a broken entry, something has damaged the log.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from cx.words import count

END_OF_CHANGE = bytes.fromhex("0500000000000000 e7fe7d722fed3d5e 640064ffff")
"""The entry with which every change ends: five bytes, their checksum, and they."""
HEAD, HEAD_AT_MOST = b"d\x00b", 128
WORD, SEED, FACTOR = 8, 5381, 0xBF58476D1CE4E5B9
MASK = 2**64 - 1
SHORT = 32
"""Entries of so few bytes are of a few kinds, and two of every three."""


@dataclass(frozen=True)
class LogDamage:
    """Up to which byte the log is whole, and how many changes stand behind it."""

    whole_to: int
    changes_lost: int

    def __str__(self) -> str:
        changes = count(self.changes_lost, "change that was", "changes that were") if self.changes_lost else "Everything that was"
        stand = "stands" if self.changes_lost < 2 else "stand"
        return f"is damaged at byte {self.whole_to:,}: {changes} acknowledged {stand} behind it and cannot be read"


def damage_of(log: Path) -> LogDamage | None:
    """The damage of a log; None where there is none, or no log."""
    try:
        content = log.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    at = whole_to(content)
    lost = content.count(END_OF_CHANGE, at)
    unreadable = at == 0 and len(content) > HEAD_AT_MOST and any(content)
    return LogDamage(at, lost) if lost or unreadable else None


def whole_to(content: bytes) -> int:
    """The place behind the last entry that is whole; 0 where already the head is not."""
    at = content.find(b"\xff\xff", 0, HEAD_AT_MOST) + 2
    if at < 2 or not content.startswith(HEAD):
        return 0
    while at + 2 * WORD <= len(content):
        size, expected = struct.unpack_from("<QQ", content, at)
        body = content[at + 2 * WORD : at + 2 * WORD + size]
        if len(body) < size or (_of_short if size <= SHORT else checksum)(body) != expected:
            return at
        at += 2 * WORD + size
    return at


def checksum(body: bytes) -> int:
    """The engine's checksum of an entry: its words multiplied and combined, and a hash of what is left over."""
    words = np.frombuffer(body, "<u8", len(body) // WORD)
    result = SEED ^ int(np.bitwise_xor.reduce(words * np.uint64(FACTOR), initial=np.uint64(0)))
    rest = body[len(words) * WORD :]
    return result ^ _hash(rest) if rest else result


_of_short = lru_cache(256)(checksum)


def _hash(rest: bytes) -> int:
    """MurmurHash64A of less than eight bytes."""
    factor = 0xC6A4A7935BD1E995
    found = (0xE17A1465 ^ len(rest) * factor) & MASK
    found = ((found ^ int.from_bytes(rest, "little")) * factor) & MASK
    found ^= found >> 47
    found = (found * factor) & MASK
    return found ^ found >> 47
