"""Long texts are told apart by a quick library only where that gives what the careful reader gives."""

from __future__ import annotations

import random

import pytest

from cx.issues import Issue
from cx.readers import by_column, plain_text
from cx.readers.content import Row, Text
from cx.readers.delimited import Delimited, StoredRows
from cx.readers.dialect import Dialect
from cx.readers.limits import LONGEST_CELL

COMMAS = Dialect(",", False, 0, "")
CELLS = ("a", "bb", "", "é", '"b"', '""', '"c,d"', '"e\n"', '"f""g"', 'h"', ' "i"', '"j"k', '"', "\r", "\ufeff")
ENDS = ("\n", "\r\n", "\r", "\n\n")


@pytest.fixture(autouse=True)
def short_texts_are_long(monkeypatch) -> None:
    """Also short texts are left to the quick library, in blocks of a few rows."""
    monkeypatch.setattr(plain_text, "LEAST", 0)
    monkeypatch.setattr(plain_text, "ROWS", 3)


def read(text: str, dialect: Dialect = COMMAS) -> Delimited:
    return Delimited("a.csv", Text(iter([text])), dialect)


def random_row(rng: random.Random) -> str:
    width = rng.choices((2, 1, 3), (20, 1, 1))[0]
    return ",".join(rng.choices(CELLS, [8] * 9 + [1] * 6, k=width)) + rng.choices(ENDS, (12, 6, 1, 1))[0]


def quickly(text: str, dialect: Dialect = COMMAS) -> list[Row] | None:
    """The rows as the quick library reads them; None where the text is not left to it."""
    try:
        return [row for block in read(text, dialect).blocks() for row in block.rows()]
    except plain_text.NotPlain:
        return None


def test_what_the_quick_library_reads_is_what_the_careful_reader_reads() -> None:
    rng = random.Random(7)
    plain = 0
    for _ in range(600):
        text = "".join(random_row(rng) for _ in range(rng.randrange(1, 6))).rstrip("\n" * rng.randrange(2))
        damaged: list[Issue] = []
        expected, stored = list(read(text).rows(damaged)), StoredRows(read(text))
        found: list[Issue] = []
        assert list(stored.rows(found)) == expected and found == damaged, repr(text)
        if (rows := quickly(text)) is not None:
            assert not damaged and rows == expected, repr(text)
            plain += 1
    assert plain > 100


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ('id,note\n1,"a, ""b""\r\nc"\r\n2,é\n', COMMAS),
        ("id;score\n1;4,5\n2;\n3; \n", Dialect(";", False, 0, "")),
        ("id|note\n" + "".join(f"{n}|{n % 400}\n" for n in range(900)), Dialect("|", False, 0, "")),
    ],
)
def test_a_plain_text_is_read_in_blocks(text: str, dialect: Dialect) -> None:
    assert quickly(text, dialect) is not None
    blocks = StoredRows(read(text, dialect)).blocks()
    assert blocks is not None
    rows = [row for block in blocks if isinstance(block, by_column.Block) for row in block.rows()]
    assert rows == list(read(text, dialect).rows())


@pytest.mark.parametrize(
    "text",
    ["a,b\n1\n", "a,b\n\n1,2\n", 'a,b\n1,x"y\n', 'a,b\n1,"x"y\n', "a,b\r1,2\r", f"a,b\n1,{'x' * (LONGEST_CELL + 1)}\n", "\ufeffa,b\n1,2\n"],
)
def test_what_is_damaged_or_read_in_two_ways_is_left_to_the_careful_reader(text: str) -> None:
    assert quickly(text) is None
