"""What nobody means as a difference between two answers makes none, and Python and SQL say the same of every text."""

from __future__ import annotations

import random
import sys
import unicodedata
from functools import cache

import duckdb
import pytest

from cx.survey.codes import APOSTROPHES, BLANKS, DASHES, INVISIBLE, QUOTES, WIDE, code_of, make_code_of

pytestmark = pytest.mark.unit


@cache
def signs() -> list[str]:
    """Every sign that Unicode knows."""
    return [chr(place) for place in range(1, sys.maxunicode + 1) if unicodedata.category(chr(place)) not in ("Cn", "Cs")]


def in_sql(texts: list[str]) -> list[str]:
    with duckdb.connect() as cursor:
        make_code_of(cursor)
        return [code for (code,) in cursor.execute("SELECT code_of(text) FROM (SELECT unnest(?::VARCHAR[]) AS text)", [texts]).fetchall()]


def differing(texts: list[str]) -> list[tuple[str, str, str]]:
    return [(text, mine, theirs) for text, mine, theirs in zip(texts, map(code_of, texts), in_sql(texts), strict=True) if mine != theirs]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zürich", "Zu\u0308rich"),
        ("ZÜRICH", "zürich "),
        ("25-34", "25 – 34"),
        ("25-34", "25\u201134"),
        ("1-2-3", "1 – 2 – 3"),
        ("−5", "-5"),
        ("Don't know", "Don’t\u00a0know"),
        ("10 000 km", "10\u202f000\u2009km"),
        ("„Ja“", '"ja"'),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("４", "4.0"),
        ("Ｔｏｋｙｏ", "Tokyo"),
        ("ｶﾞｽ", "ガス"),
        ("very\u200bgood", "verygood"),
        ("ﬁne", "fine"),
        ("4,0", "4"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_two_ways_to_write_one_answer_are_one_code(one: str, other: str) -> None:
    assert code_of(one) == code_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("5²", "52"), ("5", "-5"), ("- 5", "-5"), ("1,500", "1.5"), ("Müller", "Muller"), ("1 1", "11"), ("9" * 16, "9" * 15 + "8"), ("", "0")],
)  # fmt: skip
def test_what_somebody_may_mean_as_a_difference_stays_one(one: str, other: str) -> None:
    assert code_of(one) != code_of(other)


def test_python_and_sql_say_the_same_of_every_sign() -> None:
    assert differing(signs()) == []


def test_python_and_sql_say_the_same_of_every_number() -> None:
    dice = random.Random(3)
    numbers = [f"{dice.choice(['', '+', '-', '−'])}{dice.randrange(10 ** dice.randrange(1, 18))}" for _ in range(2_000)]
    numbers += [f"{number}{dice.choice('.,')}{dice.randrange(10 ** dice.randrange(1, 12))}" for number in numbers]
    numbers += ["", ".", ",", "-", "+", "-0", "0,0", ".5", ",5", "5.", "5,", "1e5", "inf", "nan", "0.00000001", "1_000", "0x10", "٤"]
    assert differing(numbers) == []


def test_python_and_sql_say_the_same_of_any_text() -> None:
    dice = random.Random(7)
    awkward = [*DASHES, *BLANKS, *APOSTROPHES, *QUOTES, *INVISIBLE, *WIDE, *"- \t\n'\"0123456789,.+", *"AÄaäßẞſςΣİIıZu\u0308\u0301é²½①…ﬁĳ"]
    texts = ["".join(dice.choices(awkward, k=dice.randrange(12))) for _ in range(20_000)]
    texts += ["".join(dice.choices(signs(), k=dice.randrange(6))) for _ in range(20_000)]
    assert differing(texts) == []
