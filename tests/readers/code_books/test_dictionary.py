"""The words of codes are read as people write them into a code book."""

from __future__ import annotations

import pytest

from cx.readers.code_books.dictionary import coded


@pytest.mark.parametrize(
    "text",
    ["1, Bad | 2, Good", "1 = Bad; 2 = Good", "1=Bad, 2=Good", "1: Bad\n2: Good", "1) Bad | 2) Good", "1 – Bad; 2 – Good"],
)
def test_codes_and_words_are_told_apart(text: str) -> None:
    assert coded(text) == {"1": "Bad", "2": "Good"}


@pytest.mark.parametrize("text", ["", "numbers from 0 to 10", "see the appendix; page 3", "text", "[a] * [b]"])
def test_a_remark_is_no_list_of_codes(text: str) -> None:
    assert coded(text) == {}


def test_a_word_may_hold_a_comma() -> None:
    assert coded("1, Yes, often | 2, No, never | -9, Refused") == {"1": "Yes, often", "2": "No, never", "-9": "Refused"}
