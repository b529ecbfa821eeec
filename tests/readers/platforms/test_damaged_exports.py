"""Exports and code books that are damaged are read or refused, never the reason of a broken page."""

from __future__ import annotations

import random

import pytest

from cx.readers.code_books.beside import with_books
from cx.readers.files import read_upload
from tests.readers.platforms.test_exports import EXPORTS

TOGETHER = {
    "qualtrics-survey.qsf": "qualtrics-with-survey.csv",
    "limesurvey-survey.lss": "limesurvey-codes.csv",
    "limesurvey-survey.lsa": "limesurvey-codes.csv",
    "redcap-dictionary.csv": "redcap-raw.csv",
    "surveyjs-survey.json": "surveyjs-responses.json",
    "formbricks-survey.json": "formbricks-responses.json",
}
OF_STATISTICS = {".sav", ".zsav", ".por", ".dta"}
"""Each is read in a process of its own; what is damaged of them is tried in tests/readers/statistics."""
TRIES = 25


def damaged(content: bytes, seed: int) -> bytes:
    """The content with a few pieces cut out, put in, repeated, or all cut off behind a place."""
    chance = random.Random(seed)
    held = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        begin = chance.randrange(len(held) + 1)
        end = begin + chance.randint(1, 40)
        held[begin:end] = chance.choice([b"", bytes(held[begin:end]) * 3, bytes(chance.choices(b'{}[]<>",;\n\r\0 1xAY', k=4)), b"\xff"])
        if chance.random() < 0.1:
            del held[begin:]
    return bytes(held)


@pytest.mark.parametrize("name", sorted(path.name for path in EXPORTS.iterdir() if path.suffix not in OF_STATISTICS))
def test_nothing_breaks(name: str) -> None:
    beside, _ = read_upload(other, (EXPORTS / other).read_bytes()) if (other := TOGETHER.get(name)) else ([], [])
    for seed in range(TRIES):
        tables, issues = read_upload(name, damaged((EXPORTS / name).read_bytes(), seed))
        assert "unreadable" not in {one.code for one in issues}, seed
        found, _ = with_books([*tables, *beside])
        for table in found:
            assert all(len(cells) == len(table.header) for _, cells in table.rows())
            assert table.code_book is None or set(table.code_book.questions) <= set(table.header)
